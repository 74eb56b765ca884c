"""Frames in memory, streams of Arrow, and plain iterables of texts."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, Protocol, runtime_checkable

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.sources.building import text_pieces
from cxnlp.sources.columnar import checked_piece
from cxnlp.sources.headers import unique_names

if TYPE_CHECKING:
    from cxnlp.sources.chunk import Piece

__all__ = ["ArrowFrame", "SpeaksArrow", "SpooledFrame", "TextList", "open_frame"]

_PIECE_ROWS: Final = 5_000
_TEXTS: Final = pa.schema([("text", pa.string())])


@runtime_checkable
class SpeaksArrow(Protocol):
    """Anything that hands out the Arrow C stream: pandas, Polars, PyArrow, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream, as a capsule."""
        ...


@dataclass(frozen=True)
class ArrowFrame:
    """A frame that can be read again and again.

    Attributes:
        frame: the frame.
        schema: its columns and types.
        notes: names that were changed.
    """

    frame: SpeaksArrow
    schema: pa.Schema
    notes: tuple[str, ...]

    @classmethod
    def open(cls, frame: SpeaksArrow) -> ArrowFrame:
        """Read the columns."""
        return cls(frame, *_tidy(pa.RecordBatchReader.from_stream(frame).schema))

    def expected_rows(self) -> int | None:
        """How many rows there are, where the frame knows its length."""
        return len(self.frame) if isinstance(self.frame, Sized) else None

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on."""
        yield from _pieces(pa.RecordBatchReader.from_stream(self.frame), self.schema, skip)


class SpooledFrame:
    """A stream that can be read once, kept in an anonymous temporary file on the disk.

    Args:
        stream: read to its end.
    """

    def __init__(self, stream: pa.RecordBatchReader) -> None:
        self.schema, self.notes = _tidy(stream.schema)
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the source
        weakref.finalize(self, self._file.close)
        self._rows = 0
        with pa.ipc.new_stream(self._file, stream.schema) as writer:
            for batch in stream:
                writer.write_batch(batch)
                self._rows += batch.num_rows

    def expected_rows(self) -> int:
        """How many rows there are."""
        return self._rows

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on; one reader at a time."""
        self._file.seek(0)
        yield from _pieces(pa.ipc.open_stream(self._file), self.schema, skip)


@dataclass(frozen=True)
class TextList:
    """Texts in memory: one column, `text`.

    Attributes:
        texts: strings, or None for no comment.
        schema: the one column.
        notes: none.
    """

    texts: Iterable[str | None]
    schema: pa.Schema = _TEXTS
    notes: tuple[str, ...] = ()

    def expected_rows(self) -> int | None:
        """How many texts there are, where that is known."""
        return len(self.texts) if isinstance(self.texts, Sized) else None

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The texts from number `skip` on."""
        rows = ((_checked(text),) for position, text in enumerate(self.texts) if position >= skip)
        yield from text_pieces(rows, self.schema)


def open_frame(source: object) -> ArrowFrame | SpooledFrame | TextList:
    """Open a frame, one of its columns, a stream or an iterable of texts.

    Raises:
        InputDataError: it is none of them.

    >>> frame = open_frame(text for text in ["Kind staff.", None])
    >>> [piece.table["text"].to_pylist() for piece in frame.pieces()]
    [['Kind staff.', None]]
    """
    if isinstance(source, SpeaksArrow):
        if isinstance(source, (pa.RecordBatchReader, Iterator)):
            return SpooledFrame(pa.RecordBatchReader.from_stream(source))
        try:
            return ArrowFrame.open(source)
        except pa.ArrowInvalid:  # a column, such as a Series, is a stream of no rows
            return _of_column(pa.chunked_array(source))
    if isinstance(source, pa.Array):
        return _of_column(source)
    if isinstance(source, Iterator):
        return _spooled_texts(source)
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray, dict)):
        return TextList(source)
    raise InputDataError(
        "source",
        found=f"an object of type {type(source).__name__}",
        expected="a path, a frame that speaks the Arrow C stream, or an iterable of strings",
        hint="Give a file name, a pandas, Polars or PyArrow table, or a list of comments.",
    )


def _of_column(texts: pa.Array | pa.ChunkedArray) -> ArrowFrame:
    kind = texts.type.value_type if pa.types.is_dictionary(texts.type) else texts.type
    if pa.types.is_struct(kind):
        texts = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
        return ArrowFrame.open(pa.Table.from_struct_array(texts))
    if pa.types.is_nested(kind) or pa.types.is_primitive(kind):
        raise InputDataError(
            "source",
            found=f"a column of type {kind}",
            expected="strings",
            hint="Give a column of comments, or a table with one.",
        )
    return ArrowFrame.open(pa.table([texts], names=_TEXTS.names))


def _spooled_texts(texts: Iterator[object]) -> SpooledFrame:
    def batches() -> Iterator[pa.RecordBatch]:
        while block := [_checked(text) for text in islice(texts, _PIECE_ROWS)]:
            yield pa.record_batch([pa.array(block, pa.string())], schema=_TEXTS)

    return SpooledFrame(pa.RecordBatchReader.from_batches(_TEXTS, batches()))


def _checked(text: object) -> str | None:
    if text is None or isinstance(text, str):
        return text
    raise InputDataError(
        "source",
        found=f"an element of type {type(text).__name__}",
        expected="strings",
        hint="Give one string per comment, None where there is none.",
    )


def _tidy(schema: pa.Schema) -> tuple[pa.Schema, tuple[str, ...]]:
    names, notes = unique_names(schema.names)
    fields = [pa.field(name, _plain(field.type)) for name, field in zip(names, schema, strict=True)]
    return pa.schema(fields), notes


def _plain(kind: pa.DataType) -> pa.DataType:
    """String views, which Polars hands out, are read as strings."""
    return pa.large_string() if pa.types.is_string_view(kind) else kind


def _pieces(reader: pa.RecordBatchReader, schema: pa.Schema, skip: int) -> Iterator[Piece]:
    for batch in reader:
        passed = min(skip, batch.num_rows)
        skip -= passed
        for start in range(passed, batch.num_rows, _PIECE_ROWS):
            part = pa.Table.from_batches([batch.slice(start, _PIECE_ROWS)])
            yield checked_piece(part.rename_columns(schema.names), schema)
