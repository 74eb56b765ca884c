"""Column names as a header gives them, made fit for use: present and unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["unique_names"]


def unique_names(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Trim names, name the nameless, number the repeated.

    Returns:
        The names, and a note on each that was changed.

    >>> unique_names(["id", "", "id"])[0]
    ('id', 'column_2', 'id_2')
    """
    taken = {name.strip() for name in header}
    names: list[str] = []
    notes: list[str] = []
    for position, raw in enumerate(header, start=1):
        name = raw.strip().encode("utf-8", errors="replace").decode("utf-8")
        wish = name or f"column_{position}"
        chosen = wish
        number = 2
        while chosen in names or (chosen != name and chosen in taken):
            chosen = f"{wish}_{number}"
            number += 1
        if not name:
            notes.append(f"column {position} has no name: called {chosen!r}")
        elif chosen != name:
            notes.append(f"column {position} repeats the name {name!r}: called {chosen!r}")
        names.append(chosen)
    return tuple(names), tuple(notes)
