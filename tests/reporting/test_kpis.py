"""KPIs in words: a change is called good or bad only where it is more than chance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxnlp.insights.intervals import Estimates
from cxnlp.insights.kpis import Kpi, KpiFigure, Kpis
from cxnlp.reporting.kpis import KpiRow, kpi_rows

NAN, INF = math.nan, math.inf


def row(
    *periods: tuple[float, float, float], better: str = "higher", unit: str = "share"
) -> KpiRow:
    """The row of a KPI with these values and intervals by period."""
    value, low, high = (np.array(part) for part in zip(*periods, strict=True))
    over_time = Estimates(value, low, high, np.full(len(periods), 50))
    figure = KpiFigure(
        kpi=Kpi.CSAT,
        title="CSAT",
        unit=unit,  # type: ignore[arg-type] # one of its words
        better=better,  # type: ignore[arg-type] # one of its words
        total=over_time[0],
        by_period=over_time,
        by={},
        estimated=False,
        basis="counted",
    )
    names = tuple(f"2026-{at + 1:02}" for at in range(len(periods)))
    (first,), beside = kpi_rows(Kpis((figure,), None, "month", names, (), 99, None, 0.95))
    assert beside == []
    return first


@pytest.mark.parametrize(
    ("better", "before", "now", "good"),
    [
        ("higher", (0.2, 0.1, 0.3), (0.7, 0.6, 0.8), 1),
        ("higher", (0.7, 0.6, 0.8), (0.2, 0.1, 0.3), -1),
        ("lower", (0.2, 0.1, 0.3), (0.7, 0.6, 0.8), -1),
        ("lower", (0.7, 0.6, 0.8), (0.2, 0.1, 0.3), 1),
        ("higher", (0.4, 0.2, 0.6), (0.5, 0.3, 0.7), 0),
    ],
)
def test_the_last_period_is_set_against_the_one_before(
    better: str, before: tuple[float, float, float], now: tuple[float, float, float], good: int
) -> None:
    found = row((0.9, 0.8, 1.0), before, now, better=better)
    assert found.good == good
    assert found.change.startswith("+" if now > before else "\N{MINUS SIGN}")


def test_a_change_without_an_interval_is_neither_good_nor_bad() -> None:
    found = row((0.2, -INF, INF), (0.7, 0.6, 0.8))
    assert found.good == 0
    assert found.change.startswith("+50.0 points")


def test_with_one_known_period_there_is_no_change() -> None:
    found = row((NAN, NAN, NAN), (0.7, 0.6, 0.8))
    assert (found.change, found.good) == ("", 0)


@pytest.mark.parametrize(
    ("unit", "change"),
    [
        ("share", "+50.0 points"),
        ("score", "+50 points"),
        ("hours", "+0.5 h"),
        ("points", "+0.50 ("),
    ],
)
def test_a_change_stands_in_the_unit_of_the_kpi(unit: str, change: str) -> None:
    assert row((0.2, 0.1, 0.3), (0.7, 0.6, 0.8), unit=unit).change.startswith(change)
