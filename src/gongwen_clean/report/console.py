"""What prints for people on standard output, in colour where that is a terminal."""

from __future__ import annotations

from rich.console import Console


class PlainConsole(Console):
    """Prints lines as long as they are, and no colours but those asked for."""

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, highlight=False)

    def on_broken_pipe(self) -> None:
        """Leave a reader that closed early to the command; rich would end it with exit code 1."""
        raise BrokenPipeError
