"""Shares of levels, their movement, and level by topic: counts that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights import level_by_topic, level_shares, levels_over_time
from cxnlp.insights.comments import read_comments
from cxnlp.insights.movement import movement


def test_shares_are_taken_over_labelled_comments_only() -> None:
    found = level_shares(make_labels([1, 2, 3, 4, None, None]))
    assert found.rows == 6
    assert found.labelled == 4
    assert found.statuses["no_evidence"] == 2
    assert found.shares.value.tolist() == [0.25, 0.25, 0.25, 0.25, 0, 0]
    assert found.mean is not None
    assert found.below is not None
    assert found.above is not None
    assert (found.mean.value, found.below.value, found.above.value) == (2.5, 0.5, 0.25)
    assert found.below.n == 2


def test_where_nothing_is_labelled_there_is_no_figure() -> None:
    found = level_shares(make_labels([None, None]))
    assert found.labelled == 0
    assert found.mean is found.below is found.above is None
    assert np.isnan(found.shares.value).all()


def test_a_level_that_never_occurs_has_an_interval_above_zero() -> None:
    found = level_shares(make_labels([4] * 30))
    assert found.shares[5].value == 0
    assert 0 < found.shares[5].high < 0.2


def test_many_comments_of_few_customers_widen_the_interval() -> None:
    levels = [2, 5] * 50
    alone = level_shares(make_labels(levels)).mean
    ten = level_shares(make_labels(levels, customers=[str(at % 10) for at in range(100)])).mean
    assert alone is not None
    assert ten is not None
    assert ten.value == alone.value
    assert ten.high - ten.low > 2 * (alone.high - alone.low)


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


def test_levels_by_topic_count_a_comment_in_each_of_its_topics() -> None:
    given = make_assignments([0, 1, 1, -1, 0], rows=[0, 0, 1, 2, 3])
    found = level_by_topic(
        make_labels([2, 5, 6, None]), given, make_topics("queue", "staff", "app")
    )
    assert found.counts.tolist() == [[0, 1, 0, 0, 0, 0], [0, 1, 0, 0, 1, 0], [0] * 6]
    assert found.shares[1].tolist() == [0, 0.5, 0, 0, 0.5, 0]
    assert found.mean.value[:2] == pytest.approx([2, 3.5])
    assert np.isnan(found.mean.value[2])
    assert found.untouched == 1


def test_movement_of_comments_that_are_already_read_is_the_same() -> None:
    labels = make_labels([2, 4, 5, 3, 6, 1], days=[0, 1, 40, 41, 80, 81])
    one, two = levels_over_time(labels, "month"), movement(read_comments(labels), "month")
    assert two.mean.coverage == 0.95
    assert np.array_equal(one.mean.low, two.mean.low)
    assert np.array_equal(one.below.high, two.below.high)
    assert one.change == two.change
