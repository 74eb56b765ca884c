"""Records that are beyond doubt, read by the block; the others are left to `Records`.

A record is beyond doubt where every quotation mark opens a cell, closes one or is doubled inside
one, every carriage return stands inside a quoted cell or before the line's end, and the cells are
as many as expected. Of such a record `cxnlp.sources.records.Records` says the same, some ten times
more slowly (tests/laws/test_records_laws.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["well_formed_records"]

_LONGEST: Final = 10_000
"""Bytes of a record; a longer one may be over one of the limits that `Records` keeps."""
_QUOTE, _FEED, _RETURN = ord('"'), ord("\n"), ord("\r")


def well_formed_records(data: bytes, delimiter: str, schema: pa.Schema) -> tuple[pa.Table, int]:
    r"""Read the records at the beginning of `data` that are beyond doubt.

    Args:
        data: UTF-8 without NUL, beginning with a record.
        delimiter: one character of ASCII.
        schema: string columns, as many as a record has cells.

    Returns:
        The records up to the first that is in doubt or not whole, and how many bytes they take.

    >>> columns = pa.schema([("a", pa.string()), ("b", pa.string())])
    >>> table, taken = well_formed_records(b'1,"so, ""so"" it is"\n4,5,6\n', ",", columns)
    >>> table.to_pylist(), taken
    ([{'a': '1', 'b': 'so, "so" it is'}], 21)
    """
    raw = np.frombuffer(data or b"-", np.uint8)
    separators = np.flatnonzero((raw == ord(delimiter)) | (raw == _FEED))
    quotes = np.flatnonzero(raw == _QUOTE)
    if len(quotes):
        separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
    has_returns = b"\r" in data
    first_doubt = _first_doubt(raw, quotes, ord(delimiter), has_returns=has_returns)
    sound = separators[: np.searchsorted(separators, first_doubt)]
    feeds = np.flatnonzero(raw[sound] == _FEED)
    cells = len(schema)
    lengths = np.diff(sound[feeds], prepend=-1)
    doubtful = (np.diff(feeds, prepend=-1) != cells) | (lengths > _LONGEST)
    rows = int(doubtful.argmax()) if doubtful.any() else len(feeds)
    if not rows:
        return schema.empty_table(), 0
    ends = sound[: rows * cells]
    taken = int(ends[-1]) + 1
    begins = np.concatenate([[0], ends[:-1] + 1])
    if has_returns:
        last = ends[cells - 1 :: cells]
        last -= (raw[last - 1] == _RETURN) & (last > begins[cells - 1 :: cells])
    if len(quotes):
        quoted = (raw[begins] == _QUOTE) & (ends > begins)
        begins = begins + quoted
        ends = ends - quoted
    return _table(data, begins, ends, schema, doubled=b'""' in data), taken


def _first_doubt(
    raw: NDArray[np.uint8], quotes: NDArray[np.int64], delimiter: int, *, has_returns: bool
) -> int:
    """The first byte that only `Records` can judge; the number of bytes where there is none."""
    doubts = [len(raw)]
    last = len(raw) - 1
    ends_cell = np.zeros(256, np.bool_)
    ends_cell[[delimiter, _FEED]] = True
    if len(quotes):
        opening, closing = quotes[::2], quotes[1::2]
        before = raw[opening - 1]
        wrong = ~(ends_cell[before] | (before == _QUOTE)) & (opening > 0)
        doubts += opening[wrong][:1].tolist()
        after = raw[np.minimum(closing + 1, last)]
        second = raw[np.minimum(closing + 2, last)]
        right = ends_cell[after] | (after == _QUOTE) | ((after == _RETURN) & (second == _FEED))
        # Behind the last byte nothing is known yet, and no record ends there.
        doubts += closing[~right & (closing < last - 1)][:1].tolist()
    if has_returns:
        returns = np.flatnonzero(raw == _RETURN)
        outside = np.searchsorted(quotes, returns) % 2 == 0
        alone = raw[np.minimum(returns + 1, last)] != _FEED
        doubts += returns[outside & alone][:1].tolist()
    return min(doubts)


def _table(
    data: bytes,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    schema: pa.Schema,
    *,
    doubled: bool,
) -> pa.Table:
    """The cells as columns; what lies between two cells is a string that nobody takes."""
    bounds = np.empty(2 * len(begins), np.int32)
    bounds[::2], bounds[1::2] = begins, ends
    pieces = pa.StringArray.from_buffers(
        len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(data), None, 0
    )
    cells = len(schema)
    places = np.arange(0, len(bounds), 2 * cells)
    columns = [pieces.take(pa.array(places + 2 * cell)) for cell in range(cells)]
    if doubled:
        columns = [pc.replace_substring(column, '""', '"') for column in columns]
    return pa.table(columns, schema=schema)
