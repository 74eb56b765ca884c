"""What to do first: the few topics that cost most, and those that grow."""

from __future__ import annotations

import numpy as np

from cxnlp.insights import Trend
from cxnlp.metrics import Estimate
from cxnlp.reporting.first import priorities
from cxnlp.reporting.points import Point


def point(rank: int, score: float, *, direction: int = 0) -> Point:
    moving = Trend(rank, f"t{rank}", 9, np.array([0.1]), direction, 0.01, 0.01, flagged=True)
    return Point(
        rank=rank,
        topic=rank + 100,
        name=f"t{rank}",
        n=9,
        share=Estimate(0.2 / rank, 0.1 / rank, 0.3 / rank, 9),
        severity=Estimate(score * rank * 5, 0.1, 1.9, 9),
        score=Estimate(score, score / 2, score * 2, 9),
        trend=None,
        quotes=(),
        rows=(),
        movement=moving if direction else None,
    )


def test_the_fewest_topics_that_cost_half_come_first() -> None:
    costs = [0.3, 0.25, 0.25, 0.12, 0.08]
    found = priorities([point(at + 1, cost) for at, cost in enumerate(costs)], costs)
    assert [one.advice for one in found] == ["first", "first", "next", "later", "later"]
    assert sum(one.part for one in found) == 1


def test_a_growing_topic_is_to_be_stopped_and_a_shrinking_one_is_called_so() -> None:
    costs = [0.6, 0.2, 0.2]
    found = priorities(
        [point(1, 0.6), point(2, 0.2, direction=1), point(3, 0.2, direction=-1)], costs
    )
    assert [one.advice for one in found] == ["first", "stop it growing", "later"]
    assert found[1].reason == "20% of all levels lost, and growing"
    assert found[2].reason == "20% of all levels lost, but shrinking"
