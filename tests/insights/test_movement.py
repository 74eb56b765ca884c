"""Levels by period, and the change of their mean."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from tests.insights.conftest import START, make_labels

from cxnlp.insights import levels_over_time
from cxnlp.insights.comments import read_comments
from cxnlp.insights.movement import movement


def test_levels_are_counted_by_month_with_empty_months_kept() -> None:
    found = levels_over_time(make_labels([1, 2, 6, 4], days=[0, 1, 70, None]), "month")
    assert found.names == ("2026-01", "2026-02", "2026-03")
    assert found.counts.tolist() == [[1, 1, 0, 0, 0, 0], [0] * 6, [0, 0, 0, 0, 0, 1]]
    assert found.mean.value[[0, 2]] == pytest.approx([1.5, 6])
    assert np.isnan(found.mean.value[1])
    assert found.undated == 1


def test_a_mean_level_that_falls_is_seen_to_fall() -> None:
    levels = [5] * 30 + [4] * 30 + [3] * 30
    change = levels_over_time(make_labels(levels, days=list(range(90)))).change
    assert change is not None
    assert change.high < 0
    assert change.value == pytest.approx(-0.9, abs=0.1)


def test_without_dates_there_is_no_movement() -> None:
    found = levels_over_time(make_labels([1, 2]))
    assert len(found) == 0
    assert found.change is None


def test_movement_of_comments_that_are_already_read_is_the_same() -> None:
    labels = make_labels([2, 4, 5, 3, 6, 1], days=[0, 1, 40, 41, 80, 81])
    one, two = levels_over_time(labels, "month"), movement(read_comments(labels), "month")
    assert two.mean.coverage == 0.95
    assert np.array_equal(one.mean.low, two.mean.low)
    assert np.array_equal(one.below.high, two.below.high)
    assert one.change == two.change


def test_the_change_is_per_thirty_days() -> None:
    """Four customers at the start at 2 or 4, four a month later at 3 or 5: one level more."""
    labels = make_labels([2, 4, 2, 4, 3, 5, 3, 5], days=[0] * 4 + [30] * 4)
    found = levels_over_time(labels, "month").change
    assert found is not None
    assert found.value == pytest.approx(1)
    assert found.n == 8
    # Residuals of 1 each: the sandwich gives 8 * 1/4 * 8/7 / 2^2 = 4/7; t has 6 degrees.
    assert found.high - found.value == pytest.approx(2.446912 * (4 / 7) ** 0.5, abs=1e-5)


def test_the_share_below_expected_is_told_by_period() -> None:
    labels = make_labels([1, 2, 3, 4, 2, 6], days=[0, 1, 2, 3, 40, 41])
    found = levels_over_time(labels, "month")
    assert found.below.value.tolist() == [0.5, 0.5]
    assert found.below.n.tolist() == [4, 2]
    assert (found.period, len(found)) == ("month", 2)


def test_dates_that_cannot_be_are_counted_and_left_out() -> None:
    labels = make_labels([1, 2, 3, 4], days=[0, -30_000, 900, None])
    found = levels_over_time(labels, "month", today=START + timedelta(days=1))
    assert (found.undated, found.implausible, found.future) == (1, 1, 1)
    assert found.names == ("2026-01",)
    assert found.counts.sum() == 1
