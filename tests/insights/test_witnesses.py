"""How many customers stand behind a topic, and how much of it is the voice of one."""

from __future__ import annotations

from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.witnesses import witnesses


def told(customers: list[str | None] | None, topics: list[int]) -> tuple[list[int], list[float]]:
    comments = read_comments(make_labels([2] * len(topics), customers=customers))
    names = make_topics("queue", "staff", "app")
    number, most = witnesses(comments, read_incidence(comments, make_assignments(topics), names))
    return number.tolist(), most.tolist()


def test_customers_are_counted_per_topic_and_the_loudest_by_share() -> None:
    """Of the queue ann wrote two of four comments; of staff she wrote the only one."""
    found = told(["ann", "ann", "bo", "cy", "ann"], [0, 0, 0, 0, 1])
    assert found == ([3, 1, 0], [0.5, 1.0, 0.0])


def test_a_comment_without_a_customer_is_a_voice_of_its_own() -> None:
    assert told(["ann", None, None, "ann"], [0] * 4) == ([3, 0, 0], [0.5, 0, 0])
    assert told(None, [0] * 4) == ([4, 0, 0], [0.25, 0, 0])


def test_topics_that_no_comment_touches_have_no_voice() -> None:
    assert told(None, []) == ([0, 0, 0], [0, 0, 0])
