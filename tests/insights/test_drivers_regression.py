"""Regressions and their clustered variances: right where the answer is known otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from cxnlp.insights.drivers.effects import Switch, effects
from cxnlp.insights.drivers.findings import OutcomeKind
from cxnlp.insights.drivers.regression import fit
from cxnlp.insights.drivers.sandwich import sandwich


def columns(random: np.random.Generator, n: int = 400, k: int = 3) -> np.ndarray:
    return (random.random((n, k)) < 0.4).astype(np.float64)


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


def test_the_gradient_of_an_effect_is_that_of_differences() -> None:
    random = np.random.default_rng(2)
    x = columns(random)
    y = np.digitize(x @ [1.5, -0.5, 0.0] + random.logistic(size=400), [-1.0, 0.5, 2.0]).astype(
        float
    )
    switches = [
        Switch(np.array([0, 1]), np.array([1.0, 0.0]), np.array([0.0, 0.4])),
        Switch(np.array([2]), np.ones(1), np.zeros(1)),
    ]
    for kind, outcome in ((OutcomeKind.ORDINAL, y), (OutcomeKind.LOGISTIC, (y > 1).astype(float))):
        found = fit(kind, csr_array(x), outcome)
        size, gradient = effects(found, csr_array(x), switches)
        for at in range(len(found.theta)):
            theta = found.theta.copy()
            theta[at] += 1e-6
            object.__setattr__(found, "theta", theta)
            moved, _ = effects(found, csr_array(x), switches)
            theta[at] -= 1e-6
            assert (moved - size) / 1e-6 == pytest.approx(gradient[at], abs=1e-4)


def test_clustered_variance_of_a_line_is_the_jackknife_over_customers() -> None:
    """Customers of one comment, of a few, and of more than there are columns."""
    random = np.random.default_rng(3)
    x = columns(random, 120)
    y = x @ [1.0, 2.0, 0.0] + random.normal(0, 1, 120)
    customer = np.r_[np.zeros(12), np.repeat(np.arange(1, 19), 3), np.arange(19, 73)].astype(
        np.int64
    )
    found = fit(OutcomeKind.LINEAR, csr_array(x), y)
    spread = sandwich(found, customer, np.eye(4))
    without = []
    for one in np.unique(customer):
        rest = customer != one
        design = np.c_[np.ones(rest.sum()), x[rest]]
        without.append(np.linalg.lstsq(design, y[rest], rcond=None)[0])
    g = len(without)
    away = np.array(without) - found.theta
    assert spread.variance == pytest.approx(away.T @ away * (g - 1) / g, rel=1e-4)
    assert spread.clusters == g


def test_degrees_of_freedom_count_the_customers_that_weigh_in() -> None:
    """Ten of a thousand customers have the driver: about nine, not 999."""
    x = np.zeros((1000, 1))
    x[:10] = 1
    found = fit(OutcomeKind.LINEAR, csr_array(x), np.random.default_rng(4).normal(size=1000))
    freedom = sandwich(found, np.arange(1000), np.array([[0.0], [1.0]])).freedom[0]
    assert 8 < freedom < 11


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


def test_over_very_many_comments_an_effect_is_averaged_over_some_of_them() -> None:
    """Twenty thousand, evenly taken: no digit that is shown changes."""
    random = np.random.default_rng(16)
    x = np.column_stack([random.random(25_000) < 0.3, random.normal(0, 1, 25_000)]).astype(float)
    y = (random.logistic(size=25_000) < x @ [1.0, -0.7]).astype(float)
    found = fit(OutcomeKind.LOGISTIC, csr_array(x), y)
    size, _ = effects(found, csr_array(x), [Switch(np.array([0]), np.ones(1), np.zeros(1))])
    rest = found.theta[0] + x[:, 1] * found.slopes[1]
    whole = 1 / (1 + np.exp(-rest - found.slopes[0])) - 1 / (1 + np.exp(-rest))
    assert size[0] == pytest.approx(whole.mean(), abs=5e-4)
