"""KPIs as one flat table, for spreadsheets and machines."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.insights.intervals import Estimates
from cxnlp.insights.kpis import KPI_TABLE_SCHEMA, Kpi, KpiFigure, KpiGroups, Kpis, kpi_table
from cxnlp.metrics import Estimate

NAN = float("nan")


def told() -> Kpis:
    """Escalations over two months of which one is empty, and by two teams; CSAT estimated."""
    by_team = KpiGroups(
        "team",
        ("blue", "red"),
        Estimates(
            np.array([0.2, 0.4]), np.array([0.1, 0.3]), np.array([0.3, 0.5]), np.array([60, 40])
        ),
        None,
        np.array([0.01, NAN]),
        np.array([1, 0], np.int8),
        (),
    )
    by_month = Estimates(
        np.array([0.25, NAN]), np.array([0.2, NAN]), np.array([0.3, NAN]), np.array([100, 0])
    )
    total = Estimate(0.25, 0.2, 0.3, 100)
    escalated = KpiFigure(
        Kpi.ESCALATED,
        "Escalated",
        "share",
        "lower",
        total,
        by_month,
        {"team": by_team},
        estimated=False,
        basis="Counted.",
    )
    csat = KpiFigure(
        Kpi.CSAT, "CSAT", "share", "higher", total, None, {}, estimated=True, basis="Guessed."
    )
    months = ("2026-01", "2026-02")
    return Kpis((escalated, csat), None, "month", months, (), 100, None, 0.95)


def test_its_columns_stand_as_files_have_them() -> None:
    assert KPI_TABLE_SCHEMA.names == [
        *("kpi", "unit", "estimated", "by", "group", "n"),
        *("value", "low", "high", "q_value", "verdict"),
    ]
    assert kpi_table(told()).schema.equals(KPI_TABLE_SCHEMA)


def test_the_total_comes_before_periods_and_these_before_groups() -> None:
    rows = kpi_table(told()).to_pylist()
    assert [(one["kpi"], one["by"], one["group"], one["n"]) for one in rows] == [
        ("escalation_rate", "all", "", 100),
        ("escalation_rate", "period", "2026-01", 100),
        ("escalation_rate", "team", "blue", 60),
        ("escalation_rate", "team", "red", 40),
        ("csat", "all", "", 100),
    ]
    assert [one["estimated"] for one in rows] == [False] * 4 + [True]


def test_every_value_stands_with_its_interval_and_groups_with_their_verdict() -> None:
    rows = kpi_table(told()).to_pylist()
    assert [(one["low"], one["value"], one["high"]) for one in rows[1:4]] == [
        (0.2, 0.25, 0.3),
        (0.1, 0.2, 0.3),
        (0.3, 0.4, 0.5),
    ]
    assert [(one["q_value"], one["verdict"]) for one in rows] == [
        (None, None),
        (None, None),
        (0.01, 1),
        (None, 0),
        (None, None),
    ]


@pytest.mark.parametrize("by", ["period", "team"])
def test_a_figure_that_is_not_cut_has_no_such_rows(by: str) -> None:
    rows = kpi_table(told()).to_pylist()
    assert not [one for one in rows if one["kpi"] == "csat" and one["by"] == by]
