"""JSON exports that are known by their shape: tickets and app reviews, one row each.

Other JSON is read by `cxnlp.sources.jsonlines`, which takes an object's names for columns.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources.appstores import APP_REVIEWS
from cxnlp.sources.building import text_pieces
from cxnlp.sources.chunk import Fault
from cxnlp.sources.shape import dig
from cxnlp.sources.tickets import TICKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.chunk import Piece
    from cxnlp.sources.contents import Content
    from cxnlp.sources.shape import Shape

__all__ = ["ShapedExport", "open_export"]

_SHAPES: Final[tuple[Shape, ...]] = (TICKETS, *APP_REVIEWS)
_PAGING: Final = frozenset({
    "count", "next_page", "previous_page", "end_time", "end_of_stream", "after_url", "before_url",
    "after_cursor", "before_cursor", "users", "facets", "links", "meta", "included",
    "tokenPagination", "pageInfo",
})  # fmt: skip
"""What stands beside the list of a page that may be empty."""

_BLOCK: Final = 1 << 20
_LONGEST_LINE: Final = 8 << 20
_LARGEST_DOCUMENT: Final = 256 << 20
"""Bytes of an export that is one JSON document, which has to be read as a whole."""

_NO_JSON: Final = Fault(RejectionReason.MALFORMED_ROW, "a line that is no JSON")
_NO_ROW: Final = Fault(RejectionReason.MALFORMED_ROW, "JSON of another shape than the first")


@dataclass(frozen=True)
class ShapedExport:
    """An export whose shape is known.

    Attributes:
        content: its bytes.
        shape: what its records look like.
        lines: whether each line is a record; else the file is one document.
        schema: the columns of its shape, all strings.
        notes: which shape it was taken for.
    """

    content: Content
    shape: Shape
    lines: bool

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return pa.schema([(name, pa.string()) for name in self.shape.columns])

    @property
    def notes(self) -> tuple[str, ...]:
        """Which shape it was taken for."""
        return (f"read as {self.shape.name}",)

    def expected_rows(self) -> int:
        """How many rows there are; of lines, blank ones too."""
        if not self.lines:
            return sum(1 for _ in self.shape.records(_document(self.content)) or ())
        with self.content.open() as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b"")) + 1

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on."""
        rows = self._from_lines() if self.lines else self._from_document()
        yield from text_pieces(islice(rows, skip, None), self.schema)

    def _from_lines(self) -> Iterator[list[str | None] | Fault]:
        with self.content.open() as stream:
            for line in stream:
                if line.strip():
                    try:
                        record = json.loads(line)
                    except (ValueError, RecursionError):
                        yield _NO_JSON
                    else:
                        yield self._row(record, None)

    def _from_document(self) -> Iterator[list[str | None] | Fault]:
        document = _document(self.content)
        for record in self.shape.records(document) or ():
            yield self._row(record, document)

    def _row(self, record: object, document: object) -> list[str | None] | Fault:
        if not isinstance(record, dict) or not self.shape.fits(record):
            return _NO_ROW
        values = self.shape.flatten(record, document if isinstance(document, dict) else {})
        if isinstance(values, Fault):
            return values
        return [values.get(name) for name in self.shape.columns]


def open_export(content: Content) -> ShapedExport | None:
    """Recognise an export by its first record; None where it is none that is known.

    >>> import io
    >>> from cxnlp.sources.contents import SpooledContent
    >>> page = b'{"reviews": [{"reviewId": "1", "comments": []}]}'
    >>> export = open_export(SpooledContent("reviews.json", io.BytesIO(page)))
    >>> export.notes, export.expected_rows()
    (('read as Google Play reviews',), 1)
    """
    with content.open() as stream:
        first = stream.readline(_LONGEST_LINE).strip()
        only = not stream.readline(_LONGEST_LINE).strip()
    try:
        record: Any = json.loads(first.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        record = None
    if isinstance(record, dict):
        for shape in _SHAPES:
            if shape.fits(record):
                return ShapedExport(content, shape, lines=True)
        if not only:
            return None
    if content.size > _LARGEST_DOCUMENT:
        return None
    document = record if record is not None else _parsed(content)
    for shape in _SHAPES:
        records = shape.records(document)
        if records and isinstance(records[0], dict) and shape.fits(records[0]):
            return ShapedExport(content, shape, lines=False)
    return _without_rows(content, document)


def _without_rows(content: Content, document: object) -> ShapedExport | None:
    """The export of an hour in which nothing came: its list is empty, or its feed has none."""
    for shape in _SHAPES if isinstance(document, dict) else ():
        for *place, name in filter(None, shape.lists):
            around = dig(document, *place)
            if not isinstance(around, dict):
                continue
            found = around.get(name)
            nothing = (found == [] and (place or around.keys() - {name} <= _PAGING)) or (
                bool(place) and name not in around
            )
            if nothing or (found and shape.records(document) == []):
                return ShapedExport(content, shape, lines=False)
    return None


def _parsed(content: Content) -> object:
    with content.open() as stream:
        try:
            return json.loads(stream.read(_LARGEST_DOCUMENT + 1))
        except (ValueError, RecursionError):
            return None


def _document(content: Content) -> object:
    document = _parsed(content)
    if document is None:
        raise InputDataError(
            content.where,
            found="a JSON document that is cut off or broken",
            expected="the document that was there when the job began",
            hint="Export it again.",
        )
    return document
