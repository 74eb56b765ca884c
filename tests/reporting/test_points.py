"""Pain points and delight points as the page shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics
from tests.reporting.conftest import make_topic_findings, numbers

from cxnlp.reporting.points import first_points, shown_points
from cxnlp.reporting.soundness import TopicNote

LABELS = make_labels(
    [1, 1, 2, 2, 5, 4],
    customers=["ann", "ann", "bo", "cy", "cy", "bo"],
    days=[0, 0, 40, 40, 80, 80],
)
FOUND = make_topic_findings(
    LABELS, make_assignments([0, 0, 1, 0, 1, 2]), make_topics("queue", "staff", "app")
)


def test_points_come_by_rank_with_their_figures_and_intervals() -> None:
    """The queue: criminal twice and basic once of six comments; staff: basic once."""
    queue, staff = first_points(FOUND.pains, 9)
    assert [(one.rank, one.topic, one.name, one.n) for one in (queue, staff)] == [
        (1, 0, "queue", 3),
        (2, 1, "staff", 2),
    ]
    assert (queue.share.value, queue.severity.value, queue.score.value) == pytest.approx(
        (3 / 6, 5 / 3, 5 / 6)
    )
    assert queue.score.low < queue.score.value < queue.score.high
    assert queue.share.n == 3
    assert queue.customers == 2
    assert queue.top_customer == pytest.approx(2 / 3)
    assert queue.rows == (0, 1, 3)
    assert (queue.trend, queue.quotes, queue.bar, queue.movement) == (None, (), "", None)
    assert queue.note == TopicNote()


def test_points_may_be_skipped_and_be_as_few_as_asked() -> None:
    assert [one.name for one in first_points(FOUND.pains, 1)] == ["queue"]
    assert [one.name for one in first_points(FOUND.pains, 9, skip=1)] == ["staff"]
    assert first_points(FOUND.pains, 9, skip=2) == []


def test_a_note_stands_with_its_topic() -> None:
    note = TopicNote(unstable=True, theme="shop", lineage="new")
    queue, staff = first_points(FOUND.pains, 9, notes={1: note})
    assert (queue.note, staff.note) == (TopicNote(), note)


def test_of_many_rows_eighty_are_written() -> None:
    many = make_labels([1] * 100)
    found = make_topic_findings(many, make_assignments([0] * 100), make_topics("queue"))
    (point,) = first_points(found.pains, 1)
    assert (point.n, point.rows) == (100, tuple(range(80)))


def test_bars_share_a_scale_that_ends_where_the_longest_interval_does() -> None:
    queue, staff = shown_points(FOUND.pains, FOUND, most=9, kind="pain")
    widest = max(queue.score.high, staff.score.high)
    for point in (queue, staff):
        assert numbers(point.bar, "rect", "width") == [
            pytest.approx(100 * point.score.value / widest, abs=1e-3)
        ]
        assert 'class="pain"' in point.bar
    assert numbers(queue.mix, "rect", "width") == [66.667, 33.333]
    assert 'aria-label="queue: levels of its comments. ' in queue.mix


def test_a_topic_that_was_tested_shows_its_share_by_time() -> None:
    labels = make_labels([1] * 12, days=[float(10 * at) for at in range(12)])
    found = make_topic_findings(
        labels, make_assignments([0, 1] * 4 + [0] * 4), make_topics("queue", "staff")
    )
    queue, staff = shown_points(found.pains, found, most=9, kind="pain")
    assert queue.movement is not None
    assert queue.movement.topic == 0
    assert 'aria-label="queue: share by time. ' in queue.spark
    # Four customers are too few to test.
    assert (staff.movement, staff.spark) == (None, "")


def test_a_topic_whose_levels_are_not_known_has_no_mix() -> None:
    other = make_topic_findings(LABELS, make_assignments([0] * 6), make_topics("queue"))
    queue, staff = shown_points(FOUND.pains, replace(FOUND, levels=other.levels), most=9, kind="x")
    assert queue.mix
    assert staff.mix == ""


def test_without_points_nothing_is_shown() -> None:
    nothing = FOUND.pains.slice(0, 0)
    assert shown_points(nothing, FOUND, most=9, kind="pain") == []
