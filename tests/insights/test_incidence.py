"""Which labelled comment touches which topic, once each."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import distinct, read_incidence


def test_what_is_no_topic_no_name_or_no_level_is_left_out() -> None:
    comments = read_comments(make_labels([2, None, 5]))
    given = make_assignments([0, -1, 9, 0, 1, 0], rows=[0, 0, 0, 1, 2, 77])
    found = read_incidence(comments, given, make_topics("queue", "staff"))
    assert list(zip(found.comment.tolist(), found.place.tolist(), strict=True)) == [(0, 0), (1, 1)]
    assert len(found) == 2


def test_of_a_pair_that_stands_twice_the_greatest_strength_counts() -> None:
    given = make_assignments([0, 0, 0], rows=[0, 0, 0], strength=[0.25, 0.75, 0.5])
    found = read_incidence(read_comments(make_labels([2])), given, make_topics("queue"))
    assert found.strength.tolist() == [0.75]


def test_pairs_stand_by_comment_and_then_by_topic() -> None:
    given = make_assignments([1, 0, 1], rows=[1, 1, 0])
    found = read_incidence(read_comments(make_labels([2, 5])), given, make_topics("queue", "staff"))
    assert found.comment.tolist() == [0, 1, 1]
    assert found.place.tolist() == [1, 0, 1]


def test_topics_are_put_in_order_and_the_nameless_named_by_their_number() -> None:
    topics = pa.table({"topic": [7, -1, 2, 4], "name": ["app", "none", "", None]})
    found = read_incidence(read_comments(make_labels([2])), make_assignments([7]), topics)
    assert found.topic.tolist() == [2, 4, 7]
    assert found.name == ("topic 2", "topic 4", "app")
    assert found.place.tolist() == [2]


def test_without_comments_or_topics_nothing_is_touched() -> None:
    none, one = read_comments(make_labels([None])), read_comments(make_labels([3]))
    assert len(read_incidence(none, make_assignments([0]), make_topics("queue"))) == 0
    assert len(read_incidence(one, make_assignments([0]), make_topics())) == 0
    assert len(read_incidence(one, make_assignments([]), make_topics("queue"))) == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([5], [5]), ([2, 2, 2], [2]), ([3, -1, 3, 0, -1], [-1, 0, 3])],
)
def test_distinct_values_stand_once_and_ascend(values: list[int], expected: list[int]) -> None:
    assert distinct(np.array(values, np.int64)).tolist() == expected
