"""Columns of any type as words: what is passed through can be masked only then."""

from __future__ import annotations

import json

import pyarrow as pa

__all__ = ["as_type", "worded"]


def worded(kind: pa.DataType) -> pa.DataType:
    """The type in which a column is passed through where personal data are masked.

    A card or a telephone number may stand in a column of numbers, an address in a list. Words,
    dates and truth values stay what they are.

    >>> worded(pa.int64()), worded(pa.date32()), worded(pa.large_string())
    (DataType(string), DataType(date32[day]), DataType(large_string))
    """
    kept = (pa.types.is_large_string, pa.types.is_boolean, pa.types.is_temporal)
    return kind if any(is_kept(kind) for is_kept in kept) else pa.string()


def as_type(values: pa.ChunkedArray, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    """A column cast to a type; what Arrow cannot cast to words is written as JSON.

    >>> as_type(pa.chunked_array([[["jo@example.com"], None]]), pa.string()).to_pylist()
    ['["jo@example.com"]', None]
    """
    try:
        return values.cast(kind)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        if kind != pa.string():
            raise
    return pa.array([None if each is None else _words(each) for each in values.to_pylist()], kind)


def _words(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return json.dumps(value, ensure_ascii=False, default=str)
