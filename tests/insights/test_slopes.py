"""Slopes: the line through the dates, as uncertain as the customers behind it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from cxnlp.insights.slopes import slopes


def days(*numbers: float) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return np.datetime64("2026-01-01", "us") + (np.array(numbers) * 86_400e6).astype(
        "timedelta64[us]"
    )


def test_the_line_is_that_of_least_squares() -> None:
    random = np.random.default_rng(0)
    when, value = random.random(40) * 200, random.random(40)
    every = np.arange(40)
    line = slopes(every * 0, every, value, when=days(*when), cluster=every, groups=1)[0]
    assert line is not None
    assert line.value == pytest.approx(np.polyfit(when / 30, value, 1)[0])


def test_dates_that_do_not_differ_and_single_customers_have_no_line() -> None:
    every = np.arange(6)
    value = every.astype(np.float64)
    same = slopes(every * 0, every, value, when=days(*[4] * 6), cluster=every, groups=1)
    one = slopes(every * 0, every, value, when=days(*range(6)), cluster=every * 0, groups=1)
    nothing = slopes(every[:0], every[:0], value[:0], when=days(), cluster=every[:0], groups=2)
    assert same == one == [None]
    assert nothing == [None, None]


@pytest.mark.slow
@pytest.mark.parametrize(("customers", "share"), [(300, 0.2), (1000, 0.03)])
def test_intervals_of_a_growing_share_cover_the_truth(customers: int, share: float) -> None:
    """Nominal 95 %, three comments a customer: at least 92 % of 500 times."""
    random = np.random.default_rng(5)
    held = 0
    for _ in range(500):
        customer = np.repeat(np.arange(customers), 3)
        when = random.random(len(customer)) * 360
        often = random.beta(share * 4, (1 - share) * 4, customers)[customer]
        touched = random.random(len(customer)) < often * (0.5 + when / 360)
        at = np.flatnonzero(touched)
        line = slopes(at * 0, at, np.ones(len(at)), when=days(*when), cluster=customer, groups=1)[0]
        assert line is not None
        held += line.low <= share * 30 / 360 <= line.high
    assert held / 500 >= 0.92, held / 500


def test_intervals_are_those_of_the_clustered_sandwich_written_out() -> None:
    """Liang and Zeger (1986), on all comments: one that is not listed under a group counts 0."""
    random = np.random.default_rng(3)
    n, customers = 40, 15
    when, cluster = random.random(n) * 200, random.integers(0, customers, n)
    listed = np.sort(random.choice(n, 22, replace=False))
    value = random.random(22)
    (line,) = slopes(listed * 0, listed, value, when=days(*when), cluster=cluster, groups=1)
    assert line is not None
    y = np.zeros(n)
    y[listed] = value
    design = np.column_stack([np.ones(n), when / 30])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    residual = y - design @ beta
    whose = range(customers)
    sums = [design[cluster == one].T @ residual[cluster == one] for one in whose]
    heard = len(set(cluster.tolist()))
    meat = sum(np.outer(one, one) for one in sums) * heard / (heard - 1)
    error = np.sqrt((inverse @ meat @ inverse)[1, 1])
    behind = len(set(cluster[listed].tolist()))
    reach = student.ppf(0.975, behind - 2) * error
    assert (line.value, line.low, line.high) == pytest.approx(
        (beta[1], beta[1] - reach, beta[1] + reach)
    )
    assert line.n == 22


def test_four_customers_make_a_line_and_three_make_none() -> None:
    when, value = days(0, 30, 60, 90), np.array([1.0, 2.0, 2.0, 4.0])
    every = np.arange(4)
    assert slopes(every * 0, every, value, when=when, cluster=every, groups=1)[0] is not None
    three = np.array([0, 1, 2, 0])
    assert slopes(every * 0, every, value, when=when, cluster=three, groups=1) == [None]
