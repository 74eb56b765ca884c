"""Intervals: right on paper, wide where customers repeat themselves, honest in small samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.insights.intervals import bounded_means
from cxnlp.metrics import bootstrap, wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray


def share_of(
    hits: NDArray[np.bool_], customer: NDArray[np.int64], confidence: float = 0.95
) -> tuple[float, float, float]:
    held = np.flatnonzero(hits)
    found = bounded_means(
        np.zeros(len(held), np.int64),
        customer[held],
        np.ones(len(held)),
        groups=1,
        of=np.bincount(customer),
        confidence=confidence,
    )[0]
    return found.value, found.low, found.high


def test_a_share_over_customers_of_one_comment_each_is_wilsons() -> None:
    hits = np.arange(50) < 12
    low, high = wilson(np.array([0.24]), np.array([50.0]))
    # The sample variance divides by n - 1, Wilson's by n: a hair wider, never narrower.
    value, found_low, found_high = share_of(hits, np.arange(50))
    assert value == 0.24
    assert (found_low, found_high) == pytest.approx((low[0], high[0]), abs=2e-3)


def test_a_customer_who_repeats_himself_counts_about_once() -> None:
    once = share_of(np.arange(50) < 12, np.arange(50))
    tenfold = share_of(np.repeat(np.arange(50) < 12, 10), np.repeat(np.arange(50), 10))
    assert tenfold[0] == once[0]
    assert tenfold[2] - tenfold[1] == pytest.approx(once[2] - once[1], rel=0.1)
    apart = share_of(np.repeat(np.arange(50) < 12, 10), np.arange(500))
    assert apart[2] - apart[1] < 0.5 * (tenfold[2] - tenfold[1])


def test_a_share_of_nothing_is_uncertain_by_the_number_of_customers() -> None:
    none = np.zeros(200, np.bool_)
    assert share_of(none, np.arange(200) // 10)[2] > 4 * share_of(none, np.arange(200))[2]


def test_a_single_comment_proves_little() -> None:
    found = bounded_means(np.zeros(1, np.int64), np.zeros(1, np.int64), np.array([1.0]), groups=1)[
        0
    ]
    assert found.value == 1
    assert found.low < 0.25


def test_three_equal_values_are_no_proof_of_no_variance() -> None:
    found = bounded_means(np.zeros(3, np.int64), np.arange(3), np.full(3, 0.5), groups=1)[0]
    assert found.high - found.low > 0.3


def test_a_group_without_comments_has_no_figure() -> None:
    found = bounded_means(np.array([1]), np.array([0]), np.array([0.5]), groups=2)
    assert np.isnan(found.value[0])
    assert np.isnan(found.low[0])
    assert found.n.tolist() == [0, 1]


def test_more_confidence_asks_for_wider_intervals() -> None:
    hits = np.arange(50) < 12
    _, low, high = share_of(hits, np.arange(50), 0.8)
    _, lower, higher = share_of(hits, np.arange(50), 0.99)
    assert lower < low < high < higher


def draw(
    random: np.random.Generator, customers: int, mean_size: int, share: float
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
    """Customers who differ in how often they touch a topic, and in how badly they take it."""
    size = 1 + random.poisson(mean_size - 1, customers)
    customer = np.repeat(np.arange(customers), size)
    touched = (
        random.random(len(customer)) < random.beta(share * 3, (1 - share) * 3, customers)[customer]
    )
    mood = random.choice([0, 0.5, 1], p=[0.3, 0.4, 0.3], size=customers)[customer]
    moment = random.choice([0, 0.5, 1], p=[0.3, 0.4, 0.3], size=len(customer))
    return customer, touched, np.where(random.random(len(customer)) < 0.5, mood, moment)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("customers", "mean_size", "share"),
    [(30, 1, 0.1), (500, 1, 0.02), (30, 4, 0.2), (100, 4, 0.1), (500, 4, 0.05), (500, 4, 0.01)],
)
def test_intervals_cover_the_truth(customers: int, mean_size: int, share: float) -> None:
    """Nominal 95 %: share, severity (truth 0.5) and score each cover at least 92 % of 500 times."""
    random = np.random.default_rng(7)
    held = np.zeros(3)
    times = 0
    for _ in range(500):
        customer, touched, value = draw(random, customers, mean_size, share)
        if not touched.any():
            continue
        times += 1
        group, whose = np.zeros(int(touched.sum()), np.int64), customer[touched]
        of = np.bincount(customer, minlength=customers)
        found = (
            bounded_means(group, whose, np.ones(len(group)), groups=1, of=of)[0],
            bounded_means(group, whose, value[touched], groups=1)[0],
            bounded_means(group, whose, value[touched], groups=1, of=of)[0],
        )
        truth = (share, 0.5, share * 0.5)
        held += [one.low <= true <= one.high for one, true in zip(found, truth, strict=True)]
    assert (held / times).min() >= 0.92, held / times


@pytest.mark.slow
def test_a_bootstrap_covers_less_where_comments_are_few() -> None:
    """Why the intervals are closed formulas: the percentile bootstrap at three comments a topic."""
    random = np.random.default_rng(8)
    closed, drawn, times = 0, 0, 0
    for _ in range(200):
        customer, touched, value = draw(random, 30, 1, 0.1)
        value, whose = value[touched], customer[touched]
        if not len(value):
            continue
        times += 1
        group = np.zeros(len(value), np.int64)
        one = bounded_means(group, whose, value, groups=1)[0]
        other = bootstrap(lambda rows: float(rows.mean()), value, clusters=whose, draws=200)
        closed += one.low <= 0.5 <= one.high
        drawn += other.low <= 0.5 <= other.high
    assert closed / times >= 0.95
    assert drawn / times <= 0.8


def test_customers_who_contradict_themselves_make_nothing_surer() -> None:
    """Twenty who said yes once and no once: as forty comments by forty customers, by Wilson."""
    found = bounded_means(
        np.zeros(40, np.int64), np.repeat(np.arange(20), 2), np.tile([1.0, 0.0], 20), groups=1
    )[0]
    low, high = wilson(np.array([0.5]), np.array([40.0]))
    assert (found.low, found.high) == pytest.approx((low[0], high[0]))
