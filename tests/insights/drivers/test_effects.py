"""Average changes of the fitted outcome, and their gradients."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.insights.drivers.conftest import columns

from cxnlp.insights.drivers.effects import Switch, effects
from cxnlp.insights.drivers.findings import OutcomeKind
from cxnlp.insights.drivers.regression import Regression, fit


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


def by_hand(kind: OutcomeKind, theta: list[float], values: list[float]) -> Regression:
    """A fit with one column and these parameters; only what effects read of it is there."""
    nothing = np.zeros(0)
    return Regression(
        kind=kind,
        theta=np.array(theta),
        intercepts=len(theta) - 1,
        pull=nothing,
        inverse=nothing,
        pieces=(),
        score=nothing,
        weight=nothing,
        values=np.array(values),
    )


ON: Final = Switch(np.array([0]), np.ones(1), np.zeros(1))
ONE: Final = csr_array([[0.0], [1.0]])


def test_odds_three_times_as_good_lift_a_half_to_three_quarters() -> None:
    found = by_hand(OutcomeKind.LOGISTIC, [0.0, np.log(3)], [])
    size, gradient = effects(found, ONE, [ON])
    assert size == pytest.approx([0.25])
    # p(1 - p) is 3/16 with the driver and 4/16 without; only the former moves with the slope.
    assert gradient.ravel() == pytest.approx([-1 / 16, 3 / 16])


def test_levels_are_weighed_by_their_own_distance() -> None:
    """Levels 1, 2 and 4, half and three quarters up to the first two; a quarter and half with it.

    Means: (2 * 1 + 1 * 2 + 1 * 4) / 4 = 2 without, (1 * 1 + 1 * 2 + 2 * 4) / 4 = 2.75 with it.
    """
    found = by_hand(OutcomeKind.ORDINAL, [0.0, np.log(3), np.log(3)], [1.0, 2.0, 4.0])
    size, gradient = effects(found, ONE, [ON])
    assert size == pytest.approx([0.75])
    assert gradient.ravel() == pytest.approx([-3 / 16 + 4 / 16, -8 / 16 + 6 / 16, 11 / 16])


def test_a_switch_may_set_several_columns_and_the_rest_stays_as_it_is() -> None:
    x = csr_array([[1.0, 0.0, 5.0], [0.0, 1.0, 5.0]])
    line = fit(OutcomeKind.LINEAR, csr_array(np.eye(3)), np.array([1.0, 2.0, 4.0]))
    object.__setattr__(line, "theta", np.array([0.0, 1.0, 2.0, 4.0]))
    away = Switch(np.array([0, 1]), np.array([1.0, 0.0]), np.array([0.0, 0.25]))
    size, gradient = effects(line, x, [away])
    assert size == pytest.approx([1 - 0.25 * 2])
    assert gradient.ravel().tolist() == [0, 1, -0.25, 0]


def test_without_drivers_there_is_no_effect() -> None:
    size, gradient = effects(by_hand(OutcomeKind.LOGISTIC, [0.0, 1.0], []), ONE, [])
    assert (size.shape, gradient.shape) == ((0,), (2, 0))
