"""Impact and severity: where the picture puts a topic, and the curves of equal cost."""

from __future__ import annotations

import numpy as np

from cxnlp.insights import Trend
from cxnlp.metrics import Estimate
from cxnlp.reporting.impact import impact_and_severity
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


def test_the_picture_numbers_the_topics_and_colours_the_growing_ones() -> None:
    plot = impact_and_severity([point(1, 0.1), point(2, 0.05, direction=1)])
    drawn = str(plot.drawing)
    assert drawn.count("<circle") == 2
    assert drawn.count('class="bubble growing"') == 1
    assert 'data-topic="101"' in drawn
    assert plot.across[0].word == "0%"
    assert 'role="img"' in drawn


def test_points_of_equal_cost_lie_on_one_curve() -> None:
    """The outermost curve runs through the costliest point."""
    one = point(1, 0.1)
    plot = impact_and_severity([one])
    right = float(plot.across[-1].word.rstrip("%")) / 100
    top = float(plot.upward[-1].word)
    x = 100 * one.share.value / right
    y = 100 * (1 - one.severity.value / top)
    lines = [str(part) for part in plot.parts if 'class="curve"' in part]
    ends = [
        [float(part.split(f'{name}="')[1].split("%")[0]) for name in ("x1", "y1")] for part in lines
    ]
    assert min(abs(ax - x) + abs(ay - y) for ax, ay in ends) < 6
