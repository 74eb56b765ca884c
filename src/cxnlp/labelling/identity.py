"""What makes a comment the same comment in another file, another order, another run.

A comment with an id is its id and its text, as they stand in the source: a changed text is another
comment, to be labelled again. A comment without an id is all its taken columns (text, date,
customer, …); where two are alike in all of them they are still two comments, which
`cxnlp.runs.KnownComments` counts. Columns that are not taken, the file's name and the row's number
do not count.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from cxnlp.sources import Chunk
    from cxnlp.sources.columns import ColumnChoice

__all__ = ["comment_digests", "digests", "row_ids"]

_BETWEEN: Final = "\x1f"
"""The unit separator of ASCII stands between the fields of a comment."""


def digests(words: Iterable[str]) -> NDArray[np.uint64]:
    """An 8-byte digest of each word (BLAKE2b). Shape (n,).

    Two of ten million words share one with a probability of about 3e-6 (birthday bound,
    n^2 / 2^65), which is what eight bytes instead of a whole word cost.

    >>> a, b, c = digests(["one", "two", "one"])
    >>> bool(a == c), bool(a == b)
    (True, False)
    """
    joined = b"".join([blake2b(word.encode(), digest_size=8).digest() for word in words])
    return np.frombuffer(joined, np.dtype("<u8"))


def row_ids(chunk: Chunk, columns: ColumnChoice) -> list[str]:
    """The id of each row: its own, or "file name:row" where it has none."""
    own = _own_ids(chunk, columns)
    if all(own):
        return [name for name in own if name]
    files = chunk.file_names.to_pylist()
    return [
        f"{files[offset]}:{chunk.start + offset}" if name is None else name
        for offset, name in enumerate(own)
    ]


def comment_digests(chunk: Chunk, columns: ColumnChoice) -> NDArray[np.uint64]:
    """A digest of each row that stays with the comment wherever it is met. Shape (n,)."""
    texts = _strings(chunk.table[columns.text])
    own = _own_ids(chunk, columns)
    if all(own):
        return digests(
            [f"id{_BETWEEN}{name}{_BETWEEN}{text}" for name, text in zip(own, texts, strict=True)]
        )
    taken = [texts, *(_strings(chunk.table[column]) for column in columns.metadata.values())]
    return digests(
        f"id{_BETWEEN}{name}{_BETWEEN}{cells[0]}"
        if name is not None
        else f"cells{_BETWEEN}{_BETWEEN.join(cells)}"
        for name, cells in zip(own, zip(*taken, strict=True), strict=True)
    )


def _own_ids(chunk: Chunk, columns: ColumnChoice) -> list[str | None]:
    if columns.id is None:
        return [None] * chunk.table.num_rows
    return [value.strip() or None for value in _strings(chunk.table[columns.id])]


def _strings(column: pa.ChunkedArray) -> list[str]:
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        column = pc.cast(column, pa.string())
    return list(pc.fill_null(column, "").to_pylist())
