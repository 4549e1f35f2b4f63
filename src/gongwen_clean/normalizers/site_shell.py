"""Cut the lines that the profile of a site says are no text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gongwen_clean.document import Edit
from gongwen_clean.normalizer import Normalizer, Reader
from gongwen_clean.shell_profiles.matching import ShellMatcher
from gongwen_clean.shell_profiles.profile import Profile, read_profile


class StripSiteShell:
    """Remove lines that recur on the pages of a site, as a learned profile names them.

    Leaves alone: every line between the first and the last line of text; texts that have fewer than two
    lines of any site of the profile; a text of nothing but such lines.

    Args: profile: a profile or the file of one. host: the site that all texts are of, by its name in the
    profile; without it, each text is of the site of which it has most lines.
    Raises: LexiconError for a damaged file.
    """

    name = "site-shell"
    triggers: frozenset[str] = frozenset()

    def __init__(self, profile: Profile | Path | str, host: str = "") -> None:
        profile = profile if isinstance(profile, Profile) else read_profile(Path(profile))
        self._matcher = ShellMatcher(profile, host)
        self.rules: Mapping[str, str] = {f"site-shell.{id}": why for id, why in profile.rules.items()}

    def edits(self, text: str) -> Sequence[Edit]:
        """Return one deletion for each line of the site's shell. Cost: O(n)."""
        return [
            Edit(
                text.rfind("\n", 0, line.start) + 1,
                text.find("\n", line.end) + 1 or len(text),
                "",
                f"site-shell.{entry.id}",
            )
            for line, entry in self._matcher.find(text)
        ]


def add_site_shell(steps: Sequence[Normalizer | Reader], profile: Path) -> list[Normalizer | Reader]:
    """Return the steps with that of a profile in front of the page's shell, or in front of all without one.

    The built-in rules then see a page on which less is unknown; the metadata were read before.
    """
    at = next((n for n, step in enumerate(steps) if step.name == "shell"), 0)
    return [*steps[:at], StripSiteShell(profile), *steps[at:]]
