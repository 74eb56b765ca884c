"""What to do first: pain points in the order of what they cost, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.reporting.words import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.reporting.points import Point

__all__ = ["Priority", "priorities"]

_HALF: Final = 0.5
"""The fewest topics that cost half of all levels lost come first (Juran's vital few)."""
_MOST: Final = 0.8
"""And those up to four fifths next."""


@dataclass(frozen=True)
class Priority:
    """One pain point and what to do about it.

    Attributes:
        point: the pain point.
        part: its part of all levels lost in topics, 0 to 1.
        advice: `first`, `stop it growing`, `next` or `later`.
        reason: why, in a sentence.
    """

    point: Point
    part: float
    advice: str
    reason: str


def priorities(points: Sequence[Point], costs: Sequence[float]) -> list[Priority]:
    """Say of each pain point when its turn is.

    Args:
        points: the first pain points, by rank.
        costs: scores of all pain points, by rank.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import pain_points
    >>> tables = (pa.table({"row": [0, 1, 2], "level": [1, 2, 4], "status": ["labelled"] * 3}),
    ...           pa.table({"row": [0, 1, 2], "topic": [0, 0, 1], "strength": [0.9, 0.8, 0.7]}),
    ...           pa.table({"topic": [0, 1], "name": ["waiting", "staff"]}))
    >>> pains = pain_points(*tables)
    >>> from cxnlp.reporting.points import first_points
    >>> (one,) = priorities(first_points(pains, 5), pains["score"].to_pylist())
    >>> one.advice, one.reason
    ('first', '100% of all levels lost')
    """
    total = sum(costs) or 1.0
    found: list[Priority] = []
    before = 0.0
    for point in points:
        part = point.score.value / total
        moves = point.movement if point.movement and point.movement.flagged else None
        growing = moves is not None and moves.direction > 0
        if before < _HALF:
            advice = "first"
        elif growing:
            advice = "stop it growing"
        else:
            advice = "next" if before < _MOST else "later"
        reason = f"{percent(part, 0)} of all levels lost"
        if moves is not None:
            reason += ", and growing" if growing else ", but shrinking"
        found.append(Priority(point, part, advice, reason))
        before += part
    return found
