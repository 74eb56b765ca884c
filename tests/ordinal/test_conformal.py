"""Intervals hold the truth as often as promised, and have no holes."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import interval_coverage
from cxnlp.ordinal import IntervalRule, posterior_median


def _rows(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet(np.ones(6), count)
    levels = (probabilities.cumsum(axis=1) < random.random((count, 1))).sum(axis=1) + 1
    # The model is wrong on purpose: coverage must not lean on its probabilities.
    return probabilities**2 / (probabilities**2).sum(axis=1, keepdims=True), np.minimum(levels, 6)


@pytest.mark.parametrize("coverage", [0.7, 0.9, 0.95])
def test_coverage_on_new_rows_is_what_was_asked_for(coverage: float) -> None:
    rule = IntervalRule.fit(*_rows(4000, 1), coverage=coverage)
    probabilities, levels = _rows(4000, 2)
    assert interval_coverage(levels, rule.apply(probabilities)) == pytest.approx(
        coverage, abs=0.025
    )


def test_an_interval_holds_the_median() -> None:
    probabilities, levels = _rows(500, 3)
    intervals = IntervalRule.fit(probabilities, levels, coverage=0.5).apply(probabilities)
    median = posterior_median(probabilities)
    assert ((intervals[:, 0] <= median) & (median <= intervals[:, 1])).all()


def test_two_likely_ends_draw_in_what_lies_between() -> None:
    rule = IntervalRule(threshold=0.3)
    assert rule.apply(np.array([[0.4, 0.0, 0.1, 0.0, 0.5, 0.0]])).tolist() == [[1, 5]]


def test_too_few_rows_for_the_coverage_give_the_whole_scale() -> None:
    probabilities, levels = _rows(5, 4)
    rule = IntervalRule.fit(probabilities, levels, coverage=0.9)
    assert rule.apply(probabilities).tolist() == [[1, 6]] * 5


@pytest.mark.parametrize("weights", [None, 3.0])
def test_the_fewest_rows_that_allow_a_bound_give_the_least_likely_truth(
    weights: float | None,
) -> None:
    # One in ten may be missed: of nine rows and one to come that is the hardest, of eight none.
    probabilities, levels = _rows(9, 5)
    truth = probabilities[np.arange(9), levels - 1]
    given = None if weights is None else np.full(9, weights)
    rule = IntervalRule.fit(probabilities, levels, coverage=0.9, weights=given)
    intervals = rule.apply(probabilities)
    assert rule.threshold > 0
    assert rule.threshold >= truth.min()
    assert interval_coverage(levels, intervals) == 1
    tighter = IntervalRule(threshold=rule.threshold + 1e-9).apply(probabilities)
    assert interval_coverage(levels, tighter) < 1
    eight = None if given is None else given[:8]
    assert IntervalRule.fit(probabilities[:8], levels[:8], weights=eight).threshold == 0


def test_a_rule_without_a_fit_leaves_nothing_out() -> None:
    rule = IntervalRule()
    assert rule.coverage == 0.9
    assert rule.apply(_rows(3, 6)[0]).tolist() == [[1, 6]] * 3


@pytest.mark.parametrize("threshold", [-0.1, 1.1])
def test_a_threshold_that_is_no_probability_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        IntervalRule(threshold=threshold)


def test_an_impossible_coverage_is_refused() -> None:
    with pytest.raises(ValueError, match="coverage"):
        IntervalRule(coverage=1.0)


def test_equal_weights_change_nothing() -> None:
    random = np.random.default_rng(2)
    shares = random.dirichlet(np.ones(6), 300)
    levels = random.integers(1, 7, 300)
    plain = IntervalRule.fit(shares, levels)
    assert IntervalRule.fit(shares, levels, weights=np.full(300, 7.0)) == plain


def test_heavier_rows_that_are_hard_widen_the_intervals() -> None:
    random = np.random.default_rng(3)
    levels = random.choice([1, 6], 400, p=[0.95, 0.05])
    shares = np.tile([0.6, 0.2, 0.1, 0.05, 0.03, 0.02], (400, 1)) + random.uniform(
        0, 1e-3, (400, 6)
    )
    shares /= shares.sum(axis=1, keepdims=True)
    weights = 1 / np.bincount(levels)[levels]
    plain = IntervalRule.fit(shares, levels).apply(shares)
    weighed = IntervalRule.fit(shares, levels, weights=weights).apply(shares)
    assert np.ptp(weighed, axis=1).mean() > np.ptp(plain, axis=1).mean()
