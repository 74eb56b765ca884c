"""Shares by a day and medians, where for some it may still happen."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.insights.kpis.survival import happened_by, median_time
from cxnlp.metrics import wilson


def share(time: list[float], happened: list[bool], horizon: float) -> tuple[float, float, float]:
    found = happened_by(
        np.array(time, float),
        np.array(happened),
        np.zeros(len(time), np.int64),
        groups=1,
        horizon=horizon,
    )[0]
    return found.low, found.value, found.high


def test_without_censoring_it_is_the_plain_share() -> None:
    low, value, high = share([1, 2, 3, 50, 50, 50, 50, 50], [True] * 3 + [False] * 5, 30)
    assert value == pytest.approx(3 / 8)
    assert 0 < low < value < high < 1


def test_who_was_watched_for_a_while_counts_for_that_while() -> None:
    """Kaplan and Meier by hand: 1 - 3/4 * 1/2."""
    assert share([1, 2, 3, 9], [True, False, True, False], 5)[1] == pytest.approx(1 - 3 / 4 / 2)


def test_what_happens_after_the_horizon_has_not_happened_yet() -> None:
    assert share([1, 40, 50], [True, True, False], 30)[1] == pytest.approx(1 / 3)


def test_nobody_and_everybody_still_have_an_interval() -> None:
    low, value, high = share([50] * 10, [False] * 10, 30)
    assert (low, value) == (0, 0)
    assert 0.1 < high < 0.5
    low, value, high = share([1] * 10, [True] * 10, 30)
    assert (value, high) == (1, 1)
    assert 0.5 < low < 0.9


def test_where_nobody_was_watched_to_the_horizon_nothing_is_told() -> None:
    assert np.isnan(share([1, 5], [True, False], 30)[1])


def test_groups_do_not_mix() -> None:
    time, happened = np.array([1.0, 50, 1, 1, 50]), np.array([True, False, True, True, False])
    group = np.array([0, 0, 1, 1, -1])
    found = happened_by(time, happened, group, groups=3, horizon=30)
    assert found.value[:2].tolist() == pytest.approx([0.5, 1])
    assert found.n.tolist() == [2, 2, 0]
    assert np.isnan(found.value[2])


def test_a_median_waits_for_the_open_ones() -> None:
    time, over = np.array([1.0, 2, 3, 4]), np.array([True, True, True, True])
    assert median_time(time, over) == 2
    open_ones = np.array([True, False, False, False])
    assert median_time(time, open_ones) == float("inf")


def test_the_interval_has_the_sample_size_of_greenwoods_variance() -> None:
    """Rothman (1978): of ten, four leave early, so that they tell less than ten would."""
    time = np.array([1.0, 2, 2, 3, 4, 5, 9, 9, 9, 9])
    happened = np.array([True, False, False, True, False, False, False, False, False, False])
    low, value, high = share(time.tolist(), happened.tolist(), 6)
    left = 9 / 10 * 6 / 7
    greenwood = left**2 * (1 / (10 * 9) + 1 / (7 * 6))
    effective = np.array([left * (1 - left) / greenwood])
    assert value == pytest.approx(1 - left)
    ends = wilson(np.array([1 - left]), effective)
    assert (low, high) == pytest.approx((ends[0][0], ends[1][0]))
