"""Drawings along time: levels as stacked bars, the mean level with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.levels import ServiceLevel
from cxnlp.reporting.svg import drawing, element, line, rectangle
from cxnlp.reporting.words import count, decimal, interval, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from cxnlp.insights import LevelMovement

__all__ = ["Plot", "Tick", "levels_by_period", "mean_by_period"]

_LABELS: Final = 6
"""Most words under an axis that fit a phone."""


@dataclass(frozen=True)
class Tick:
    """A word beside an axis; `at` in percent from the left or the top."""

    at: float
    word: str


@dataclass(frozen=True)
class Plot:
    """A drawing with the words of its axes, which stand in HTML."""

    drawing: Markup
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]


def levels_by_period(movement: LevelMovement) -> Plot:
    """Shares of the six levels in each period, best level on top."""
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
    drawn = drawing(
        *parts,
        height="100%",
        title=f"Shares of the six levels by {movement.period}",
        description="The figures stand in the table below the drawing.",
    )
    upward = tuple(Tick(100 - at, f"{at}%") for at in (0, 25, 50, 75, 100))
    return Plot(drawn, _across(movement.names), upward)


def mean_by_period(movement: LevelMovement) -> Plot:
    """Mean level of each period with its interval."""
    known = [one for one in movement.mean if math.isfinite(one.value)]
    bottom = max(1.0, min((one.low for one in known), default=1.0) - 0.1)
    top = min(6.0, max((one.high for one in known), default=6.0) + 0.1)
    ticks = _round_values(bottom, top)
    bottom, top = min(bottom, ticks[0]), max(top, ticks[-1])
    step = 100 / max(len(movement), 1)

    def height(value: float) -> float:
        return 100 * (top - value) / (top - bottom)

    parts = [line(0, height(value), 100, height(value), "grid") for value in ticks]
    if bottom <= ServiceLevel.EXPECTED <= top:
        parts.append(line(0, height(3), 100, height(3), "expected"))
    before: tuple[float, float] | None = None
    marks: list[Markup] = []
    for at, (name, one) in enumerate(zip(movement.names, movement.mean, strict=True)):
        if not math.isfinite(one.value):
            before = None
            continue
        x, y = (at + 0.5) * step, height(one.value)
        parts.append(line(x, height(one.low), x, height(one.high), "reach"))
        if before:
            parts.append(line(*before, x, y, "path"))
        words = f"{name}: {decimal(one.value)} ({interval(one, 'decimal')}), n = {count(one.n)}"
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
    drawn = drawing(
        *parts,
        *marks,
        height="100%",
        title=f"Mean level by {movement.period}, with interval",
        description="The figures stand in the table below the drawing.",
    )
    upward = tuple(Tick(height(value), decimal(value, 1)) for value in ticks)
    return Plot(drawn, _across(movement.names), upward)


def _across(names: Sequence[str]) -> tuple[Tick, ...]:
    every = max(1, math.ceil(len(names) / _LABELS))
    step = 100 / max(len(names), 1)
    return tuple(Tick((at + 0.5) * step, name) for at, name in enumerate(names) if at % every == 0)


def _round_values(bottom: float, top: float) -> list[float]:
    """Three to seven round values that lie around the range."""
    size = next(size for size in (0.1, 0.2, 0.5, 1.0) if (top - bottom) / size <= _LABELS)
    first = math.floor(bottom / size)
    last = math.ceil(top / size)
    return [round(at * size, 1) for at in range(first, last + 1) if 1 <= at * size <= _MOST]


_MOST: Final = float(max(ServiceLevel))
