"""All KPIs of a run: what is there is counted, what is not is said, nothing fails."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from tests.insights.kpis.conftest import make_run

from cxnlp.insights.kpis import Kpi, Kpis, KpiSettings, kpi_table, kpis


def said(found: Kpis) -> dict[str, int | None]:
    return {one.what: one.n for one in found.left_out}


def test_every_kpi_is_either_given_or_said_to_be_missing() -> None:
    found = kpis(make_run([2, 4]))
    assert found.figures == ()
    assert {"csat", "nps", "ces", "resolved", "escalation_rate", "conversion", "retention"} <= set(
        said(found)
    )
    assert all(one.why.endswith(".") for one in found.left_out)


def test_measured_figures_come_in_order_before_the_estimates() -> None:
    run = make_run([2, 4] * 10, sure=0.9, escalated=[True, False] * 10, nps=[9.0, 3.0] * 10)
    found = kpis(run)
    kinds = [(one.estimated, list(Kpi).index(one.kpi)) for one in found.figures]
    assert kinds == sorted(kinds)


def test_no_rows_at_all() -> None:
    found = kpis(make_run([]))
    assert (found.rows, found.figures, found.periods) == (0, (), ())
    assert kpi_table(found).num_rows == 0


@pytest.mark.parametrize("column", ["csat", "nps", "ces", "resolution_hours"])
def test_a_column_of_rubbish_never_fails(column: str) -> None:
    for values in ([float("nan")] * 3, [float("inf"), -1e300, 0.0], [None, None, 1.0]):
        filled = pa.array(values, pa.float64())
        found = kpis(make_run([2, 4, None]).append_column(column, filled))
        assert all(0 <= one.total.n <= 3 for one in found.figures)


def test_rows_that_are_in_no_period_are_said() -> None:
    run = make_run([3] * 4, days=[0, None, -20_000, 4000], escalated=[True] * 4)
    found = kpis(run, today=datetime(2027, 1, 1, tzinfo=UTC))
    assert [one.n for one in found.left_out if one.what == "rows"] == [1, 1, 1]
    assert found.periods == ("2026-01-01",)


def test_any_column_can_be_counted_by() -> None:
    run = make_run([3] * 20, escalated=[True, False] * 10).append_column(
        "shop", pa.array([1, 2] * 10)
    )
    figure = kpis(run, KpiSettings(by=("shop", "absent"))).measured(Kpi.ESCALATED)
    assert figure is not None
    assert figure.by["shop"].names == ("1", "2")
    assert list(figure.by) == ["shop"]


def test_the_table_holds_every_value() -> None:
    run = make_run(
        [3] * 20, days=[0] * 10 + [40] * 10, escalated=[True, False] * 10, team=["a"] * 20
    )
    table = kpi_table(kpis(run, KpiSettings(period="month"))).to_pylist()
    assert [(one["by"], one["group"], one["n"]) for one in table] == [
        ("all", "", 20),
        ("period", "2026-01", 10),
        ("period", "2026-02", 10),
        ("team", "a", 20),
    ]
    assert all(one["low"] <= one["value"] <= one["high"] for one in table)


def test_a_kpi_that_nobody_was_followed_long_enough_for_is_left_out_with_the_reason() -> None:
    """The one customer who was seen for sixty days came back on the tenth."""
    run = make_run([4] * 4, days=[0, 10, 50, 70], customer=["ann", "ann", "bob", "cho"])
    found = kpis(run, KpiSettings(return_days=60))
    assert found.measured(Kpi.RETENTION) is None
    (why,) = (one.why for one in found.left_out if one.what == "retention")
    assert why.startswith("No row says enough: nobody was observed for long enough")
