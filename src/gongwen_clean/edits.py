"""Apply, compose and invert edits; knows no rule.

All offsets are code points. A sequence of edits is sorted by `start` and does not overlap; an
insertion has `start == end` and stands before a change that begins at the same place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from gongwen_clean.document import Edit
from gongwen_clean.errors import EditError


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with every edit made; the same object when there is none.

    >>> apply_edits("經(jīng)濟", [Edit(1, 7, "", "pinyin")])
    '經濟'

    Raises: EditError where an edit is out of range, unsorted or overlaps the one before.
    Cost: O(len(text) + len(edits)).
    """
    if not edits:
        return text
    pieces: list[str] = []
    at = 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= len(text):
            raise EditError(
                f"{edit.rule}: the edit {edit.start}:{edit.end} does not fit behind {at} in a text of "
                f"{len(text)} characters; edits must be sorted, disjoint and made for this very text"
            )
        pieces += (text[at : edit.start], edit.after)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def tidy_edits(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Sort edits, drop those that change nothing and join runs of one rule into one edit."""
    tidy: list[Edit] = []
    run: list[str] = []  # what the edits say that became the last one
    for edit in sorted(edits, key=_span):
        if text[edit.start : edit.end] == edit.after:
            continue
        last = tidy[-1] if tidy else None
        if last and last.end == edit.start and last[3:5] == edit[3:5]:
            tidy[-1] = last._replace(end=edit.end, candidates=())  # those of a part are none of the whole
            run.append(edit.after)
        else:
            _finish_run(tidy, run)
            tidy.append(edit)
            run = [edit.after]
    _finish_run(tidy, run)
    return tidy


def _finish_run(tidy: list[Edit], run: Sequence[str]) -> None:
    """Let the last edit say all that its run does: put together once, as a run can be as long as its text."""
    if len(run) > 1:
        tidy[-1] = tidy[-1]._replace(after="".join(run))


def drop_overlaps(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits sorted, without those that overlap an earlier one in the order given."""
    kept: list[Edit] = []
    for edit in edits:
        at = bisect_right(kept, _span(edit), key=_span)
        before = kept[at - 1] if at else None
        after = kept[at] if at < len(kept) else None
        if (before is None or before.end <= edit.start) and (after is None or edit.end <= after.start):
            kept.insert(at, edit)
    return kept


def invert_edits(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that lead from the edited text back to `text`, each under its own rule.

    >>> invert_edits("國務院", [Edit(0, 2, "国务", "simplify")])
    [Edit(start=0, end=2, after='國務', rule='simplify', confidence=None, candidates=())]
    """
    back: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        before = text[edit.start : edit.end]
        back.append(edit._replace(start=start, end=start + len(edit.after), after=before))
        shift += len(edit.after) - (edit.end - edit.start)
    return back


def compose_edits(source: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return the edits on `source` that do what `first` and then `second` do.

    Where both touch the same characters they become one edit that names both rules; what changes
    back to what the source had disappears.

    >>> compose_edits("A,B", [Edit(1, 2, "，", "width")], [Edit(0, 2, "甲", "name")])
    [Edit(start=0, end=2, after='甲', rule='width+name', confidence=None, candidates=())]

    Args: `first` in offsets of `source`, `second` in offsets of what `first` makes of it.
    Cost: O(len(first) + len(second)), plus the text of places that both touch.
    """
    if not second:
        return list(first)
    if not first:
        return list(second)
    return list(_composed(source, first, second))


def _composed(source: str, first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[Edit]:
    i = j = shift = 0  # shift: middle offset minus source offset behind first[:i]
    while i < len(first) or j < len(second):
        if j == len(second) or (i < len(first) and _stands_before(first[i], second[j], shift)):
            yield first[i]
            shift += _growth(first[i])
            i += 1
        elif i == len(first) or _ends_before(second[j], first[i], shift):
            edit = second[j]
            yield edit._replace(start=edit.start - shift, end=edit.end - shift)
            j += 1
        else:
            joined, i, j, shift = _join(source, (first, i, shift), (second, j))
            if joined.after != source[joined.start : joined.end]:
                yield joined


def _span(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _growth(edit: Edit) -> int:
    return len(edit.after) - (edit.end - edit.start)


def _stands_before(one: Edit, two: Edit, shift: int) -> bool:
    """Whether `one`, as it stands in the middle text, ends before `two` begins."""
    end = one.start + shift + len(one.after)
    if end == two.start == two.end and not one.after:
        return False  # a deletion and an insertion in one place are a replacement
    return end <= two.start


def _ends_before(two: Edit, one: Edit, shift: int) -> bool:
    return two.end <= one.start + shift and not (two.start == two.end == one.start + shift and not one.after)


def _join(
    source: str, ones: tuple[Sequence[Edit], int, int], twos: tuple[Sequence[Edit], int]
) -> tuple[Edit, int, int, int]:
    """Join the overlapping edits that begin at ones[i] and twos[j]; return them and what follows."""
    (first, i, shift), (second, j) = ones, twos
    start = min(first[i].start + shift, second[j].start)
    source_start = start - shift
    end = start
    ones_in: list[Edit] = []
    twos_in: list[Edit] = []
    while True:
        if i < len(first) and (not ones_in or first[i].start + shift < end):
            edit = first[i]
            end = max(end, edit.start + shift + len(edit.after))
            ones_in.append(edit)
            shift += _growth(edit)
            i += 1
        elif j < len(second) and (not twos_in or second[j].start < end):
            end = max(end, second[j].end)
            twos_in.append(second[j])
            j += 1
        else:
            break
    source_end = end - shift
    local = [e._replace(start=e.start - source_start, end=e.end - source_start) for e in ones_in]
    middle = apply_edits(source[source_start:source_end], local)
    after = apply_edits(middle, [e._replace(start=e.start - start, end=e.end - start) for e in twos_in])
    names = dict.fromkeys(name for e in (*ones_in, *twos_in) for name in e.rule.split("+"))
    doubts = [e.confidence for e in (*ones_in, *twos_in) if e.confidence is not None]
    joined = Edit(source_start, source_end, after, "+".join(names), min(doubts, default=None))
    return joined, i, j, shift


class SourceMap:
    """Where spans of an edited text stand in its source.

    A span that begins or ends inside a replacement takes in the whole replaced stretch; what was
    deleted at its borders stays outside.

        >>> SourceMap([Edit(0, 3, "", "strip")]).span(0, 2)
        (3, 5)
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            shift += _growth(edit)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of `start:end` of the edited text. Cost: O(log edits)."""
        first = self._source_start(start)
        return first, max(first, self._source_end(end))

    def _source_start(self, at: int) -> int:
        k = bisect_right(self._starts, at) - 1
        if k < 0:
            return at
        past = at - self._starts[k] - len(self._edits[k].after)
        return self._edits[k].end + past if past >= 0 else self._edits[k].start

    def _source_end(self, at: int) -> int:
        k = bisect_right(self._starts, at - 1) - 1
        if k < 0:
            return at
        past = at - self._starts[k] - len(self._edits[k].after)
        return self._edits[k].end + max(past, 0)
