"""What a source gives: chunks of rows, and the rows that could not be read as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from cxnlp.schema import RejectionReason

__all__ = ["Chunk", "Fault", "Piece", "Source", "TableReader", "without_first"]


@dataclass(frozen=True)
class Fault:
    """Why a row could not be read.

    Attributes:
        reason: `malformed_row`, `bad_encoding` or `too_long`.
        detail: a few words that never hold the comment's text.
        kept: cells that were read all the same, by column, such as the id.
    """

    reason: RejectionReason
    detail: str
    kept: Mapping[str, str | None] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Piece:
    """Some rows of one file, as many as the format's reader finds convenient.

    Attributes:
        table: one row per source row; a row with a fault is null but for
            what the fault keeps.
        faults: offset in the table -> fault.
    """

    table: pa.Table
    faults: Mapping[int, Fault]


def without_first(piece: Piece, count: int) -> Piece:
    """A piece without its first `count` rows.

    >>> import pyarrow as pa
    >>> without_first(Piece(pa.table({"text": ["kind", "slow"]}), {}), 1).table["text"].to_pylist()
    ['slow']
    """
    if not count:
        return piece
    faults = {at - count: fault for at, fault in piece.faults.items() if at >= count}
    return Piece(piece.table.slice(count), faults)


@dataclass(frozen=True)
class Chunk:
    """A run of source rows.

    Attributes:
        start: source row (0-based over all files) of the first row.
        table: one row per source row, under the source's own column names. Rows with a fault are
            null but for what the fault keeps.
        faults: offset in the chunk -> fault.
        file_names: base name of the file of each row; dictionary of strings.
    """

    start: int
    table: pa.Table
    faults: Mapping[int, Fault]
    file_names: pa.Array


class TableReader(Protocol):
    """One file, or one frame, opened as a table."""

    @property
    def schema(self) -> pa.Schema:
        """The columns, in order."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the way it was read."""
        ...

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on, in order; each call starts anew."""
        ...

    def expected_rows(self) -> int | None:
        """About how many rows there are; None where nothing tells."""
        ...


class Source(Protocol):
    """Rows to label, readable more than once, in memory that does not grow with them."""

    @property
    def uri(self) -> str:
        """Absolute path, paths or pattern; `stdin`; `frame`. Never credentials."""
        ...

    @property
    def size(self) -> int | None:
        """Bytes of all files; None for frames."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The source's own column names."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the way it was read."""
        ...

    def digest(self) -> str:
        """`sha256:` and the digest of the content; names do not count, order does."""
        ...

    def expected_rows(self) -> int | None:
        """About how many rows there are; None where nothing tells."""
        ...

    def chunks(self, size: int, start: int = 0) -> Iterator[Chunk]:
        """The rows from row `start` on; every chunk but the last has exactly `size` rows.

        Args:
            size: rows in a chunk.
            start: a multiple of `size`.

        Raises:
            InputDataError: the source has no rows, or is cut off or changed while it is read.
        """
        ...
