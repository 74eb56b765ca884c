"""How long issues take: the mean that is asked for, and the median that a few cases do not move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.intervals import Estimates, bounded_means
from cxnlp.insights.kpis.counting import Told
from cxnlp.insights.kpis.figures import Kpi, LeftOut
from cxnlp.insights.kpis.issues import resolved_flags
from cxnlp.insights.kpis.survival import median_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.kpis.counting import Counted
    from cxnlp.insights.kpis.cutting import Cut
    from cxnlp.insights.kpis.rows import ServiceRows

__all__ = ["MeanTime", "MedianTime", "durations"]

_HOUR: Final = 3_600e6
"""One hour in microseconds."""
_LONGEST: Final = 87_600.0
"""Ten years in hours: a longer time is a slip in a date, not an issue."""


@dataclass(frozen=True)
class MeanTime:
    """The mean of hours, with Student's t over the customers' sums (Cochran 1977, ch. 9)."""

    customer: NDArray[np.int64]
    hours: NDArray[np.float64]
    compared: None = None
    factor: None = None

    def within(self, cut: Cut, confidence: float) -> Estimates:
        """Means of hours; the interval is open upwards where one customer stands behind them."""
        from scipy.special import stdtrit

        groups, held = len(cut), cut.held(self.hours)
        code, value, customer = cut.code[held], self.hours[held], self.customer[held]
        n = np.bincount(code, minlength=groups).astype(np.int64)
        width = int(customer.max(initial=0)) + 1
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.bincount(code, weights=value, minlength=groups) / n
            pairs, place = np.unique(code * width + customer, return_inverse=True)
            away = np.bincount(place, weights=value - mean[code], minlength=len(pairs))
            of = pairs // width
            behind = np.bincount(of, minlength=groups)
            squares = np.bincount(of, weights=away**2, minlength=groups)
            error = np.sqrt(squares * behind / np.maximum(behind - 1, 1)) / n
            half = error * stdtrit(np.maximum(behind - 1, 1), 0.5 + confidence / 2)
        half = np.where(behind > 1, half, np.inf)
        low = np.where(np.isnan(mean), np.nan, np.maximum(mean - half, 0.0))
        return Estimates(mean, low, mean + half, n, confidence)


@dataclass(frozen=True)
class MedianTime:
    """The median of hours: its interval is that of the share below it, turned (Woodruff 1952).

    Groups are compared by the mean of log(1 + hours), where long cases weigh as much as short ones;
    that has no unit of its own.
    """

    customer: NDArray[np.int64]
    hours: NDArray[np.float64]
    factor: None = None

    @property
    def compared(self) -> NDArray[np.float64] | None:
        """Logarithms of the hours."""
        return np.log1p(self.hours)

    def within(self, cut: Cut, confidence: float) -> Estimates:
        """Medians of hours, clustered by customer."""
        groups, held = len(cut), cut.held(self.hours)
        order = held[np.lexsort((self.hours[held], cut.code[held]))]
        code, value = cut.code[order], self.hours[order]
        n = np.bincount(code, minlength=groups).astype(np.int64)
        start = np.concatenate([[0], np.cumsum(n)])[:-1]

        def quantile(share: NDArray[np.float64]) -> NDArray[np.float64]:
            place = np.clip(np.ceil(share * n).astype(np.int64) - 1, 0, np.maximum(n - 1, 0))
            known = n > 0
            found = np.full(groups, np.nan)
            found[known] = value[(start + place)[known]]
            return found

        median = quantile(np.full(groups, 0.5))
        below = (np.arange(len(code)) - start[code] + 0.5 < n[code] / 2).astype(np.float64)
        share = bounded_means(
            code, self.customer[order], below, groups=groups, confidence=confidence
        )
        low = quantile(np.nan_to_num(share.low))
        # One place further up: the share below the value at place k is (k - 1) / n.
        high = quantile(np.nan_to_num(share.high) + 1 / np.maximum(n, 1))
        return Estimates(median, np.minimum(low, median), np.maximum(high, median), n, confidence)


def durations(rows: ServiceRows) -> tuple[list[tuple[Told, Counted]], list[LeftOut]]:
    """Mean and median resolution time where the run tells it.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> rows = read_rows(pa.table({"row": range(3), "level": [3] * 3, "status": ["labelled"] * 3,
    ...                            "resolution_hours": [2.0, 8.0, -1.0]}))
    >>> found, _ = durations(rows)
    >>> [told.kpi.value for told, _ in found], found[0][0].left_out[0].n
    (['resolution_time_mean', 'resolution_time_median'], 1)
    """
    hours, left, source = _hours(rows)
    if hours is None or np.isnan(hours).all():
        why = "The run has neither resolution_hours nor created_at with resolved_at."
        hint = "Name one with --map resolution_hours=COLUMN (or resolved_at) when labelling."
        return [], [LeftOut("resolution time", None, why, hint), *left]
    left += _running(rows, hours)
    mean = Told(
        Kpi.RESOLUTION_MEAN,
        "Average resolution time",
        "hours",
        "lower",
        f"Mean hours of resolved issues, {source}. A few long cases move it: read the median too.",
        None,
        tuple(left),
    )
    median = Told(
        Kpi.RESOLUTION_MEDIAN,
        "Median resolution time",
        "hours",
        "lower",
        f"Half of the resolved issues took no longer, {source} (interval: Woodruff 1952).",
        None,
        tuple(left),
    )
    return [
        (mean, MeanTime(rows.customer, hours)),
        (median, MedianTime(rows.customer, hours)),
    ], []


def _hours(rows: ServiceRows) -> tuple[NDArray[np.float64] | None, list[LeftOut], str]:
    if rows.has("resolution_hours"):
        hours, source = rows.numbers("resolution_hours"), "from the column resolution_hours"
    elif rows.has("resolved_at") and rows.has("created_at"):
        taken = rows.instants("resolved_at") - rows.when
        hours = taken.astype(np.float64) / _HOUR
        hours = np.where(np.isnat(taken), np.nan, hours)
        source = "from created_at to resolved_at"
    else:
        return None, [], ""
    left: list[LeftOut] = []
    with np.errstate(invalid="ignore"):
        negative, endless = hours < 0, hours > _LONGEST
    for wrong, why in (
        (negative, "They are below 0 hours."),
        (endless, "They are above ten years, or no number."),
    ):
        if wrong.any():
            left.append(LeftOut("resolution times", int(wrong.sum()), why))
    hours = np.where(negative | endless | ~np.isfinite(hours), np.nan, hours)
    return hours, left, source


def _running(rows: ServiceRows, hours: NDArray[np.float64]) -> list[LeftOut]:
    """Open issues have no resolution time yet, and those are the long ones (right-censoring)."""
    flag = resolved_flags(rows)
    waiting = np.zeros(len(rows), np.bool_) if flag is None else (flag == 0) & np.isnan(hours)
    if not waiting.any():
        return []
    why = "Open issues have no resolution time yet: the true times are longer."
    dated = waiting & ~np.isnat(rows.when)
    if dated.any():
        end = rows.when[~np.isnat(rows.when)].max()
        ran = (end - rows.when[dated]).astype(np.float64) / _HOUR
        time = np.concatenate([hours[~np.isnan(hours)], ran])
        happened = np.arange(len(time)) < len(time) - len(ran)
        median = median_time(time, happened)
        told = f"{median:.1f} hours" if np.isfinite(median) else "not reached yet"
        why += f" Counted as running until {str(end)[:10]}, the median is {told} (Kaplan-Meier)."
    return [LeftOut("open issues", int(waiting.sum()), why)]
