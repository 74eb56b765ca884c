"""The figures of a report that are worth a slide, each with its title and all of its words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.levels import ServiceLevel
from cxnlp.reporting.impact import impact_and_severity
from cxnlp.reporting.plot import Plot, round_values
from cxnlp.reporting.points import first_points, shown_points
from cxnlp.reporting.timeline import levels_by_period, mean_by_period
from cxnlp.reporting.words import count, decimal, interval, of_hundred, percent, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cxnlp.insights.drivers.findings import Drivers
    from cxnlp.insights.kano.findings import Kano
    from cxnlp.insights.people.views import GroupViews
    from cxnlp.metrics import Estimate
    from cxnlp.reporting.findings import Findings, TopicFindings
    from cxnlp.reporting.points import Point

__all__ = ["Figure", "Row", "Rows", "figures_of", "span"]

_MOST: Final = 10
"""Rows of a figure that can be read from the back of a room."""


@dataclass(frozen=True)
class Row:
    """One line of a figure: its name, its figure, and the figure in words."""

    name: str
    estimate: Estimate
    words: str
    kind: str = ""


@dataclass(frozen=True)
class Rows:
    """Figures one below the other on one scale.

    Attributes:
        rows: the first on top.
        low: value at the left edge.
        high: value at the right edge.
        mark: where a dashed line is drawn.
        bars: bars from zero instead of dots.
    """

    rows: tuple[Row, ...]
    low: float
    high: float
    mark: float | None = None
    bars: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure with all of its words.

    Attributes:
        name: of its files, such as `pain-points`.
        title: what it shows.
        under: how to read it, in a line.
        body: what is drawn.
        across: what the axis below shows.
        names: a list beside the drawing.
        legend: whether the colours of the levels are told.
    """

    name: str
    title: str
    under: str
    body: Plot | Rows
    across: str = ""
    names: tuple[str, ...] = ()
    legend: bool = False


def figures_of(findings: Findings) -> list[Figure]:
    """The figures that these findings allow, in the order of the report.

    >>> import numpy as np
    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import level_shares, levels_over_time
    >>> from cxnlp.insights.certainty import Certainty
    >>> from cxnlp.reporting.findings import Findings, Origin, Rejections
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2})
    >>> unsure = Certainty(0, np.zeros(6), None, None, None, None, np.zeros(6))
    >>> found = Findings(datetime(2026, 7, 1, tzinfo=UTC), Origin("a.csv", (), 0.9),
    ...                  level_shares(labels), levels_over_time(labels), unsure,
    ...                  Rejections(3, {"empty": 1}, {"empty": (2,)}, {}))
    >>> [one.name for one in figures_of(found)]
    ['levels']
    """
    return list(_all(findings))


def span(estimates: Iterable[Estimate], *, around: float | None = None) -> tuple[float, float]:
    """Round ends of a scale that holds all figures, and `around`; intervals may be cut off.

    The intervals of a few wild figures would press all others together, hence a scale three times
    as wide as the figures themselves at most.

    >>> from cxnlp.metrics import Estimate
    >>> span([Estimate(0.2, -0.1, 0.4, 9)], around=0)
    (-0.1, 0.4)
    """
    known = [one for one in estimates if math.isfinite(one.value)]
    values = [one.value for one in known] + ([] if around is None else [around])
    if not known:
        return 0.0, 1.0
    least, most = min(values), max(values)
    room = max(most - least, 0.05 * max(abs(least), abs(most)), 1e-6)
    ends = [end for one in known for end in (one.low, one.high) if math.isfinite(end)]
    low = max(min([*ends, least]), least - room)
    high = min(max([*ends, most]), most + room)
    ticks = round_values(low, high)
    return (ticks[0], ticks[-1]) if ticks[0] < ticks[-1] else (ticks[0], ticks[0] + 1)


def _all(findings: Findings) -> Iterator[Figure]:
    yield from _levels(findings)
    if findings.topics is not None:
        yield from _topics(findings.topics)
    for drivers in findings.drivers.outcomes if findings.drivers else ():
        yield from _drivers(drivers)
    for views in findings.people.groups.values() if findings.people else ():
        yield from _groups(views)
    if findings.kano is not None:
        yield from _kano(findings.kano)


