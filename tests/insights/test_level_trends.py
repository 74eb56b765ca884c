"""Which topics' comments get worse or better over time."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import rankdata
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights import trends
from cxnlp.insights.topic_trend import two_sided


def test_a_topic_whose_comments_get_worse_is_found_and_no_other() -> None:
    random = np.random.default_rng(6)
    n = 1200
    days = np.sort(random.random(n) * 360)
    topic = random.integers(0, 6, n)
    level = random.integers(2, 6, n)
    worse = (topic == 2) & (random.random(n) < days / 360)
    level[worse] = np.maximum(level[worse] - 2, 1)
    labels = make_labels(level.tolist(), days=days.tolist())
    found = trends(labels, make_assignments(topic.tolist()), make_topics(*"abcdef"), period="month")
    assert [one.topic for one in found.levels if one.flagged] == [2]
    first = found.levels[0]
    assert (first.topic, first.direction) == (2, -1)
    assert len(first.values) == len(found.names)
    assert first.values[0] > first.values[-1] + 0.5


def test_one_customer_who_is_angry_fifty_times_makes_no_falling_level() -> None:
    random = np.random.default_rng(8)
    n = 400
    days = np.sort(random.random(n) * 360)
    level = random.integers(3, 6, n)
    customers = [f"k{at}" for at in range(n)]
    level[-50:] = 1
    labels = make_labels(level.tolist(), days=days.tolist(), customers=customers)
    given, names = make_assignments([0] * n), make_topics("a")
    assert trends(labels, given, names).levels[0].flagged
    customers[-50:] = ["k0"] * 50
    same = make_labels(level.tolist(), days=days.tolist(), customers=customers)
    assert not trends(same, given, names).levels[0].flagged


def test_levels_of_topics_with_few_customers_or_one_level_stay_untested() -> None:
    labels = make_labels([3] * 40 + [1, 5] * 8, days=[float(day) for day in range(56)])
    given = make_assignments([0] * 40 + [1] * 16)
    assert trends(labels, given, make_topics("a", "b")).levels == ()


def test_one_early_comment_with_a_rare_level_is_no_falling_level() -> None:
    """Of 40 customers one wrote early, and one, who may be the same, is angry: one time in 40."""
    days = [0.0, *np.linspace(300, 360, 39)]
    labels = make_labels([1, *[3] * 39], days=days)
    (found,) = trends(labels, make_assignments([0] * 40), make_topics("a"), period="week").levels
    assert found.p_value >= 1 / 40
    assert found.direction == 1


def test_a_movement_is_as_rare_as_the_draw_of_its_customers() -> None:
    """All 1,140 ways that three of twenty customers may be the angry ones, by ranks of their dates.

    From these come the mean, the deviation and the lean, without any formula of ours.
    """
    days = [0.0, 0.0, 0.0, 31.0, 31.0, *[60.0] * 9, 92.0, *[150.0] * 5]
    angry = [0, 1, 3]
    levels = [2 if at in angry else 4 for at in range(20)]
    labels = make_labels(levels, days=days)
    (found,) = trends(labels, make_assignments([0] * 20), make_topics("a"), period="month").levels
    rank = rankdata(days)
    sums = np.array([rank[list(chosen)].sum() for chosen in combinations(range(20), 3)])
    away = (rank[angry].sum() - sums.mean()) / sums.std()
    lean = float(((sums - sums.mean()) ** 3).mean() / sums.std() ** 3)
    # The angry stand early, so that levels rise; their sum of ranks is the others' turned round.
    assert found.p_value == pytest.approx(two_sided(np.array([-away]), np.array([-lean]))[0])
    assert (found.direction, found.n) == (1, 20)
    assert found.values == pytest.approx([8 / 3, 3, 4, 4, 4])


@pytest.mark.parametrize(("customers", "tested"), [(20, 1), (19, 0)])
def test_twenty_customers_are_tested_and_nineteen_are_not(customers: int, tested: int) -> None:
    labels = make_labels([2, 4] * 10, days=list(range(0, 200, 10)))
    given = make_assignments([0] * customers, rows=list(range(customers)))
    assert len(trends(labels, given, make_topics("a"), period="month").levels) == tested


def test_in_one_period_no_level_moves() -> None:
    labels = make_labels([2, 4] * 15, days=[1.0] * 30)
    found = trends(labels, make_assignments([0] * 30), make_topics("a"), period="month")
    assert found.levels == ()


def test_a_customer_counts_once_with_the_mean_of_his_levels_and_dates() -> None:
    """Who writes at both ends with opposite levels moves nothing, however often."""
    days = [0.0, 150.0] * 20
    levels = [1, 5] * 20
    who = [f"k{at // 2}" for at in range(40)]
    given, names = make_assignments([0] * 40), make_topics("a")
    alone = trends(make_labels(levels, days=days), given, names).levels
    assert [one.flagged for one in alone] == [True]
    assert trends(make_labels(levels, days=days, customers=who), given, names).levels == ()
