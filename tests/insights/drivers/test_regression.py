"""Three regressions with one shape: right where the answer is known otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit
from tests.insights.drivers.conftest import columns

from cxnlp.insights.drivers.effects import Switch, effects
from cxnlp.insights.drivers.findings import OutcomeKind
from cxnlp.insights.drivers.regression import fit
from cxnlp.insights.drivers.sandwich import sandwich


def test_proportional_odds_of_two_levels_are_logistic_regression() -> None:
    random = np.random.default_rng(0)
    x = columns(random)
    y = (random.random(400) < expit(x @ [1.0, -1.0, 0.0])).astype(np.float64)
    one = fit(OutcomeKind.LOGISTIC, csr_array(x), y)
    two = fit(OutcomeKind.ORDINAL, csr_array(x), y)
    assert two.slopes == pytest.approx(one.slopes, abs=1e-6)
    assert two.theta[0] == pytest.approx(-one.theta[0], abs=1e-6)
    switch = [Switch(np.array([0]), np.ones(1), np.zeros(1))]
    sizes = [effects(found, csr_array(x), switch) for found in (one, two)]
    assert sizes[0][0] == pytest.approx(sizes[1][0], abs=1e-6)
    errors = []
    for found, (_, gradient) in zip((one, two), sizes, strict=True):
        spread = sandwich(found, np.arange(400) // 3, gradient).variance
        errors.append(float(gradient[:, 0] @ spread @ gradient[:, 0]))
    assert errors[0] == pytest.approx(errors[1], rel=1e-5)


def test_proportional_odds_stand_where_a_general_search_ends() -> None:
    random = np.random.default_rng(1)
    x = columns(random)
    y = np.digitize(x @ [1.5, -0.5, 0.0] + random.logistic(size=400), [-1.0, 0.5, 2.0]).astype(
        float
    )
    found = fit(OutcomeKind.ORDINAL, csr_array(x), y)

    def away(theta: np.ndarray) -> float:
        ends = np.r_[-np.inf, np.cumsum(np.r_[theta[0], np.exp(theta[1:3])]), np.inf]
        eta, level = x @ theta[3:], y.astype(int)
        share = expit(ends[level + 1] - eta) - expit(ends[level] - eta)
        prior = np.sum(theta[3:] / 2 - np.logaddexp(0, theta[3:]))
        return -float(np.log(share).sum() + prior)

    best = minimize(away, np.r_[-1.0, 0.0, 0.0, np.zeros(3)], options={"gtol": 1e-6})
    assert found.slopes == pytest.approx(best.x[3:], abs=1e-4)


def test_separation_leaves_estimates_finite() -> None:
    x = np.zeros((100, 1))
    x[:30] = 1
    y = np.r_[np.ones(30), np.arange(70) % 2]
    for kind in (OutcomeKind.LOGISTIC, OutcomeKind.ORDINAL):
        found = fit(kind, csr_array(x), y)
        assert np.all(np.isfinite(found.theta))
        assert 2 < abs(found.slopes[0]) < 10


def test_steps_that_go_too_far_are_halved_until_the_likelihood_rises() -> None:
    """One rare outcome that always goes with the driver: Newton's whole steps overshoot.

    At the maximum both derivatives are 0: of the intercept, where the expected number is the
    observed one, and of the slope with its prior.
    """
    x, y = np.zeros((1000, 1)), np.zeros(1000)
    x[995:] = 1
    y[994:] = 1
    found = fit(OutcomeKind.LOGISTIC, csr_array(x), y)
    base, slope = found.theta
    without, given = expit(base), expit(base + slope)
    assert 995 * without + 5 * given == pytest.approx(6, abs=1e-4)
    assert 5 * (1 - given) + 0.5 - expit(slope) == pytest.approx(0, abs=1e-4)


def test_a_level_that_nearly_nobody_has_is_fitted_without_a_warning() -> None:
    """On the way there shares are so small that their squares are 0."""
    x = np.zeros((1000, 1))
    x[995:] = 1
    y = np.r_[np.full(900, 1.0), np.full(94, 2.0), np.full(6, 6.0)]
    ordinal = fit(OutcomeKind.ORDINAL, csr_array(x), y)
    logistic = fit(OutcomeKind.LOGISTIC, csr_array(x), (y > 2).astype(np.float64))
    assert ordinal.values.tolist() == [1, 2, 6]
    assert ordinal.slopes == pytest.approx(logistic.slopes, abs=1e-3)


def test_without_columns_thresholds_are_the_logits_of_cumulative_shares() -> None:
    """Of ten two stand on the lowest level and three on the next: shares of 0.2 and 0.5."""
    y = np.repeat([1.0, 2.0, 5.0], [2, 3, 5])
    found = fit(OutcomeKind.ORDINAL, csr_array((10, 0)), y)
    assert found.theta == pytest.approx([np.log(0.25), 0.0], abs=1e-6)
    assert found.values.tolist() == [1, 2, 5]
    assert (found.intercepts, found.slopes.size, len(found.pieces)) == (2, 0, 2)


def test_a_line_is_least_squares_with_the_inverse_of_its_cross_products() -> None:
    x = np.array([[0.0], [1.0], [2.0], [3.0]])
    found = fit(OutcomeKind.LINEAR, csr_array(x), np.array([1.0, 2.0, 2.0, 5.0]))
    assert found.theta == pytest.approx([0.7, 1.2], abs=1e-6)
    assert found.inverse == pytest.approx(np.array([[0.7, -0.3], [-0.3, 0.2]]), abs=1e-6)
    assert found.score.ravel() == pytest.approx([0.3, 0.1, -1.1, 0.7], abs=1e-6)
    assert found.pull == pytest.approx([0, 0], abs=1e-6)


def test_a_higher_level_goes_with_a_higher_slope() -> None:
    """The proportional odds of McCullagh (1980): logit P(y <= k) = threshold - slope * x."""
    y = np.r_[np.repeat([1.0, 2.0, 3.0], [40, 40, 20]), np.repeat([1.0, 2.0, 3.0], [20, 40, 40])]
    x = np.repeat([0.0, 1.0], 100)[:, None]
    found = fit(OutcomeKind.ORDINAL, csr_array(x), y)
    # Both odds ratios are those of 40 and 80 of 100 against 20 and 60: 8/3; the prior draws a bit.
    assert found.slopes == pytest.approx([np.log(8 / 3)], abs=0.02)


def test_the_prior_is_worth_half_a_success_and_half_a_failure() -> None:
    """Greenland and Mansournia (2015): log-F(1, 1) as one added trial, half of it a success.

    Nine of ten with the driver and half of many without: the slope solves 10(0.9 - p) = s - 0.5.
    """
    x = np.repeat([1.0, 0.0], [10, 20_000])[:, None]
    y = np.r_[np.ones(9), 0.0, np.arange(20_000) % 2]
    found = fit(OutcomeKind.LOGISTIC, csr_array(x), y)
    slope = found.slopes[0]
    # The intercept is 0, so that p and s are both the share at the slope: 11 p = 9.5.
    assert expit(slope) == pytest.approx(9.5 / 11, abs=2e-4)
