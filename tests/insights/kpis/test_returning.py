"""Retention counts customers who come back, and those rightly who still may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.insights.kpis.conftest import make_run, one_group

from cxnlp.insights.kpis import KpiSettings
from cxnlp.insights.kpis.returning import Returning, retention
from cxnlp.insights.kpis.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa


def returning(run: pa.Table, days: int | None = 30, **others: int) -> Returning:
    found, left = retention(read_rows(run), KpiSettings(return_days=days, **others))
    assert left == []
    return found[0][1]


def run_of(*customers: tuple[str | None, Sequence[float | None]]) -> pa.Table:
    who = [name for name, days in customers for _ in days]
    when = [day for _, days in customers for day in days]
    return make_run([4] * len(who), days=when, customer=who)


def test_a_customer_counts_once_however_often_they_come() -> None:
    run = run_of(("ann", [0, 5, 6, 7]), ("bo", [0]), ("end", [100]))
    found = returning(run)
    assert found.within(one_group(len(run)), 0.95).value[0] == pytest.approx(0.5)
    assert found.within(one_group(len(run)), 0.95).n[0] == 3


def test_a_second_comment_on_the_same_day_is_the_same_visit() -> None:
    run = run_of(("ann", [0, 0.2]), ("end", [100]))
    assert returning(run).within(one_group(3), 0.95).value[0] == 0


def test_what_counts_as_another_visit_can_be_said() -> None:
    run = run_of(("ann", [0, 3]), ("end", [100]))
    assert returning(run).back.tolist() == [True, False]
    assert returning(run, apart_days=7).back.tolist() == [False, False]


def test_coming_back_late_is_not_coming_back_in_time() -> None:
    run = run_of(("ann", [0, 60]), ("end", [100]))
    assert returning(run, 30).within(one_group(3), 0.95).value[0] == 0
    assert returning(run, 90).within(one_group(3), 0.95).value[0] > 0


def test_new_customers_are_not_held_against_the_share() -> None:
    """Half of the old customers came back; ten new ones had no time to."""
    old = [(f"old{k}", [0.0, 10.0] if k % 2 else [0.0]) for k in range(20)]
    new = [(f"new{k}", [99.0]) for k in range(10)]
    found = returning(run_of(*old, *new, ("end", [100.0]))).within(one_group(41), 0.95)
    assert found.value[0] == pytest.approx(0.5, abs=0.01)


def test_only_those_observed_for_the_whole_time_are_compared_between_groups() -> None:
    run = run_of(("ann", [0, 5]), ("bo", [0]), ("late", [90]), ("end", [100]))
    compared = returning(run).compared
    assert compared[[0, 2]].tolist() == [1, 0]
    assert int((compared == compared).sum()) == 2  # noqa: PLR0124 - NaN is not itself


def test_the_horizon_is_one_that_most_were_observed_for() -> None:
    days = [(f"c{k}", [float(k)]) for k in range(201)]
    assert returning(run_of(*days), None).horizon == 90


def test_who_was_hardly_observed_tells_no_retention() -> None:
    run = run_of(("ann", [0, 2]), ("end", [9]))
    found, left = retention(read_rows(run), KpiSettings())
    assert found == []
    assert "9 days at most" in left[0].why


def test_rows_without_customer_or_date_are_said() -> None:
    run = run_of(("ann", [0, 5, None]), (None, [3, 4]), ("end", [100]))
    told = retention(read_rows(run), KpiSettings(return_days=30))[0][0][0]
    assert {one.what: one.n for one in told.left_out} == {
        "recent customers": 1,
        "rows without a customer": 2,
        "rows without a date": 1,
    }


@pytest.mark.parametrize("run", [make_run([1], days=[0]), make_run([1], customer=["ann"])])
def test_without_customers_or_dates_there_is_none(run: pa.Table) -> None:
    found, left = retention(read_rows(run), KpiSettings())
    assert found == []
    assert left[0].what == "retention"
