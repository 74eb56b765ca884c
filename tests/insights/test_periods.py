"""Calendar periods: right at their borders, without gaps, and not finer than the comments allow."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.insights.periods import periods_of


def dates(*days: str) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return np.array(days, "datetime64[us]")


def test_weeks_begin_on_monday() -> None:
    """2026-03-08 was a Sunday."""
    periods = periods_of(dates("2026-03-08T23:59:59", "2026-03-09T00:00:00"), "week")
    assert periods.names == ["2026-03-02", "2026-03-09"]
    assert periods.index.tolist() == [0, 1]


def test_periods_without_comments_are_kept() -> None:
    assert periods_of(dates("2025-11-30", "2026-02-01"), "month").names == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert periods_of(dates("2025-12-31", "2026-07-01"), "quarter").names == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]
    assert periods_of(dates("2024-05-01", "2026-07-01"), "year").names == ["2024", "2025", "2026"]
    assert periods_of(dates("2026-02-28", "2026-03-02"), "day").names[1] == "2026-03-01"


def test_dates_before_1970_fall_into_their_period() -> None:
    assert periods_of(dates("1969-12-31T23:00", "1970-01-01"), "month").names == [
        "1969-12",
        "1970-01",
    ]
    assert periods_of(dates("1969-12-31T23:00", "1970-01-01"), "quarter").names == [
        "1969-Q4",
        "1970-Q1",
    ]


def test_comments_without_a_date_are_in_no_period() -> None:
    assert periods_of(dates("NaT", "2026-01-01"), "month").index.tolist() == [-1, 0]


@pytest.mark.parametrize("period", ["auto", "week", "month"])
def test_without_any_date_there_are_no_periods(period: str) -> None:
    periods = periods_of(dates("NaT", "NaT"), period)  # type: ignore[arg-type]  # all of them are kinds
    assert len(periods) == 0
    assert periods.names == []


@pytest.mark.parametrize(
    ("days", "each", "kind"),
    [
        (10, 40, "day"),
        (365, 10, "month"),
        (365, 1, "month"),
        (180, 6, "week"),
        (2500, 1, "quarter"),
    ],
)
def test_auto_takes_the_finest_period_that_holds_enough(days: int, each: int, kind: str) -> None:
    when = np.datetime64("2019-01-01", "us") + np.repeat(np.arange(days), each) * np.timedelta64(
        1, "D"
    )
    assert periods_of(when).kind == kind


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="fortnight"):
        periods_of(dates("2026-01-01"), "fortnight")  # type: ignore[arg-type]  # the error is the point


def test_thirty_comments_in_the_median_period_are_enough_and_twenty_nine_are_not() -> None:
    def weekly(each: int) -> str:
        monday = np.datetime64("2026-01-05", "us")
        return periods_of(monday + np.repeat(np.arange(10), each) * np.timedelta64(7, "D")).kind

    assert (weekly(30), weekly(29)) == ("week", "month")


def test_the_coarsest_period_that_is_taken_still_gives_three() -> None:
    """Three months of twenty comments each: too thin, but a quarter would be one point."""
    days = np.datetime64("2026-01-01", "us") + np.arange(90) * np.timedelta64(1, "D")
    assert periods_of(days[::4]).names == ["2026-01", "2026-02", "2026-03"]
