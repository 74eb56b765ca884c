"""Metadata read as numbers, truth values and instants; what cannot be read is null, and counted.

Every rule looks at one value only, so an answer never depends on the rows around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.schema import METADATA_TYPES
from cxnlp.sources.instants import ambiguous_days, read_instants

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["count_ambiguous", "read_metadata"]

_LARGEST_WHOLE: Final = 2.0**53
# Arrow arrays only when used: the first `pa.array` of a list imports pandas where it is installed.
_TRUE: Final = ("1", "1.0", "true", "t", "yes", "y", "on", "x")
_FALSE: Final = ("0", "0.0", "false", "f", "no", "n", "off")
_ABSENT: Final = ("", "na", "n/a", "nan", "none", "null", "nil", "-", "--", ".", "?", "nat")
_NUMBER: Final = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
_DECIMAL_COMMA: Final = r"^([+-]?\d+),(\d{1,2}|\d{4,})$"
_THOUSANDS: Final = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"


def read_metadata(
    name: str, values: pa.ChunkedArray | pa.Array, *, date_format: str | None = None
) -> tuple[pa.Array, int]:
    """Read a metadata column as its standard type.

    Numbers: a decimal point or comma, thousands after commas ("1,250"), a trailing per cent sign
    ("85%" is 85). Truth values: yes, no, true, false, 1, 0, y, n, t, f, on, off in any case.
    Instants: see `cxnlp.sources.instants`. Blanks, "n/a", "null", "-" and the like count as absent.

    Args:
        name: a key of `cxnlp.schema.METADATA_TYPES`.
        values: the source's column, of any type.
        date_format: a `strptime` format that overrules the rules for instants.

    Returns:
        The values in the standard type, and how many were present but unreadable (now null).

    >>> numbers, unreadable = read_metadata("csat", pa.array(["4", "4,5", "great", ""]))
    >>> numbers.to_pylist(), unreadable
    ([4.0, 4.5, None, None], 1)
    """
    kind = METADATA_TYPES[name]
    array = _whole(values)
    if pa.types.is_string(kind):
        return _strings(array), 0
    if pa.types.is_timestamp(kind):
        read: Callable[[pa.Array], pa.Array] = lambda words: read_instants(words, date_format)  # noqa: E731
        if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
            return _instants_of(array, kind), 0
    elif pa.types.is_boolean(kind):
        read = _truths
        if pa.types.is_boolean(array.type):
            return array, 0
    else:
        read = _numbers
        if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
            return _finite(array.cast(pa.float64(), safe=False)), 0
        if pa.types.is_boolean(array.type):
            return array.cast(pa.int8()).cast(pa.float64()), 0
    words = _words(array)
    result = read(words)
    return result, len(words) - words.null_count - (len(result) - result.null_count)


def count_ambiguous(
    name: str, values: pa.ChunkedArray | pa.Array, *, date_format: str | None = None
) -> int:
    """How many dates of a column could be read month before day, and are read day before month.

    Args:
        name: as for `read_metadata`.
        values: as for `read_metadata`.
        date_format: as for `read_metadata`; where it is given nothing is ambiguous.

    >>> count_ambiguous("created_at", pa.array(["03/04/2021", "31/01/2021"]))
    1
    """
    if date_format is not None or not pa.types.is_timestamp(METADATA_TYPES[name]):
        return 0
    array = _whole(values)
    if not pa.types.is_string(array.type) and not pa.types.is_large_string(array.type):
        return 0
    return ambiguous_days(pc.utf8_trim_whitespace(array))


def _whole(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one array of plain values."""
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _strings(array: pa.Array) -> pa.Array:
    words = _as_words(array)
    words = pc.utf8_trim_whitespace(words)
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)


def _as_words(array: pa.Array) -> pa.Array:
    if pa.types.is_floating(array.type):
        # Whole numbers in a column with gaps, 17.0, are identifiers: 17.
        whole = pc.and_(pc.equal(pc.floor(array), array), pc.less(pc.abs(array), _LARGEST_WHOLE))
        figures = pc.if_else(whole, array, pa.scalar(0, array.type)).cast(pa.int64())
        return pc.if_else(whole, figures.cast(pa.string()), array.cast(pa.string()))
    try:
        return array.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array([None if v is None else _word(v) for v in array.to_pylist()], pa.string())


def _word(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()  # the bytes of a number or UUID: two of them stay two


def _words(array: pa.Array) -> pa.Array:
    """Trimmed words, null where nothing stands."""
    words = pc.utf8_trim_whitespace(_as_words(array))
    absent = pc.is_in(pc.utf8_lower(words), value_set=pa.array(_ABSENT))
    return pc.if_else(absent, pa.scalar(None, pa.string()), words)


def _numbers(words: pa.Array) -> pa.Array:
    plain = pc.utf8_rtrim(pc.utf8_rtrim(words, "%"), " ")
    thousands = pc.match_substring_regex(plain, _THOUSANDS)
    plain = pc.if_else(thousands, pc.replace_substring(plain, ",", ""), plain)
    plain = pc.replace_substring_regex(plain, _DECIMAL_COMMA, r"\1.\2")
    plain = pc.utf8_ltrim(plain, "+")
    readable = pc.match_substring_regex(plain, _NUMBER)
    return _finite(pc.if_else(readable, plain, pa.scalar(None, pa.string())).cast(pa.float64()))


def _finite(numbers: pa.Array) -> pa.Array:
    return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))


def _truths(words: pa.Array) -> pa.Array:
    lower = pc.utf8_lower(words)
    yes = pc.is_in(lower, value_set=pa.array(_TRUE))
    known = pc.or_(yes, pc.is_in(lower, value_set=pa.array(_FALSE)))
    return pc.if_else(known, yes, pa.scalar(None, pa.bool_()))


def _instants_of(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(array.type) and array.type.tz is None:
        return array.cast(pa.timestamp("us"), safe=False).cast(kind)
    if pa.types.is_date(array.type):
        return array.cast(pa.timestamp("us")).cast(kind)
    return array.cast(kind, safe=False)
