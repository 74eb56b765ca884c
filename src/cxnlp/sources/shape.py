"""What an export's records look like, and how each becomes a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cxnlp.sources.chunk import Fault

__all__ = ["Shape", "dig", "text_of"]


@dataclass(frozen=True)
class Shape:
    """An export that is known by its shape.

    Attributes:
        name: how a note calls it.
        columns: the columns of its rows.
        lists: where in a document the list of records may lie; `()` is the document itself.
        fits: whether a record is of this shape.
        flatten: a record and its document to the values of its row, or why it is none.
        beside: whether an entry of the list is about something else, and so is no row.
    """

    name: str
    columns: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]
    fits: Callable[[Mapping[str, Any]], bool]
    flatten: Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, str | None] | Fault]
    beside: Callable[[Mapping[str, Any]], bool] = field(default=lambda _: False)

    def records(self, document: object) -> Sequence[object] | None:
        """The list of records in a document, which may be empty; None where there is none."""
        for path in self.lists:
            found = dig(document, *path)
            if isinstance(found, dict) and (self.fits(found) or (path and self.beside(found))):
                found = [found]  # what was made from XML has no list of one
            if isinstance(found, list):
                return [one for one in found if not (isinstance(one, dict) and self.beside(one))]
        return None


def dig(value: object, *path: str) -> Any:  # noqa: ANN401 - JSON
    """The value at the end of a path of names; None where it breaks off.

    >>> dig({"via": {"channel": "email"}}, "via", "channel")
    'email'
    """
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def text_of(value: object) -> str | None:
    """A value as a cell: text as it is, numbers and truth values as words, all else None.

    >>> text_of(4.5), text_of(True), text_of(["a"])
    ('4.5', 'true', None)
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return None
