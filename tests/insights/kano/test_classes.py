"""From reward and penalty to a class, where their intervals allow one."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.insights.kano.classes import classify
from cxnlp.insights.kano.findings import KanoClass

EXACT = np.zeros((2, 2))


def told(reward: float, cost: float, matters: float = 0.2) -> KanoClass:
    """The class of effects that are known without any doubt."""
    return classify(reward, cost, EXACT, critical=2.0, matters=matters)


@pytest.mark.parametrize(
    ("reward", "cost", "kind"),
    [
        (1.0, 0.49, KanoClass.DELIGHTER),
        (1.0, 0.51, KanoClass.PERFORMANCE),
        (0.51, 1.0, KanoClass.PERFORMANCE),
        (0.49, 1.0, KanoClass.BASIC),
        # On the borders themselves nothing is told.
        (1.0, 0.5, KanoClass.UNDECIDED),
        (0.5, 1.0, KanoClass.UNDECIDED),
        # What is blamed and yet gains is still no basic item; what is praised and costs, one.
        (1.0, -1.0, KanoClass.DELIGHTER),
        (-1.0, 1.0, KanoClass.BASIC),
        (-1.0, -1.0, KanoClass.UNDECIDED),
    ],
)
def test_borders_run_where_one_effect_is_twice_the_other(
    reward: float, cost: float, kind: KanoClass
) -> None:
    assert told(reward, cost) is kind


@pytest.mark.parametrize(
    ("reward", "cost", "kind"),
    [
        (0.2, 0.0, KanoClass.DELIGHTER),
        (0.0, 0.2, KanoClass.BASIC),
        (0.2, 0.2, KanoClass.PERFORMANCE),
        (0.19, 0.0, KanoClass.INDIFFERENT),
        (0.19, 0.19, KanoClass.INDIFFERENT),
        (-0.19, -0.19, KanoClass.INDIFFERENT),
        (0.19, 0.2, KanoClass.UNDECIDED),
        (-0.2, 0.0, KanoClass.UNDECIDED),
    ],
)
def test_what_is_smaller_than_what_matters_makes_no_difference(
    reward: float, cost: float, kind: KanoClass
) -> None:
    assert told(reward, cost) is kind


def test_every_border_must_be_cleared_by_the_critical_number_of_errors() -> None:
    """1 less twice 0.2 is 0.6; its variance 0.04 + 4 * 0.04 = 0.2, its error 0.447."""
    variance = np.diag([0.04, 0.04])
    assert classify(1.0, 0.2, variance, critical=1.34, matters=0.2) is KanoClass.DELIGHTER
    assert classify(1.0, 0.2, variance, critical=1.35, matters=0.2) is KanoClass.UNDECIDED


def test_errors_that_go_together_are_told_as_such() -> None:
    """With a covariance of 0.03 the variance is 0.2 - 4 * 0.03 = 0.08: 0.6 is 2.12 errors."""
    variance = np.array([[0.04, 0.03], [0.03, 0.04]])
    assert classify(1.0, 0.2, variance, critical=2.12, matters=0.2) is KanoClass.DELIGHTER
    assert classify(1.0, 0.2, variance, critical=2.13, matters=0.2) is KanoClass.UNDECIDED


def test_no_difference_is_told_only_where_the_whole_intervals_do_not_matter() -> None:
    """0.1 with two errors of 0.05 reaches 0.2."""
    variance = np.diag([0.05**2, 0.05**2])
    assert classify(0.1, 0.0, variance, critical=2.0, matters=0.21) is KanoClass.INDIFFERENT
    assert classify(0.1, 0.0, variance, critical=2.0, matters=0.19) is KanoClass.UNDECIDED
