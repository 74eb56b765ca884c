"""Pain points and delight points as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from cxnlp.metrics import Estimate
from cxnlp.reporting.bars import estimate_bar, spark_bars, stacked_bar
from cxnlp.reporting.soundness import TopicNote, topic_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from cxnlp.insights import Trend
    from cxnlp.reporting.findings import TopicFindings

__all__ = ["Point", "first_points", "shown_points"]

_NOTHING: Final = Markup("")
_UNKNOWN: Final = TopicNote()
_ROWS: Final = 80
"""Row numbers written under a point; all of them stand in the topics folder."""


@dataclass(frozen=True)
class Point:
    """One row of `cxnlp.insights.POINTS_SCHEMA`, with its drawings.

    Attributes:
        rank: 1 for the first.
        topic: the topic's number.
        name: its name.
        n: labelled comments that touch it.
        share: of the labelled comments.
        severity: levels below expected (or above desired) per comment of the topic.
        score: levels lost (or won) per labelled comment.
        trend: change of the share per 30 days; None where unknown.
        quotes: redacted.
        rows: the first row numbers behind it.
        customers: who wrote them; None where none are known.
        top_customer: share of the comments by the customer who wrote most.
        note: its theme, stability and lineage.
        movement: the trend test, where there is one.
        bar: its score with interval.
        mix: its levels in one bar.
        spark: its share over time.
    """

    rank: int
    topic: int
    name: str
    n: int
    share: Estimate
    severity: Estimate
    score: Estimate
    trend: Estimate | None
    quotes: tuple[str, ...]
    rows: tuple[int, ...]
    customers: int | None = None
    top_customer: float | None = None
    note: TopicNote = _UNKNOWN
    movement: Trend | None = None
    bar: Markup = _NOTHING
    mix: Markup = _NOTHING
    spark: Markup = _NOTHING


def first_points(
    points: pa.Table, most: int, *, skip: int = 0, notes: Mapping[int, TopicNote] | None = None
) -> list[Point]:
    """The points of a table in the order of their ranks, without drawings.

    Args:
        points: the table, by rank.
        most: how many.
        skip: so many come before.
        notes: by topic.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import pain_points
    >>> tables = (pa.table({"row": [0, 1, 2], "level": [1, 2, 4], "status": ["labelled"] * 3}),
    ...           pa.table({"row": [0, 1, 2], "topic": [0, 0, 1], "strength": [0.9, 0.8, 0.7]}),
    ...           pa.table({"topic": [0, 1], "name": ["waiting", "staff"]}))
    >>> pains = pain_points(*tables)
    >>> [(one.name, one.n, str(one.severity)[:5]) for one in first_points(pains, 5)]
    [('waiting', 2, '1.500')]
    """
    chosen = points.slice(skip, most)
    rows = chosen["rows"]
    return [
        _point(
            record,
            tuple(rows[at].values.slice(0, _ROWS).to_pylist()),
            (notes or {}).get(record["topic"], _UNKNOWN),
        )
        for at, record in enumerate(chosen.drop_columns(["rows"]).to_pylist())
    ]


def shown_points(points: pa.Table, topics: TopicFindings, *, most: int, kind: str) -> list[Point]:
    """The first points with their drawings.

    Args:
        points: the table, by rank.
        topics: where level mixes and trends come from.
        most: how many.
        kind: class of the bars, `pain` or `delight`.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import level_by_topic, pain_points, trends
    >>> tables = (pa.table({"row": [0, 1, 2], "level": [1, 2, 4], "status": ["labelled"] * 3}),
    ...           pa.table({"row": [0, 1, 2], "topic": [0, 0, 1], "strength": [0.9, 0.8, 0.7]}),
    ...           pa.table({"topic": [0, 1], "name": ["waiting", "staff"]}))
    >>> pains = pain_points(*tables)
    >>> from cxnlp.reporting.findings import TopicFindings
    >>> topics = TopicFindings(pains, pains, level_by_topic(*tables), trends(*tables))
    >>> (found,) = shown_points(pains, topics, most=5, kind="pain")
    >>> found.name, found.mix.count("<rect"), found.spark
    ('waiting', 2, Markup(''))
    """
    found = first_points(points, most, notes=topic_notes(topics))
    widest = max((point.score.high for point in found), default=1.0)
    place = {int(topic): at for at, topic in enumerate(topics.levels.topic)}
    shares = topics.levels.shares
    moving = {trend.topic: trend for trend in topics.trends.trends}
    shown: list[Point] = []
    for point in found:
        trend, at = moving.get(point.topic), place.get(point.topic)
        title = f"{point.name}: levels of its comments"
        shown.append(
            replace(
                point,
                movement=trend,
                bar=estimate_bar(point.score, most=widest, kind=kind),
                mix=_NOTHING
                if at is None
                else stacked_bar(shares[at].tolist(), height="1.25rem", title=title),
                spark=_NOTHING
                if trend is None
                else spark_bars(
                    trend.values.tolist(), topics.trends.names, title=f"{point.name}: share by time"
                ),
            )
        )
    return shown


def _point(record: Mapping[str, Any], rows: tuple[int, ...], note: TopicNote) -> Point:
    def estimate(name: str) -> Estimate:
        return Estimate(record[name], record[f"{name}_low"], record[f"{name}_high"], record["n"])

    return Point(
        rank=record["rank"],
        topic=record["topic"],
        name=record["name"],
        n=record["n"],
        share=estimate("share"),
        severity=estimate("severity"),
        score=estimate("score"),
        trend=None if record["trend"] is None else estimate("trend"),
        quotes=tuple(record["quotes"] or ()),
        rows=rows,
        customers=record["customers"],
        top_customer=record["top_customer"],
        note=note,
    )
