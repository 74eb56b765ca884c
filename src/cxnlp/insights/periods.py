"""Calendar periods in UTC: which are fitting, and which comment falls into which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from cxnlp.errors import ConfigurationError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PERIODS", "Period", "Periods", "periods_of"]

Period = Literal["day", "week", "month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = get_args(Period)

_MOST: Final = 36
"""More bars than this cannot be told apart on a phone."""
_FEWEST: Final = 30
"""Median comments of a period: a share's interval then stays under about +-18 points."""
_SHOWN: Final = 3
"""Two points show no movement."""
_MONDAY: Final = 3
"""1970-01-01, day 0, was a Thursday: three days after a Monday."""


@dataclass(frozen=True)
class Periods:
    """A run of calendar periods without gaps.

    Attributes:
        kind: day, week (from Monday), month, quarter or year.
        start: first day of each period, ascending. Shape (p,), datetime64[D].
        index: period of each comment, -1 for those without a usable date. Shape (n,), int64.
    """

    kind: Period
    start: NDArray[np.datetime64]
    index: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def names(self) -> list[str]:
        """One name per period, such as 2026-03, 2026-Q1, 2026, 2026-03-09 (a day, a week's Monday).

        >>> periods_of(np.array(["2026-05-01"], "datetime64[us]"), "quarter").names
        ['2026-Q2']
        """
        days = [str(day) for day in self.start]
        if self.kind == "year":
            return [day[:4] for day in days]
        if self.kind == "quarter":
            return [f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" for day in days]
        return [day[:7] for day in days] if self.kind == "month" else days


def periods_of(when: NDArray[np.datetime64], period: Period | Literal["auto"] = "auto") -> Periods:
    """Put dates into periods.

    Args:
        when: dates in UTC, NaT where there is none. Shape (n,), datetime64[us].
        period: the kind of period; `auto` takes the finest that gives at most 36 periods and a
            median of at least 30 comments in them, or else the coarsest that still gives three.

    Raises:
        ConfigurationError: `period` is no kind of period.

    >>> periods_of(np.array(["2026-01-31", "2026-03-01"], "datetime64[us]"), "month").index.tolist()
    [0, 2]
    """
    if period == "auto":
        return _fitting(when)
    if period not in PERIODS:
        raise ConfigurationError(
            "period",
            found=repr(period),
            expected="one of auto, " + ", ".join(PERIODS),
            hint="Correct the word.",
        )
    return _cut(when, period)


def _fitting(when: NDArray[np.datetime64]) -> Periods:
    best = _cut(when, "day")
    for kind in PERIODS:
        found = _cut(when, kind)
        if len(found) < _SHOWN and kind != "day":
            break
        best = found
        counts = np.bincount(found.index[found.index >= 0], minlength=len(found))
        if len(found) <= _MOST and len(found) and np.median(counts) >= _FEWEST:
            break
    return best


def _cut(when: NDArray[np.datetime64], kind: Period) -> Periods:
    dated = ~np.isnat(when)
    index = np.full(len(when), -1, np.int64)
    if not dated.any():
        return Periods(kind, np.array([], "datetime64[D]"), index)
    number = _number(when[dated], kind)
    first, last = int(number.min()), int(number.max())
    index[dated] = number - first
    return Periods(kind, _start(np.arange(first, last + 1), kind), index)


def _number(when: NDArray[np.datetime64], kind: Period) -> NDArray[np.int64]:
    if kind in {"day", "week"}:
        days = when.astype("datetime64[D]").astype(np.int64)
        return days if kind == "day" else (days + _MONDAY) // 7
    if kind == "year":
        return when.astype("datetime64[Y]").astype(np.int64)
    months = when.astype("datetime64[M]").astype(np.int64)
    return months if kind == "month" else months // 3


def _start(number: NDArray[np.int64], kind: Period) -> NDArray[np.datetime64]:
    if kind == "week":
        number = number * 7 - _MONDAY
    if kind == "quarter":
        number = number * 3
    unit = {"day": "D", "week": "D", "month": "M", "quarter": "M", "year": "Y"}[kind]
    return number.astype(f"datetime64[{unit}]").astype("datetime64[D]")