def _levels(findings: Findings) -> Iterator[Figure]:
    standing, movement = findings.standing, findings.movement
    sure = f"with {percent(standing.confidence, 0)} intervals"
    if standing.labelled:
        rows = tuple(
            Row(level.label, one, f"{percent(one.value)} ({interval(one)})", f"level-{level:d}")
            for level, one in zip(ServiceLevel, standing.shares, strict=True)
        )
        yield Figure(
            "levels",
            "Where do we stand",
            f"Share of each level of service among {plural(standing.labelled, 'comment')}, {sure}",
            Rows(rows, 0.0, max(one.high for one in standing.shares), bars=True),
        )
    if len(movement) > 1:
        yield Figure(
            "mean-level",
            f"Mean level by {movement.period}",
            f"On the scale of 1 to 6, {sure}; the dashed line is “expected”",
            mean_by_period(movement),
        )
        yield Figure(
            "levels-over-time",
            f"Levels by {movement.period}",
            "Share of each level among the comments, best on top",
            levels_by_period(movement),
            legend=True,
        )


def _topics(topics: TopicFindings) -> Iterator[Figure]:
    if topics.pains.num_rows:
        pains = shown_points(topics.pains, topics, most=_MOST, kind="level-2")
        yield _points("pain-points", "What hurts most", "lost", pains, "level-2")
        yield Figure(
            "priorities",
            "What to do first",
            "Upward: levels below expected per comment of the topic. Lines join equal cost, "
            "dark red is growing",
            impact_and_severity(pains),
            across="share of all comments that touch the topic",
            names=tuple(f"{one.rank}  {one.name}" for one in pains),
        )
    if topics.delights.num_rows:
        delights = first_points(topics.delights, _MOST)
        yield _points("delights", "What delights", "won", delights, "level-5")


def _points(name: str, title: str, word: str, points: Sequence[Point], kind: str) -> Figure:
    rows = tuple(
        Row(
            one.name,
            one.score,
            f"{of_hundred(one.score.value)} ({interval(one.score, 'hundred')})",
            kind,
        )
        for one in points
    )
    most = max(one.score.high for one in points)
    under = f"Levels {word} per 100 comments, by topic, with intervals"
    return Figure(name, title, under, Rows(rows, 0.0, most, bars=True))


def _drivers(drivers: Drivers) -> Iterator[Figure]:
    shown = [(one, one.adjusted) for one in drivers.drivers if one.flagged and one.adjusted]
    if not shown:
        return
    rows = []
    for one, effect in shown[:_MOST]:
        good = effect.value * (drivers.better or 1) > 0
        words = f"{signed(effect.value)} ({interval(effect, 'signed')})"
        rows.append(Row(one.title, effect, words, "good" if good else "bad"))
    low, high = span([row.estimate for row in rows], around=0.0)
    yield Figure(
        f"moves-{drivers.outcome.replace('_', '-')}",
        f"What moves the {drivers.title}",
        f"Change in {drivers.unit} where it is present, all else held fixed; association, not "
        f"cause; n = {count(drivers.n)}",
        Rows(tuple(rows), low, high, mark=0.0),
    )


def _groups(views: GroupViews) -> Iterator[Figure]:
    if not views.groups:
        return
    shown = views.groups[:_MOST]
    kinds = {"weak": "bad", "strong": "good"}
    rows = tuple(
        Row(
            one.name,
            one.level.value,
            f"{decimal(one.level.value.value)} ({interval(one.level.value, 'decimal')})",
            kinds.get(one.level.verdict, "plain"),
        )
        for one in shown
    )
    low, high = span([row.estimate for row in rows])
    yield Figure(
        f"level-by-{views.column.replace('_', '-')}",
        f"Mean level by {views.column.replace('_', ' ')}",
        f"From {views.least} comments upwards; coloured where a difference from the others is sure",
        Rows(rows, low, high),
    )


def _kano(kano: Kano) -> Iterator[Figure]:
    rows: list[Row] = []
    for item in kano.items[: _MOST // 2]:
        for effect, word, kind in (
            (item.whole.reward, "done well", "good"),
            (item.whole.penalty, "done badly", "bad"),
        ):
            if effect is not None:
                words = f"{signed(effect.value)} ({interval(effect, 'signed')})"
                rows.append(Row(f"{item.name}, {word}", effect, words, kind))
    if rows:
        low, high = span([row.estimate for row in rows], around=0.0)
        yield Figure(
            "nature",
            "What good and bad service go with",
            f"Change of the {kano.outcome} in {kano.unit} against comments that do not mention it",
            Rows(tuple(rows), low, high, mark=0.0),
        )
