"""The movement of one figure of a topic, with what its test says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import pearson3

from cxnlp.insights.incidence import Incidence
from cxnlp.insights.topic_trend import Trend, listed, two_sided

NOBODY = np.array([], np.int64)
TOPICS = Incidence(
    np.array([3, 5, 8]), ("queue", "staff", "price"), NOBODY, NOBODY, np.array([], np.float32)
)


def moves(z: list[float], *, tested: list[int], false_alarms: float = 0.05) -> tuple[Trend, ...]:
    return listed(
        TOPICS,
        np.array(tested),
        np.arange(10, 10 + len(z)),
        np.arange(2.0 * len(z)).reshape(len(z), 2),
        np.array(z),
        np.zeros(len(z)),
        false_alarms,
    )


def test_without_a_lean_the_tails_are_those_of_the_normal_curve() -> None:
    """1.96 and 2.576 standard deviations: 5 % and 1 % on both sides."""
    found = two_sided(np.array([1.959964, -1.959964, 2.575829, 0.0]), np.zeros(4))
    assert found == pytest.approx([0.05, 0.05, 0.01, 1.0], abs=1e-6)


@pytest.mark.parametrize(("z", "lean"), [(3.0, 1.0), (-3.0, -1.0), (2.2, 0.4)])
def test_the_long_tail_is_that_of_pearsons_third_curve(z: float, lean: float) -> None:
    found = two_sided(np.array([z]), np.array([lean]))
    assert found[0] == pytest.approx(2 * pearson3(abs(lean)).sf(abs(z)))


@pytest.mark.parametrize(("z", "lean"), [(-3.0, 1.0), (3.0, -1.0)])
def test_the_short_tail_is_never_taken_to_be_shorter_than_the_normal_one(
    z: float, lean: float
) -> None:
    assert two_sided(np.array([z]), np.array([lean]))[0] == pytest.approx(0.0026998, abs=1e-7)


def test_the_surest_movement_comes_first_and_of_equals_the_lower_topic() -> None:
    found = moves([2.0, -2.0, 3.0], tested=[1, 0, 2])
    assert [(one.topic, one.name, one.n) for one in found] == [
        (8, "price", 12),
        (3, "queue", 11),
        (5, "staff", 10),
    ]
    assert [one.direction for one in found] == [1, -1, 1]
    assert found[1].values.tolist() == [2, 3]


def test_all_tested_topics_share_the_false_alarms() -> None:
    """Both at 0.0455: alone each would be flagged at 5 %, among three of which one is sure, too."""
    assert [one.flagged for one in moves([2.0], tested=[0])] == [True]
    assert [one.flagged for one in moves([2.0, 0.1], tested=[0, 1])] == [False, False]
    q_values = [one.q_value for one in moves([2.0, 0.0], tested=[0, 1])]
    assert q_values == pytest.approx([2 * 0.0455003, 1.0], abs=1e-6)


def test_a_q_value_at_the_rate_is_flagged_and_standing_still_is_no_fall() -> None:
    (found,) = moves([0.0], tested=[2], false_alarms=1.0)
    assert (found.q_value, found.flagged, found.direction) == (1.0, True, 1)


def test_where_no_topic_is_tested_none_is_listed() -> None:
    assert moves([], tested=[]) == ()
