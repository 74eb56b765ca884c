"""Dates and times as customers' systems write them.

The rule is the same for every value, whatever stands around it:

1. ISO 8601, also with slashes, dots or months of one figure; a time without a zone is UTC;
2. day before month: "03/04/2021" is 3 April;
3. month before day where only that is a date: "04/30/2021";
4. names of months: "3 Apr 2021", "April 3, 2021";
5. seconds or milliseconds since 1970.

A year of two figures is 1970 to 2069. `--date-format` overrules all of it.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ambiguous_days", "check_date_format", "day_first_warning", "read_instants"]

_TYPE: Final = pa.timestamp("us", tz="UTC")
_TIME: Final = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_NAME: Final = r"(?P<name>[A-Za-z]{3,9})"
_FORMS: Final = tuple(
    re.compile(form + _TIME)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<first>\d{1,2})([-/. ])(?P<other>\d{1,2})\2(?P<year>\d{4}|\d{2})",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[-/. ,]+{_NAME}\.?[-/. ,]+(?P<year>\d{{4}}|\d\d)",
        rf"{_NAME}\.?[-/. ]+(?P<day>\d\d?)(?:st|nd|rd|th)?[-/. ,]+(?P<year>\d{{4}})",
    )
)
_ISO: Final = r"^(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{3}|\.\d{6})?)?$"
_ISO_ZONED: Final = _ISO.removesuffix(")?$") + r"(?:Z|[+-][01]\d:\d\d))$"
_WEEKDAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_EPOCH: Final = re.compile(r"(?P<seconds>\d{10})(?:\.\d+)?|(?P<milliseconds>\d{13})")
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_DAY_MONTH: Final = 2
"""Which of the forms has two numbers that may be the day or the month."""
_DAY_AND_MONTH: Final = r"(?:^|[a-z][,.]? +)\d{1,2}[-/. ]\d{1,2}[-/. ]\d"
_SAMPLE: Final = dt.datetime(2021, 12, 25, 13, 14, 15, tzinfo=dt.UTC)
_CENTURY: Final = 100
_PIVOT: Final = 70
_HALF_DAY: Final = 12


def read_instants(words: pa.Array, date_format: str | None = None) -> pa.Array:
    """Read strings as instants, null where they are none.

    Args:
        words: strings without blanks at the ends.
        date_format: a `strptime` format that overrules the rules.

    >>> [str(day.date()) for day in read_instants(pa.array(["3/4/2021", "4/30/21"])).to_pylist()]
    ['2021-04-03', '2021-04-30']
    """
    if date_format is not None:
        return pa.array([_formatted(word, date_format) for word in words.to_pylist()], _TYPE)
    whole = _read_all(words)
    if whole is not None:
        return whole
    return pa.array([None if word is None else _read(word) for word in words.to_pylist()], _TYPE)


def ambiguous_days(words: pa.Array) -> int:
    """How many dates could as well be read month before day, and are read day before month.

    >>> ambiguous_days(pa.array(["3/4/2021", "4/30/21", "5/5/2021", "2021-03-04", None]))
    1
    """
    counts = pc.value_counts(words.filter(pc.match_substring_regex(words, _DAY_AND_MONTH)))
    return sum(count for word, count in zip(*_columns(counts), strict=True) if _is_ambiguous(word))


def day_first_warning(counts: Mapping[str, int]) -> str:
    """Say how many dates were read day before month though they need not be, by column.

    >>> day_first_warning({"created_at": 1200})
    'dates read day before month that could be month before day: created_at 1,200 (--date-format...'
    """
    told = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    return (
        f"dates read day before month that could be month before day: {told} "
        "(--date-format %m/%d/%Y reads American ones)"
    )


def check_date_format(date_format: str | None) -> None:
    """Refuse a format by which no date can be read.

    Raises:
        ConfigurationError: it has a directive that `strptime` does not know, or names no year.

    >>> check_date_format("%d/%m/%Y")
    >>> check_date_format("dd/mm/yyyy")
    Traceback (most recent call last):
    ...
    cxnlp.errors.ConfigurationError: --date-format: found 'dd/mm/yyyy', which names no year; ...
    """
    if date_format is None:
        return
    try:
        read = dt.datetime.strptime(_SAMPLE.strftime(date_format), date_format)  # noqa: DTZ007 - only its year counts
        fault = None if read.year == _SAMPLE.year else "which names no year"
    except ValueError as error:
        fault = "a format that strptime does not know" + (
            f" ({error})" if "directive" in str(error) else ""
        )
    if fault is not None:
        raise ConfigurationError(
            "--date-format",
            found=f"{date_format!r}, {fault}",
            expected="a format of strptime with a year, such as %d/%m/%Y",
            hint="The directives stand in the documentation of Python's datetime module.",
        )


def _columns(counts: pa.StructArray) -> tuple[list[str], list[int]]:
    return counts.field("values").to_pylist(), counts.field("counts").to_pylist()


def _is_ambiguous(word: str) -> bool:
    found = _FORMS[_DAY_MONTH].fullmatch(_WEEKDAY.sub("", word, count=1))
    if found is None or _read(word) is None:
        return False
    first, other = int(found["first"]), int(found["other"])
    return first != other and first <= len(_MONTHS) and other <= len(_MONTHS)


def _read_all(words: pa.Array) -> pa.Array | None:
    """Read strings that are all full ISO 8601 of one sort, many times faster; None where not."""
    words = words.cast(pa.string())
    for form, zoned in ((_ISO, False), (_ISO_ZONED, True)):
        if pc.all(pc.match_substring_regex(words, form), min_count=0).as_py():
            try:
                if zoned:
                    return words.cast(_TYPE)
                return words.cast(pa.timestamp("us")).cast(_TYPE)
            except pa.ArrowInvalid:  # no such day, in one of them
                return None
    return None


@lru_cache(maxsize=4096)
def _read(word: str) -> dt.datetime | None:
    word = _WEEKDAY.sub("", word, count=1)
    try:
        for form in _FORMS:
            found = form.fullmatch(word)
            if found:
                return _built(found.groupdict())
        epoch = _EPOCH.fullmatch(word)
        if epoch:
            seconds = int(epoch["seconds"] or 0) or int(epoch["milliseconds"]) / 1000
            return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError):
        pass
    return None


def _built(parts: dict[str, str | None]) -> dt.datetime:
    """The instant of a form's named parts.

    Raises:
        ValueError: there is no such day or time.
    """
    year, month, day = _number(parts["year"]), _number(parts.get("month")), 0
    if year < _CENTURY:
        year += 1900 if year >= _PIVOT else 2000
    if parts.get("first"):
        day, month = _number(parts["first"]), _number(parts["other"])
        if month > len(_MONTHS):
            day, month = month, day
    else:
        day = _number(parts["day"])
        month = month or _month(parts["name"] or "")
    hour, half = _number(parts["hour"]), parts["half"]
    if half:
        if not 1 <= hour <= _HALF_DAY:
            raise ValueError(hour)
        hour = hour % _HALF_DAY + (_HALF_DAY if half[0] in "Pp" else 0)
    return _utc(
        dt.datetime(
            year,
            month,
            day,
            hour,
            _number(parts["minute"]),
            _number(parts["second"]),
            int((parts["part"] or "0").ljust(6, "0")[:6]),
            _zone(parts["zone"]),
        )
    )


def _number(figures: str | None) -> int:
    return int(figures or 0)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _zone(word: str | None) -> dt.tzinfo:
    if word is None or word[0] not in "+-":
        return dt.UTC
    minutes = int(word[1:3]) * 60 + _number(word[3:].lstrip(":"))
    return dt.timezone(dt.timedelta(minutes=-minutes if word[0] == "-" else minutes))


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _formatted(word: str | None, date_format: str) -> dt.datetime | None:
    if word is None:
        return None
    try:
        return _utc(dt.datetime.strptime(word, date_format))  # noqa: DTZ007 - without a zone: UTC
    except (ValueError, OverflowError):
        return None
