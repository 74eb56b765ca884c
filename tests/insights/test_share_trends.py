"""Which topics come up more or less often: exact moments of a random draw of customers."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from cxnlp.insights.share_trends import share_trends
from cxnlp.insights.topic_trend import two_sided


def test_a_trend_is_measured_in_deviations_of_a_random_draw_of_customers() -> None:
    """All draws of 3 from 7 customers over three uneven periods, one by one."""
    period = np.array([0, 0, 0, 1, 1, 5, 5])
    drawn = np.array([sum(period[list(chosen)]) for chosen in combinations(range(7), 3)])
    away = np.array([0, 5, 6])
    touched = np.array([away, away + 1])  # the topics' customers by their place
    z, skewness = share_trends(
        touched.ravel() % 7,
        period[touched.ravel() % 7],
        np.repeat([0, 1], 3),
        (np.arange(7), period),
        2,
    )
    sums = period[touched % 7].sum(axis=1)
    np.testing.assert_allclose(z, (sums - drawn.mean()) / drawn.std())
    third = np.mean((drawn - drawn.mean()) ** 3) / drawn.std() ** 3
    np.testing.assert_allclose(skewness, third)


def test_a_rare_early_comment_is_no_trend_where_most_feedback_is_recent() -> None:
    """Of all draws of 5 from 40 customers, 37 of them in the last week, no more than it says."""
    period = np.array([0, 5, 12, *[25] * 37])
    chances = []
    for early in range(4):
        for chosen in combinations(range(3), early):
            who = np.array([*chosen, *range(3, 8 - early)])
            z, skewness = share_trends(
                who, period[who], np.zeros(5, np.int64), (np.arange(40), period), 1
            )
            ways = comb(37, 5 - early) / comb(40, 5)
            chances.append((float(two_sided(z, skewness)[0]), ways))
    remarkable = [said for said, _ in chances if said < 0.25]
    assert len(remarkable) > 4
    for said in remarkable:
        true = sum(ways for other, ways in chances if other <= said)
        assert true <= said


def test_who_writes_in_two_periods_weighs_by_when_he_touches_the_topic() -> None:
    """Each of three customers is half a period from his own mean: 1.5 by the root of 3 / 4."""
    heard = np.repeat(np.arange(3), 2), np.tile([0, 1], 3)
    late = share_trends(np.arange(3), np.ones(3, np.int64), np.zeros(3, np.int64), heard, 1)
    early = share_trends(np.arange(3), np.zeros(3, np.int64), np.zeros(3, np.int64), heard, 1)
    assert late[0] == pytest.approx([3**0.5])
    assert early[0] == pytest.approx([-(3**0.5)])
    assert late[1].tolist() == [0]


def test_who_touches_a_topic_whenever_he_writes_says_nothing_of_its_movement() -> None:
    heard = np.repeat(np.arange(3), 2), np.tile([0, 1], 3)
    both = share_trends(*heard, np.zeros(6, np.int64), heard, 2)
    assert both[0].tolist() == [0, 0]
    assert both[1].tolist() == [0, 0]


def test_customers_are_drawn_among_those_who_write_equally_often() -> None:
    """Two write once, in periods 0 and 4; two in both: the topic's one toucher is one of the first.

    Of a draw of one from two the mean is 2 and the deviation 2; the others do not matter.
    """
    heard = np.array([0, 1, 2, 2, 3, 3]), np.array([0, 4, 0, 4, 0, 4])
    z, _ = share_trends(np.array([1]), np.array([4]), np.array([0]), heard, 1)
    assert z == pytest.approx([1])


def test_where_nobody_is_heard_nothing_moves() -> None:
    nothing = np.array([], np.int64)
    z, skewness = share_trends(nothing, nothing, nothing, (nothing, nothing), 2)
    assert z.tolist() == skewness.tolist() == [0, 0]
