"""Pain points and delight points: topics weighed by the levels of the comments that touch them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.intervals import bounded_means
from cxnlp.insights.quotes import candidates, quotes_of, texts_of
from cxnlp.insights.slopes import slopes
from cxnlp.insights.trends import find_trends
from cxnlp.insights.witnesses import witnesses
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.intervals import Estimates
    from cxnlp.insights.trends import Trends
    from cxnlp.metrics import Estimate

__all__ = [
    "LATER_COLUMNS",
    "POINTS_SCHEMA",
    "delight_points",
    "pain_points",
    "rank_points",
    "stable_of",
    "with_quotes",
]

POINTS_SCHEMA: Final = pa.schema(
    [
        pa.field("rank", pa.int64(), nullable=False),
        pa.field("topic", pa.int32(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        *(
            pa.field(f"{figure}{end}", pa.float64(), nullable=figure == "trend")
            for figure in ("share", "severity", "score", "trend")
            for end in ("", "_low", "_high")
        ),
        pa.field("quotes", pa.list_(pa.string())),
        pa.field("rows", pa.list_(pa.int64())),
        pa.field("customers", pa.int64()),
        pa.field("top_customer", pa.float64()),
        pa.field("trend_q", pa.float64()),
        pa.field("stable", pa.bool_()),
    ]
)
"""The columns of `pain_points.parquet`, as the contract orders them."""

LATER_COLUMNS: Final = ("customers", "top_customer", "trend_q", "stable")
"""Those that folders of earlier versions lack."""


@dataclass(frozen=True)
class _Figures:
    share: Estimates
    severity: Estimates
    score: Estimates
    trend: list[Estimate | None]


def pain_points(
    labels: pa.Table,
    assignments: pa.Table,
    topics: pa.Table,
    *,
    confidence: float = 0.95,
    seed: int = 0,
    today: datetime | None = None,
) -> pa.Table:
    """Rank the topics by how much they pull comments below what customers expect.

    Only rows with status `labelled` count, a comment once per topic. A topic without any comment
    below expected is no pain point and is left out.

    Args:
        labels: columns `row`, `level`, `status`; where present `text`, `created_at`, `customer`,
            and the six probabilities (they help to choose the quotes).
        assignments: columns `row`, `topic` (-1 = none), `strength`.
        topics: columns `topic`, `name`, and `stable` where it was asked.
        confidence: level of all intervals.
        seed: kept in the call for the bootstrap; the intervals are closed formulas and use none.
        today: comments dated later stay out of the trend.

    Returns:
        `POINTS_SCHEMA`, by rank:
        `n` labelled comments touching the topic;
        `share` of the labelled comments that touch it;
        `severity` levels below expected, mean of max(0, 3 - level) over these comments, 0 to 2;
        `score` = share * severity, levels lost per labelled comment, the order of the ranks;
        `trend` change of the share per 30 days (0.01 = one percentage point), a straight line over
        the dated comments; null without dates, on a single date, or with under four customers;
        `quotes` up to three, redacted, levels 1 and 2 first, the most typical first; none where
        there are no texts;
        `rows` all comments behind it, the worst level first, then the strongest;
        `customers` who wrote them, and `top_customer` the share of these comments that the one who
        wrote most has written; null where no customers are known;
        `trend_q` the chance of a false alarm that its share moves, held over all topics (see
        `cxnlp.insights.trends`); null where untested;
        `stable` whether the topic comes back in other seeds and samples; null where unknown.
        Intervals are clustered by customer where known (see `cxnlp.insights.intervals`, `.slopes`).

    >>> labels = pa.table({"row": [0, 1, 2], "level": [1, 2, 4], "status": ["labelled"] * 3})
    >>> given = pa.table({"row": [0, 1, 2], "topic": [0, 0, 1], "strength": [0.9, 0.8, 0.7]})
    >>> names = pa.table({"topic": [0, 1], "name": ["waiting", "staff"]})
    >>> pain_points(labels, given, names).select(["name", "n", "severity", "rows"]).to_pylist()
    [{'name': 'waiting', 'n': 2, 'severity': 1.5, 'rows': [0, 1]}]
    """
    del seed
    comments = read_comments(labels, today=today)
    incidence = read_incidence(comments, assignments, topics)
    points = rank_points(comments, incidence, confidence=confidence, stable=stable_of(topics))
    return with_quotes(points, [labels], candidates(comments, incidence, worst=True))


def delight_points(
    labels: pa.Table,
    assignments: pa.Table,
    topics: pa.Table,
    *,
    confidence: float = 0.95,
    today: datetime | None = None,
) -> pa.Table:
    """Rank the topics by how much they lift comments to surprising and unbelievable.

    Arguments, columns and intervals as in `pain_points`; `severity` is here the lift above desired,
    mean of max(0, level - 4) over the topic's comments, 0 to 2, `quotes` are of levels 5 and 6
    first, `rows` run from the best level.

    Args:
        labels: as in `pain_points`.
        assignments: as in `pain_points`.
        topics: as in `pain_points`.
        confidence: level of all intervals.
        today: comments dated later stay out of the trend.

    >>> labels = pa.table({"row": [0, 1], "level": [6, 2], "status": ["labelled"] * 2})
    >>> given = pa.table({"row": [0, 1], "topic": [0, 1], "strength": [0.9, 0.8]})
    >>> names = pa.table({"topic": [0, 1], "name": ["staff", "waiting"]})
    >>> delight_points(labels, given, names).select(["name", "severity"]).to_pylist()
    [{'name': 'staff', 'severity': 2.0}]
    """
    comments = read_comments(labels, today=today)
    incidence = read_incidence(comments, assignments, topics)
    points = rank_points(
        comments, incidence, confidence=confidence, worst=False, stable=stable_of(topics)
    )
    return with_quotes(points, [labels], candidates(comments, incidence, worst=False))


def rank_points(
    comments: LabelledComments,
    incidence: Incidence,
    *,
    confidence: float = 0.95,
    worst: bool = True,
    stable: Mapping[int, bool] | None = None,
    moving: Trends | None = None,
) -> pa.Table:
    """`POINTS_SCHEMA` with empty `quotes`, from comments and topics that are already read.

    Args:
        comments: the labelled ones.
        incidence: which comment touches which topic.
        confidence: level of the intervals.
        worst: pain points; otherwise delight points.
        stable: by topic, where known.
        moving: trends of these topics, if they are already tested.

    >>> labels = pa.table({"row": [0, 1, 2], "level": [1, 2, 4], "status": ["labelled"] * 3})
    >>> comments = read_comments(labels)
    >>> given = pa.table({"row": [0, 1, 2], "topic": [0, 0, 1], "strength": [0.9, 0.8, 0.7]})
    >>> names = pa.table({"topic": [0, 1], "name": ["waiting", "staff"]})
    >>> points = rank_points(comments, read_incidence(comments, given, names), stable={0: True})
    >>> points.select(["rank", "name", "score", "stable"]).to_pylist()
    [{'rank': 1, 'name': 'waiting', 'score': 1.0, 'stable': True}]
    """
    figures = _figures(comments, incidence, confidence=confidence, worst=worst)
    kept = np.flatnonzero(figures.score.value > 0)
    # Equal scores: the topic of more comments first, then the lower number.
    order = np.lexsort((kept, -figures.share.n[kept], -figures.score.value[kept]))
    kept = kept[order]
    level = comments.level[incidence.comment]
    inner = np.lexsort(
        (incidence.comment, -incidence.strength, level if worst else -level, incidence.place)
    )
    ends = np.searchsorted(incidence.place[inner], np.arange(len(incidence.topic) + 1))
    columns: dict[str, object] = {
        "rank": np.arange(1, len(kept) + 1),
        "topic": incidence.topic[kept].astype(np.int32),
        "name": [incidence.name[at] for at in kept],
        "n": figures.share.n[kept],
    }
    for name in ("share", "severity", "score"):
        found: Estimates = getattr(figures, name)
        columns[name] = found.value[kept]
        columns[f"{name}_low"] = found.low[kept]
        columns[f"{name}_high"] = found.high[kept]
    lines = [figures.trend[at] for at in kept]
    columns["trend"] = [line.value if line else None for line in lines]
    columns["trend_low"] = [line.low if line else None for line in lines]
    columns["trend_high"] = [line.high if line else None for line in lines]
    columns["quotes"] = [[] for _ in kept]
    columns["rows"] = [
        comments.row[incidence.comment[inner[ends[at] : ends[at + 1]]]] for at in kept
    ]
    number, most = witnesses(comments, incidence)
    known = comments.known_customers
    columns["customers"] = number[kept] if known else [None] * len(kept)
    columns["top_customer"] = most[kept] if known else [None] * len(kept)
    tested = moving or find_trends(comments, incidence)
    q_value = {one.topic: one.q_value for one in tested.trends}
    numbers = incidence.topic[kept].tolist()
    columns["trend_q"] = [q_value.get(topic) for topic in numbers]
    columns["stable"] = [(stable or {}).get(topic) for topic in numbers]
    arrays = [pa.array(columns[field.name], field.type) for field in POINTS_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=POINTS_SCHEMA)


def with_quotes(
    points: pa.Table,
    batches: Iterable[pa.Table],
    rows: Mapping[int, NDArray[np.int64]],
    *,
    most: int | None = None,
) -> pa.Table:
    """Fill the column `quotes`.

    Args:
        points: `POINTS_SCHEMA`.
        batches: tables with `row` and, where the run holds texts, `text`; read once.
        rows: candidates by topic, see `cxnlp.insights.quotes.candidates`.
        most: how many points get quotes, from rank 1; all of them if not given.

    >>> labels = pa.table({"row": [0, 1], "level": [1, 2], "status": ["labelled"] * 2})
    >>> comments = read_comments(labels)
    >>> given = pa.table({"row": [0, 1], "topic": [0, 0], "strength": [0.9, 0.8]})
    >>> names = pa.table({"topic": [0], "name": ["waiting"]})
    >>> points = rank_points(comments, read_incidence(comments, given, names))
    >>> texts = pa.table({"row": [1, 0], "text": ["An hour in line.", "Nobody ever came."]})
    >>> with_quotes(points, [texts], {0: np.array([0, 1])})["quotes"].to_pylist()
    [['Nobody ever came.', 'An hour in line.']]
    """
    chosen = [rows[topic] for topic in points["topic"].to_pylist()[:most]]
    if not chosen:
        return points
    texts = texts_of(batches, np.concatenate(chosen))
    quotes = [quotes_of(list(some), texts) for some in chosen]
    quotes += [[] for _ in range(points.num_rows - len(chosen))]
    at = POINTS_SCHEMA.get_field_index("quotes")
    return points.set_column(at, POINTS_SCHEMA.field(at), pa.array(quotes, pa.list_(pa.string())))


def stable_of(topics: pa.Table) -> dict[int, bool]:
    """Which topics come back in most other seeds and samples, where a table of topics says it.

    >>> stable_of(pa.table({"topic": [0, 1], "name": ["a", "b"], "stable": [True, None]}))
    {0: True}
    """
    if "stable" not in topics.column_names:
        return {}
    pairs = zip(topics["topic"].to_pylist(), topics["stable"].to_pylist(), strict=True)
    return {topic: stable for topic, stable in pairs if stable is not None}


def _figures(
    comments: LabelledComments, incidence: Incidence, *, confidence: float, worst: bool
) -> _Figures:
    groups = len(incidence.topic)
    place, comment = incidence.place, incidence.comment
    customer = comments.customer[comment]
    level = comments.level[comment].astype(np.float64)
    expected, desired = float(ServiceLevel.EXPECTED), float(ServiceLevel.DESIRED)
    weight = np.maximum(expected - level if worst else level - desired, 0.0)
    of = np.bincount(comments.customer, minlength=comments.customers)

    dated = comments.dated
    position = np.cumsum(dated) - 1
    held = dated[comment]
    trend = slopes(
        place[held],
        position[comment[held]],
        np.ones(int(held.sum())),
        when=comments.when[dated],
        cluster=comments.customer[dated],
        groups=groups,
        confidence=confidence,
    )
    return _Figures(
        share=bounded_means(
            place, customer, np.ones(len(place)), groups=groups, of=of, confidence=confidence
        ),
        # Both weights lie in [0, 2]: halved for the formula, doubled again.
        severity=bounded_means(
            place, customer, weight / 2, groups=groups, confidence=confidence
        ).scaled(2),
        score=bounded_means(
            place, customer, weight / 2, groups=groups, of=of, confidence=confidence
        ).scaled(2),
        trend=trend,
    )
