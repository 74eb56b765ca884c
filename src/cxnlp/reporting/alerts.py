"""What moves in topics, in words: their shares, their levels, and spikes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.reporting.words import count, percent, plural

if TYPE_CHECKING:
    from cxnlp.insights import Trend, Trends

__all__ = ["Alert", "Alerts", "alerts"]

_MOST: Final = 12
"""Findings listed; more are counted."""


@dataclass(frozen=True)
class Alert:
    """One finding: a topic's name and what it does."""

    name: str
    words: str


@dataclass(frozen=True)
class Alerts:
    """What the page says on movement.

    Attributes:
        method: how it was tested and with which rate of false alarms.
        lines: what was found.
        nothing: what to say where nothing was found.
    """

    method: str
    lines: tuple[Alert, ...]
    nothing: str


def alerts(trends: Trends) -> Alerts | None:
    """Put the flagged trends, levels and spikes in words; None with under two periods.

    >>> import pyarrow as pa
    >>> from datetime import datetime, timedelta
    >>> from cxnlp.insights import trends
    >>> days = [datetime(2026, 1, 1) + timedelta(days=3 * n) for n in range(60)]
    >>> labels = pa.table({"row": range(60), "level": [2] * 60, "status": ["labelled"] * 60,
    ...                    "created_at": days})
    >>> given = pa.table({"row": range(60), "topic": [0] * 30 + [1] * 30, "strength": [0.9] * 60})
    >>> names = pa.table({"topic": [0, 1], "name": ["app", "refunds"]})
    >>> found = alerts(trends(labels, given, names))
    >>> [(one.name, one.words.split(":")[0]) for one in found.lines][:2]
    [('app', 'shrinks'), ('refunds', 'grows')]
    """
    if len(trends.names) < 2:  # noqa: PLR2004 - one period shows no movement
        return None
    untested = (
        f" {plural(trends.untested, 'topic')} with too few customers stayed untested."
        if trends.untested
        else ""
    )
    method = (
        f"The share of every topic was tested for a trend, each customer being one witness, and "
        f"every {trends.period} for a spike, a customer counting once, and the levels of "
        f"{plural(len(trends.levels), 'topic')} with enough customers for a trend. Of all trends "
        f"listed, and likewise of all levels and of all spikes, at most "
        f"{percent(trends.false_alarms, 0)} are false alarms on average (false discovery rate, "
        f"Benjamini and Hochberg 1995). A change in who was asked shows as a trend too.{untested}"
    )
    moving = [Alert(one.name, _share(one)) for one in trends.trends if one.flagged]
    moving += [Alert(one.name, _level(one)) for one in trends.levels if one.flagged]
    spiking = [
        Alert(
            one.name,
            f"spikes in {one.period}: {count(one.n)} customers, {percent(one.share)} of those "
            f"heard, against {percent(one.usual)} otherwise (q = {_chance(one.q_value)})",
        )
        for one in trends.spikes
    ]
    lines = moving + spiking
    if len(lines) > _MOST:
        left = len(lines) - _MOST
        lines = [*lines[:_MOST], Alert("", f"and {plural(left, 'further finding')}")]
    return Alerts(method, tuple(lines), "Nothing moves more than chance would bring.")


def _share(trend: Trend) -> str:
    first, last = _thirds(trend)
    word = "grows" if trend.direction > 0 else "shrinks"
    return (
        f"{word}: a mean share of {percent(first)} in the first third of the time, "
        f"{percent(last)} in the last (q = {_chance(trend.q_value)})"
    )


def _level(trend: Trend) -> str:
    first, last = _thirds(trend)
    word = "gets better" if trend.direction > 0 else "gets worse"
    return (
        f"{word}: a mean level of {first:.2f} in the first third of the time, {last:.2f} in the "
        f"last ({count(trend.n)} customers, q = {_chance(trend.q_value)})"
    )


def _thirds(trend: Trend) -> tuple[float, float]:
    """Means over the first and the last third of the periods with a figure."""
    known = [value for value in trend.values.tolist() if math.isfinite(value)]
    third = max(1, len(known) // 3)
    return sum(known[:third]) / third, sum(known[-third:]) / third


def _chance(value: float) -> str:
    return "under 0.001" if value < 0.001 else f"{value:.3f}"  # noqa: PLR2004 - told to three places
