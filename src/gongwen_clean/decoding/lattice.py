"""The best path through a text and its possible originals, by a character model and what originals cost.

The text as it stands is one path; each option of a fork is an arc beside it. Paths in the same state of
the model are one path from there on, so that only the surroundings of forks are searched: a stretch
begins with a fork and ends where all paths that are left are in the state of the text as it stands.
The search asks the model once; when prices change, what it found is only added up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from gongwen_clean.decoding.reading import Reading
from gongwen_clean.scoring.native import mypyc_attr
from gongwen_clean.scoring.walk import State

if TYPE_CHECKING:
    from mypy_extensions import i64

BEAM: Final = 12.0
"""Paths this many nats below the best one at the same place are given up: from 8 on nothing changes."""

MARGIN: Final = 20.0
"""Arcs are forgotten whose best path is this many nats below the best of all: no price makes up for that."""

_WORST: Final = -1e300


@mypyc_attr(acyclic=True)
class Option:
    """What may have stood in a place, as symbols, and the nats that choosing it costs.

    `number`: by which its maker knows it.
    """

    __slots__ = ("cost", "number", "symbols")

    def __init__(self, symbols: list[int], cost: float, number: int) -> None:
        self.symbols = symbols
        self.cost = cost
        self.number = number


@mypyc_attr(acyclic=True)
class Fork:
    """Code points `start:end` of a text may have been one of `options`, each for `surcharge` nats more."""

    __slots__ = ("end", "options", "start", "surcharge")

    def __init__(self, start: i64, end: i64, options: list[Option]) -> None:
        self.start = start
        self.end = end
        self.options = options
        self.surcharge = 0.0


@mypyc_attr(acyclic=True)
class Choice:
    """An option of a fork."""

    __slots__ = ("fork", "option")

    def __init__(self, fork: Fork, option: Option) -> None:
        self.fork = fork
        self.option = option

    @property
    def cost(self) -> float:
        """What the choice costs, in nats."""
        return self.option.cost + self.fork.surcharge


class Path(NamedTuple):
    """The best path of a stretch from `start` on, and its gain over the text as it stands, in nats."""

    start: int
    choices: list[Choice]
    gain: float


@mypyc_attr(acyclic=True)
class Node:
    """Where paths meet: a place, in a state. `arcs`: those that lead here, the latest first.

    `lead`: what the symbols score that all paths read next; `score`: of the best path, with its lead, and
    `best` its last arc. `rest`: what the best path scores from here to the end of the stretch.
    """

    __slots__ = ("arcs", "best", "lead", "rest", "score", "state")

    def __init__(self, state: State, score: float, arcs: Arc | None) -> None:
        self.state = state
        self.arcs = arcs
        self.best = arcs
        self.score = score
        self.lead = 0.0
        self.rest = _WORST

    def choose(self) -> None:
        """Find the best of the arcs that lead here."""
        arc = self.arcs
        if arc is None:
            return
        self.score = _WORST
        while arc is not None:
            score = arc.source.score + arc.log - arc.cost() + self.lead
            if score > self.score:
                self.score = score
                self.best = arc
            arc = arc.other


@mypyc_attr(acyclic=True)
class Arc:
    """A step from `source`: it scores `log`, less what its choice costs, if it is one.

    `other`: another arc that leads to the same node.
    """

    __slots__ = ("choice", "log", "other", "source")

    def __init__(self, source: Node, log: float, choice: Choice | None, other: Arc | None) -> None:
        self.source = source
        self.log = log
        self.choice = choice
        self.other = other

    def cost(self) -> float:
        """What the arc's choice costs, in nats."""
        return 0.0 if self.choice is None else self.choice.cost


class Lattice:
    """A text with the forks at which it could be another. `forks` are sorted by start."""

    def __init__(self, reading: Reading, forks: Sequence[Fork]) -> None:
        self._reading = reading
        self._stretches: list[Stretch] = []
        ahead: list[Fork] = list(forks)
        first: i64 = 0
        while first < len(ahead):
            stretch = Stretch(reading, ahead, first)
            self._stretches.append(stretch)
            first = stretch.next_fork

    def best_paths(self) -> list[Path]:
        """Return the best path of each stretch, by what options and forks cost now."""
        return [stretch.best_path() for stretch in self._stretches]


