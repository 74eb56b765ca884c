"""Impact and severity: how often a topic comes up against how badly it goes, as one picture."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from cxnlp.reporting.plot import Plot, Tick, round_values
from cxnlp.reporting.svg import element, line
from cxnlp.reporting.words import decimal, interval, of_hundred, percent, sample_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from cxnlp.reporting.points import Point

__all__ = ["impact_and_severity"]

_STEPS: Final = 28
"""Straight pieces of a curve of equal cost."""
_CURVES: Final = 3


def impact_and_severity(points: Sequence[Point]) -> Plot:
    """Share of comments (across) against severity (upward); curves join points of equal cost.

    Args:
        points: at least one, with shares above 0; each is drawn with its rank.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import pain_points
    >>> tables = (pa.table({"row": [0, 1, 2], "level": [1, 2, 4], "status": ["labelled"] * 3}),
    ...           pa.table({"row": [0, 1, 2], "topic": [0, 0, 1], "strength": [0.9, 0.8, 0.7]}),
    ...           pa.table({"topic": [0, 1], "name": ["waiting", "staff"]}))
    >>> pains = pain_points(*tables)
    >>> from cxnlp.reporting.points import first_points
    >>> plot = impact_and_severity(first_points(pains, 5))
    >>> plot.across[0].word, "waiting" in plot.drawing
    ('0%', True)
    """
    right = max(round_values(0, 1.04 * max(one.share.value for one in points)))
    top = max(round_values(0, 1.12 * max(one.severity.value for one in points)))

    def x(share: float) -> float:
        return 100 * min(share / right, 1.0)

    def y(severity: float) -> float:
        return 100 * (1 - min(severity / top, 1.0))

    across = round_values(0, right)
    upward = round_values(0, top)
    parts = [line(0, y(value), 100, y(value), "grid") for value in upward]
    parts += [line(x(value), 0, x(value), 100, "grid") for value in across]
    most = max(one.score.value for one in points)
    for part in range(1, _CURVES + 1):
        parts += _curve(most * part / _CURVES, right, top)
    for one in points:
        share, severity = one.share, one.severity
        parts += [
            line(x(share.low), y(severity.value), x(share.high), y(severity.value), "faint"),
            line(x(share.value), y(severity.low), x(share.value), y(severity.high), "faint"),
        ]
    # The first rank is drawn last, so that it lies on top.
    for one in reversed(points):
        parts += _mark(one, x(one.share.value), y(one.severity.value))
    return Plot(
        tuple(parts),
        "How often a topic comes up, and how far below expected its comments fall",
        "The numbers are the ranks in the table below.",
        tuple(Tick(x(value), percent(value, 0 if right >= 0.05 else 1)) for value in across),  # noqa: PLR2004 - finer where shares are small
        tuple(Tick(y(value), decimal(value, 1)) for value in upward),
    )


def _mark(point: Point, x: float, y: float) -> list[Markup]:
    growing = point.movement is not None and point.movement.flagged and point.movement.direction > 0
    told = (
        f"{point.rank}. {point.name}: {percent(point.share.value)} of the comments, "
        f"{decimal(point.severity.value)} levels below expected, "
        f"{of_hundred(point.score.value)} levels lost per 100 comments "
        f"({interval(point.score, 'hundred')}), {sample_size(point.n)}"
        + (", growing" if growing else "")
    )
    circle = element(
        "circle",
        element("title", text=told),
        cx=f"{x:.3f}%",
        cy=f"{y:.3f}%",
        r="12",
        class_="bubble growing" if growing else "bubble",
        data_topic=point.topic,
    )
    number = element(
        "text",
        x=f"{x:.3f}%",
        y=f"{y:.3f}%",
        dy="0.35em",
        class_="bubble-number",
        text=str(point.rank),
    )
    return [circle, number]


def _curve(cost: float, right: float, top: float) -> list[Markup]:
    """Where share times severity is `cost`: a hyperbola, in short straight lines.

    It crosses the drawing: a cost is a share times a severity, and the drawing holds them all.
    """
    first = cost / top
    shares = [first * (right / first) ** (at / _STEPS) for at in range(_STEPS + 1)]
    places = [(100 * share / right, 100 * (1 - cost / share / top)) for share in shares]
    return [line(*one, *other, "curve") for one, other in itertools.pairwise(places)]
