"""A digest of rows that depends on their values only, not on how Arrow laid them out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import hashlib

__all__ = ["add_rows"]


def add_rows(digest: hashlib._Hash, table: pa.Table) -> None:
    """Feed all values to a digest, column by column.

    >>> import hashlib
    >>> one, other = hashlib.sha256(), hashlib.sha256()
    >>> add_rows(one, pa.table({"text": ["kind", None]}))
    >>> add_rows(other, pa.table({"text": pa.chunked_array([["kind"], [None]], pa.string())}))
    >>> one.digest() == other.digest()
    True
    """
    for column in table.columns:
        strings = _as_strings(column)
        lengths = pc.fill_null(pc.binary_length(strings), -1).cast(pa.int64())
        digest.update(lengths.to_numpy().tobytes())
        digest.update("".join(pc.fill_null(strings, "").to_pylist()).encode())


def _as_strings(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return column.cast(pa.large_string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        words = [None if v is None else json.dumps(v, default=str) for v in column.to_pylist()]
        return pa.chunked_array([pa.array(words, pa.large_string())])