class Stretch:
    """The search from a fork to where all paths have joined.

    `live`: for each place ahead the nodes there, one for each state.
    """

    def __init__(self, reading: Reading, forks: list[Fork], first: i64) -> None:
        self.next_fork = first
        self._forks = forks
        self._reading = reading
        self._start = forks[first].start
        self._nodes: list[Node] = []
        self._live: dict[int, list[Node]] = {}
        self._search()

    def _search(self) -> None:
        forks, reading = self._forks, self._reading
        length: i64 = len(reading.symbols)
        at = furthest = self._start
        here = [Node(reading.states[at], 0.0, None)]
        while at == self._start or (at < length and (at < furthest or not self._is_joined(here, at))):
            first = self.next_fork
            while self.next_fork < len(forks) and forks[self.next_fork].start == at:
                furthest = max(furthest, forks[self.next_fork].end)
                self.next_fork += 1
            here = self._advance(at, here, forks[first : self.next_fork])
            at += 1
        self._nodes.extend(here)
        self._stands = reading.sums[at] - reading.sums[self._start]
        self._forget(len(here))

    def _is_joined(self, here: list[Node], at: i64) -> bool:
        """Whether all paths are in the state of the text as it stands."""
        return len(here) == 1 and here[0].state.row == self._reading.states[at].row

    def _advance(self, at: i64, here: list[Node], forks: list[Fork]) -> list[Node]:
        """Go on from all nodes at a place; return those at the next."""
        reading = self._reading
        symbol: i64 = reading.symbols[at]
        following = self._live.pop(at + 1, None)
        if following is None:
            if len(here) == 1 and not forks:
                return self._lead_on(here, symbol)
            following = []
        floor = max([node.score for node in here]) - BEAM
        here = [node for node in here if node.score >= floor]
        self._nodes.extend(here)
        for node in here:
            step = reading.walk.step(node.state, symbol)
            self._offer(following, step.state, Arc(node, step.log, None, None))
        for fork in forks:
            landing = following if fork.end == at + 1 else self._live.setdefault(fork.end, [])
            least = floor + reading.sums[fork.end] - reading.sums[at]
            for option in fork.options:
                choice = Choice(fork, option)
                for node in here:
                    self._take(node, choice, least, landing)
        return following

    def _lead_on(self, here: list[Node], symbol: i64) -> list[Node]:
        """Let the only node read a symbol itself."""
        node = here[0]
        step = self._reading.walk.step(node.state, symbol)
        node.state = step.state
        node.score += step.log
        node.lead += step.log
        return here

    def _take(self, node: Node, choice: Choice, least: float, landing: list[Node]) -> None:
        """Take an option, unless its score falls too low on the way."""
        walk = self._reading.walk
        state = node.state
        log = 0.0
        least += choice.cost - node.score
        for symbol in choice.option.symbols:
            step = walk.step(state, symbol)
            log += step.log
            if log < least:
                return
            state = step.state
        self._offer(landing, state, Arc(node, log, choice, None))

    def _offer(self, place: list[Node], state: State, arc: Arc) -> None:
        """Let an arc lead to the node of its state."""
        score = arc.source.score + arc.log - arc.cost()
        row = state.row
        for node in place:
            if node.state.row == row:
                arc.other = node.arcs
                node.arcs = arc
                node.score = max(node.score, score)
                return
        place.append(Node(state, score, arc))

    def _forget(self, ends: int) -> None:
        """Forget the arcs that no good path takes, and the nodes to which none leads any more.

        `ends`: with how many nodes the stretch ends.
        """
        last = self._nodes[-ends:]
        least = max([node.score for node in last]) - MARGIN
        for node in last:
            node.rest = 0.0
        for node in reversed(self._nodes):
            arc = node.arcs
            node.arcs = None
            while arc is not None:
                rest = arc.log - arc.cost() + node.lead + node.rest
                other = arc.other
                if arc.source.score + rest >= least:
                    arc.source.rest = max(arc.source.rest, rest)
                    arc.other = node.arcs
                    node.arcs = arc
                arc = other
        self._nodes = [node for node in self._nodes if node.arcs is not None]
        # nodes are let go from the last to the first, so that none takes a long chain of others with it:
        # nothing else may hold one
        self._ends = len([node for node in last if node.arcs is not None])
        self._live.clear()

    def best_path(self) -> Path:
        """The best path, by what options and forks cost now."""
        for node in self._nodes:
            node.choose()
        best = self._nodes[-1]
        for node in self._nodes[-self._ends :]:
            if node.score > best.score:
                best = node
        gain = best.score - self._stands
        choices: list[Choice] = []
        arc = best.best
        while arc is not None:
            if arc.choice is not None:
                choices.append(arc.choice)
            arc = arc.source.best
        choices.reverse()
        return Path(self._start, choices, gain)
