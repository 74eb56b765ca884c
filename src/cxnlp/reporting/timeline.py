"""Drawings along time: levels as stacked bars, a figure with its interval as a path."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from cxnlp.levels import ServiceLevel
from cxnlp.reporting.plot import Plot, Tick, names_across, round_values
from cxnlp.reporting.svg import element, line, rectangle
from cxnlp.reporting.words import count, decimal, interval, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from cxnlp.insights import LevelMovement
    from cxnlp.metrics import Estimate

__all__ = ["levels_by_period", "mean_by_period", "path"]

_TABLE: Final = "The figures stand in the table below the drawing."


def levels_by_period(movement: LevelMovement) -> Plot:
    """Shares of the six levels in each period, best level on top.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import levels_over_time
    >>> days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 1, 2)]
    >>> labels = pa.table({"row": range(3), "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                    "created_at": days})
    >>> movement = levels_over_time(labels, "month")
    >>> plot = levels_by_period(movement)
    >>> plot.title, [tick.word for tick in plot.across], plot.drawing.count("<rect")
    ('Shares of the six levels by month', ['2026-01', '2026-02'], 3)
    """
    step = 100 / max(len(movement), 1)
    parts: list[Markup] = [line(0, at, 100, at, "grid") for at in (0, 25, 50, 75, 100)]
    for at, (name, row) in enumerate(zip(movement.names, movement.counts.tolist(), strict=True)):
        total, top = sum(row), 0.0
        for level, held in reversed(list(zip(ServiceLevel, row, strict=True))):
            if not held:
                continue
            share = held / total
            words = f"{name}, {level.label}: {count(held)} of {count(total)} ({percent(share)})"
            x = at * step + step * 0.08
            parts.append(
                rectangle(x, top, step * 0.84, share * 100, f"level-{level:d}", title=words)
            )
            top += share * 100
    return Plot(
        tuple(parts),
        f"Shares of the six levels by {movement.period}",
        _TABLE,
        names_across(movement.names),
        tuple(Tick(100 - at, f"{at}%") for at in (0, 25, 50, 75, 100)),
    )


def mean_by_period(movement: LevelMovement) -> Plot:
    """Mean level of each period with its interval; the dashed line is `expected`.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import levels_over_time
    >>> days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 1, 2)]
    >>> labels = pa.table({"row": range(3), "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                    "created_at": days})
    >>> movement = levels_over_time(labels, "month")
    >>> mean_by_period(movement).drawing.count("<circle")
    2
    """
    return path(
        movement.names,
        movement.mean,
        title=f"Mean level by {movement.period}, with interval",
        span=(float(min(ServiceLevel)), float(max(ServiceLevel))),
        mark=float(ServiceLevel.EXPECTED),
    )


def path(
    names: Sequence[str],
    figures: Iterable[Estimate],
    *,
    title: str,
    span: tuple[float, float],
    mark: float | None = None,
    kind: str = "decimal",
) -> Plot:
    """A figure by period with its interval; the path breaks where a period has none.

    Args:
        names: the periods.
        figures: one per period.
        title: what it shows.
        span: least and greatest value that the figure can take.
        mark: a value to which a dashed line is drawn where it lies within the drawing.
        kind: as for `cxnlp.reporting.words.interval`: `percent` or `decimal`.

    >>> from cxnlp.metrics import Estimate
    >>> plot = path(["May", "June"], [Estimate(0.2, 0.1, 0.3, 90), Estimate(0.4, 0.3, 0.5, 80)],
    ...             title="Share", span=(0, 1), kind="percent")
    >>> [tick.word for tick in plot.upward]
    ['10%', '20%', '30%', '40%', '50%']
    """
    every = list(figures)
    known = [one for one in every if math.isfinite(one.value)]
    ends = [
        min(max(end, span[0]), span[1])
        for one in known
        for end in (one.low, one.value, one.high)
        if math.isfinite(end)
    ] or list(span)
    # Figures that do not differ get a twentieth of the range as room, at its upper end below them.
    room = (span[1] - span[0]) / 20
    least = min(*ends, span[1] - room)
    ticks = round_values(least, max(*ends, least + room))
    ticks = [value for value in ticks if span[0] <= value <= span[1]]
    bottom, top = min([*ends, *ticks]), max([*ends, *ticks])
    step = 100 / max(len(names), 1)

    def height(value: float) -> float:
        return 100 * (top - min(max(value, bottom), top)) / (top - bottom)

    parts = [line(0, height(value), 100, height(value), "grid") for value in ticks]
    if mark is not None and bottom <= mark <= top:
        parts.append(line(0, height(mark), 100, height(mark), "expected"))
    before: tuple[float, float] | None = None
    marks: list[Markup] = []
    for at, (name, one) in enumerate(zip(names, every, strict=True)):
        if not math.isfinite(one.value):
            before = None
            continue
        x, y = (at + 0.5) * step, height(one.value)
        if math.isfinite(one.low) and math.isfinite(one.high):
            parts.append(line(x, height(one.low), x, height(one.high), "reach"))
        if before:
            parts.append(line(*before, x, y, "path"))
        told = percent(one.value) if kind == "percent" else decimal(one.value)
        words = f"{name}: {told} ({interval(one, kind)}), n = {count(one.n)}"
        marks.append(
            element(
                "circle",
                element("title", text=words),
                cx=f"{x:.3f}%",
                cy=f"{y:.3f}%",
                r="4",
                class_="dot",
            )
        )
        before = (x, y)
    places = max((len(f"{value:g}".partition(".")[2]) for value in ticks), default=0)
    upward = tuple(
        Tick(
            height(value),
            percent(value, 0) if kind == "percent" else decimal(value, max(places, 0)),
        )
        for value in ticks
    )
    return Plot((*parts, *marks), title, _TABLE, names_across(names), upward)
