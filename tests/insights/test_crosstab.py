"""Level by topic: counts that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights import level_by_topic


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


def test_the_shares_of_a_topic_sum_to_one_and_its_mean_lies_on_the_scale() -> None:
    found = level_by_topic(
        make_labels([1, 1, 6, 6, 6]), make_assignments([0] * 5), make_topics("queue")
    )
    assert found.shares.sum() == pytest.approx(1)
    assert found.mean.value[0] == pytest.approx(4)
    assert 1 <= found.mean.low[0] < 4 < found.mean.high[0] <= 6
    assert len(found) == 1


def test_a_wider_confidence_gives_a_wider_interval_and_says_so() -> None:
    tables = make_labels([2, 5] * 10), make_assignments([0] * 20), make_topics("queue")
    usual, wide = level_by_topic(*tables), level_by_topic(*tables, confidence=0.99)
    assert (usual.mean.coverage, wide.mean.coverage) == (0.95, 0.99)
    assert wide.mean.low[0] < usual.mean.low[0] < usual.mean.high[0] < wide.mean.high[0]


def test_without_topics_every_comment_is_untouched() -> None:
    found = level_by_topic(make_labels([2, 5]), make_assignments([-1, -1]), make_topics())
    assert (len(found), found.counts.shape, found.untouched) == (0, (0, 6), 2)
