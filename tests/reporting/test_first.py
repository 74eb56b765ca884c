"""What to do first: the few topics that cost most, and those that grow."""

from __future__ import annotations

from tests.reporting.conftest import make_point

from cxnlp.reporting.first import priorities


def test_the_fewest_topics_that_cost_half_come_first() -> None:
    costs = [0.3, 0.25, 0.25, 0.12, 0.08]
    found = priorities([make_point(at + 1, cost) for at, cost in enumerate(costs)], costs)
    assert [one.advice for one in found] == ["first", "first", "next", "later", "later"]
    assert sum(one.part for one in found) == 1


def test_a_growing_topic_is_to_be_stopped_and_a_shrinking_one_is_called_so() -> None:
    costs = [0.6, 0.2, 0.2]
    found = priorities(
        [make_point(1, 0.6), make_point(2, 0.2, direction=1), make_point(3, 0.2, direction=-1)],
        costs,
    )
    assert [one.advice for one in found] == ["first", "stop it growing", "later"]
    assert found[1].reason == "20% of all levels lost, and growing"
    assert found[2].reason == "20% of all levels lost, but shrinking"
