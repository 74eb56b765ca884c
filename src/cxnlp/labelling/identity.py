"""What makes a comment the same comment in another file, another order, another run.

A comment with an id is its id and its text, as they stand in the source: a changed text is another
comment, to be labelled again. A comment without an id is all its taken columns (text, date,
customer, …); where two are alike in all of them they are still two comments, which
`cxnlp.runs.KnownComments` counts. Columns that are not taken, the file's name and the row's number
do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.labelling.wording import as_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from cxnlp.sources import Chunk
    from cxnlp.sources.columns import ColumnChoice

__all__ = ["RowWords", "comment_digests", "row_ids", "word_digests"]

_SIZE: Final = 8
_BETWEEN: Final = "\x1f"
"""The unit separator of ASCII stands between the fields of a comment."""


def word_digests(words: Iterable[str]) -> NDArray[np.uint64]:
    """An 8-byte digest of each word (BLAKE2b). Shape (n,).

    Two of ten million words share one with a probability of about 3e-6 (birthday bound,
    n^2 / 2^65), which is what eight bytes instead of a whole word cost.

    >>> a, b, c = word_digests(["one", "two", "one"])
    >>> bool(a == c), bool(a == b)
    (True, False)
    """
    # To copy an empty digest costs half of what it costs to make one.
    empty = blake2b(digest_size=_SIZE)
    found = bytearray()
    for word in words:
        digest = empty.copy()
        digest.update(word.encode())
        found += digest.digest()
    return np.frombuffer(bytes(found), np.dtype("<u8"))


@dataclass(frozen=True)
class RowWords:
    """The ids and texts of a chunk's rows as they stand in the source.

    Attributes:
        ids: one per row, without blanks around it; None where there is none.
        texts: one per row, "" where there is none.
    """

    ids: list[str | None]
    texts: list[str]

    @classmethod
    def of(cls, chunk: Chunk, columns: ColumnChoice) -> RowWords:
        """The words of a chunk."""
        ids: list[str | None] = [None] * chunk.table.num_rows
        if columns.id is not None:
            ids = [value.strip() or None for value in _strings(chunk.table[columns.id])]
        return cls(ids, _strings(chunk.table[columns.text]))


def row_ids(chunk: Chunk, words: RowWords) -> list[str]:
    """The id of each row: its own, or "file name:row" where it has none.

    >>> from cxnlp.sources import choose_columns, open_source
    >>> table = pa.table({"id": ["a7", None], "text": ["Late.", "Slow."]})
    >>> (chunk,) = open_source(table).chunks(10)
    >>> row_ids(chunk, RowWords.of(chunk, choose_columns(["id", "text"])))
    ['a7', 'frame:1']
    """
    own = [name for name in words.ids if name is not None]
    if len(own) == len(words.ids):
        return own
    files = chunk.file_names.to_pylist()
    return [
        f"{files[offset]}:{chunk.start + offset}" if name is None else name
        for offset, name in enumerate(words.ids)
    ]


def comment_digests(
    chunk: Chunk, columns: ColumnChoice, words: RowWords | None = None
) -> NDArray[np.uint64]:
    """A digest of each row that stays with the comment wherever it is met. Shape (n,).

    Args:
        chunk: n rows of a source.
        columns: which column is what.
        words: those of the chunk, where they are at hand.

    >>> from cxnlp.sources import choose_columns, open_source
    >>> source = open_source(["Late again.", "n/a"])
    >>> (chunk,) = source.chunks(10)
    >>> columns = choose_columns(source.columns)
    >>> comment_digests(chunk, columns).dtype
    dtype('uint64')
    """
    words = words or RowWords.of(chunk, columns)
    if None not in words.ids:
        pairs = zip(words.ids, words.texts, strict=True)
        return word_digests(f"id{_BETWEEN}{name}{_BETWEEN}{text}" for name, text in pairs)
    metadata = (_strings(chunk.table[column]) for column in columns.metadata.values())
    return word_digests(
        f"id{_BETWEEN}{name}{_BETWEEN}{cells[0]}"
        if name is not None
        else f"cells{_BETWEEN}{_BETWEEN.join(cells)}"
        for name, cells in zip(words.ids, zip(words.texts, *metadata, strict=True), strict=True)
    )


def _strings(column: pa.ChunkedArray) -> list[str]:
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        column = as_type(column, pa.string())
    if column.null_count:
        column = pc.fill_null(column, "")
    return list(column.to_pylist())
