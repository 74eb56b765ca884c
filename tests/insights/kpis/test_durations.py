"""Resolution times: the mean, the median beside it, and the issues that still run."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import t as student
from tests.insights.kpis.conftest import START, make_run, one_group

from cxnlp.insights.kpis.durations import MeanTime, MedianTime, durations
from cxnlp.insights.kpis.rows import read_rows


def test_one_endless_case_moves_the_mean_and_not_the_median() -> None:
    hours = np.array([1.0] * 50 + [2.0] * 50 + [5000.0])
    everyone = one_group(101)
    mean = MeanTime(np.arange(101), hours).within(everyone, 0.95)[0]
    median = MedianTime(np.arange(101), hours).within(everyone, 0.95)[0]
    assert mean.value > 50
    assert (median.low, median.value, median.high) == (1, 2, 2)


def test_one_customer_shows_no_spread_of_means() -> None:
    found = MeanTime(np.zeros(3, np.int64), np.array([1.0, 2, 3])).within(
        one_group(3, [0, 0, 0]), 0.95
    )[0]
    assert found.high == float("inf")
    assert found.low == 0


def test_a_customer_heard_often_widens_the_interval_of_the_median() -> None:
    random = np.random.default_rng(0)
    hours = np.repeat(random.lognormal(2, 1, 40), 10)
    who = np.repeat(np.arange(40), 10)
    alone = MedianTime(np.arange(400), hours).within(one_group(400), 0.95)[0]
    often = MedianTime(who, hours).within(one_group(400, who.tolist()), 0.95)[0]
    assert often.high - often.low > 1.5 * (alone.high - alone.low)


def test_hours_come_from_the_dates_where_there_is_no_column() -> None:
    run = make_run([1, 2], days=[0, 1], resolved_at=[START + timedelta(hours=6), None])
    found, left = durations(read_rows(run))
    assert left == []
    told, way = found[0]
    assert "from created_at to resolved_at" in told.basis
    assert way.within(one_group(2), 0.95).value.tolist() == [6]


def test_impossible_times_are_counted_and_not_used() -> None:
    run = make_run([1] * 4, resolution_hours=[5.0, -1.0, 1e9, float("nan")])
    found, _ = durations(read_rows(run))
    told, way = found[0]
    assert way.within(one_group(4), 0.95).n.tolist() == [1]
    assert [(one.n, one.why[:13]) for one in told.left_out] == [
        (1, "They are belo"),
        (1, "They are abov"),
    ]


def test_open_issues_are_named_with_the_median_that_counts_them() -> None:
    """Two took an hour, three are open for ten days: half of all took longer than an hour."""
    run = make_run(
        [1] * 5,
        days=[10, 10, 0, 0, 0],
        resolved=[True, True, False, False, False],
        resolution_hours=[1.0, 1.0, None, None, None],
    )
    told = durations(read_rows(run))[0][1][0]
    assert told.left_out[-1].n == 3
    assert "not reached yet" in told.left_out[-1].why


def test_without_any_times_it_is_said_how_to_bring_them() -> None:
    found, left = durations(read_rows(make_run([1])))
    assert found == []
    assert "--map resolution_hours" in left[0].hint


def test_a_median_of_nothing_is_nothing() -> None:
    found = MedianTime(np.arange(2), np.array([np.nan, np.nan])).within(one_group(2), 0.95)
    assert np.isnan(found.value[0])
    assert found.n[0] == pytest.approx(0)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_of_a_mean_is_students_over_the_customers_sums(confidence: float) -> None:
    hours = np.array([1.0, 4.0, 2.0, 8.0, 3.0, 6.0])
    found = MeanTime(np.arange(6), hours).within(one_group(6), confidence)[0]
    half = student.ppf(0.5 + confidence / 2, 5) * hours.std(ddof=1) / 6**0.5
    assert (found.low, found.value, found.high) == pytest.approx((4 - half, 4, 4 + half))
    who = [0, 0, 1, 1, 2, 2]
    pairs = MeanTime(np.array(who), hours).within(one_group(6, who), confidence)[0]
    sums = np.array([5.0, 10.0, 9.0]) - 2 * 4
    error = np.sqrt((sums**2).sum() * 3 / 2) / 6
    assert pairs.high - 4 == pytest.approx(student.ppf(0.5 + confidence / 2, 2) * error)
