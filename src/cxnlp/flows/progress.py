"""How a flow tells what it does: words and counts, never a comment's text."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "Silent"]


class Progress(Protocol):
    """What a flow speaks to while it works."""

    def say(self, words: str) -> None:
        """Tell the person something worth knowing."""
        ...

    def begin(self, what: str, total: int | None, done: int = 0) -> None:
        """Begin a step of `total` rows, `done` of which stand already."""
        ...

    def advance(self, rows: int) -> None:
        """Count rows as done."""
        ...

    def end(self) -> None:
        """End the step."""
        ...


class Silent:
    """A progress that says nothing.

    >>> Silent().say("nobody hears this")
    """

    def say(self, words: str) -> None:
        """Ignore the words."""

    def begin(self, what: str, total: int | None, done: int = 0) -> None:
        """Ignore the beginning."""

    def advance(self, rows: int) -> None:
        """Ignore the count."""

    def end(self) -> None:
        """Ignore the end."""
