"""A made-up run with topics: the comments of an invented shop, for the tests of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from cxnlp.flows.report import write_report
from cxnlp.insights import (
    Trend,
    certainty,
    delight_points,
    level_by_topic,
    level_shares,
    levels_over_time,
    pain_points,
    trends,
)
from cxnlp.levels import LEVEL_NAMES
from cxnlp.metrics import Estimate
from cxnlp.reporting.findings import Findings, Origin, Rejections, TopicFindings
from cxnlp.reporting.points import Point
from cxnlp.runs import Manifest, ModelIdentity, Part, Parts, SourceIdentity, begin_run, finish_run
from cxnlp.schema import ASPECT_FIELDS, PROBABILITY_COLUMNS, REJECTED_SCHEMA, labels_schema

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.flows.report import ReportResult

NOW: Final = datetime(2026, 7, 1, tzinfo=UTC)

TOPICS: Final = {
    "waiting at the counter": (
        1.9,
        [
            "Stood at the counter for half an hour and nobody even looked up.",
            "The queue went out of the door, again. I left without my parcel.",
            "Forty minutes for one signature. Call me on 020 7946 0018 if you care.",
            "Two tills of six were open and the line did not move at all.",
        ],
    ),
    "app keeps signing out": (
        2.2,
        [
            "The app signs me out each time, then asks for a code that never comes.",
            "Since the update I cannot stay logged in for more than a minute.",
            "Write to me at mira@example.org when the app works again.",
        ],
    ),
    "delivery times": (
        2.9,
        [
            "It came a day late, but it came.",
            "Delivered in the promised window, nothing more to say.",
            "The courier never rang and the card through the door was for next door.",
        ],
    ),
    "price and value": (
        3.2,
        ["A fair price for what it is.", "Dearer than last year and no better."],
    ),
    "choice of goods": (
        3.8,
        ["Good range, I found what I needed.", "They had my odd size, great."],
    ),
    "friendly staff": (
        4.7,
        [
            "Joan carried my bags to the bus in the rain. I had not asked.",
            "The lad at the desk could not do enough for my mother.",
            "Lovely people, they remember my name and my dog.",
        ],
    ),
    "repair workshop": (
        5.1,
        [
            "They mended a clock that three others had given up. Best shop I have ever been to.",
            "Fixed while I waited, and they would not take a penny for it!",
        ],
    ),
}
"""Name of each topic, its mean level, and what its customers write."""

HOSTILE: Final = (
    "<script>alert('x')</script><img src=x onerror=alert(1)> the queue",
    "\u0627\u0644\u062e\u062f\u0645\u0629 \u0633\u064a\u0626\u0629 \u202e gnp.exe in the queue",
    '\U0001f621\U0001f621 "quoted" & </style></title> {{ 7 * 7 }} {% raw %}',
)


def make_labels(
    rows: int = 1200, *, seed: int = 3, hostile: bool = True, **columns: bool
) -> pa.Table:
    """Labels of `rows` comments over twelve months; the queue comes up ever more often.

    Args:
        rows: how many.
        seed: of the draw.
        hostile: whether a few comments try to break the page.
        **columns: `text=False`, `created_at=False`, `customer=False` or `ratings=False` leaves out.
    """
    random = np.random.default_rng(seed)
    topic = make_topics_of(rows, seed=seed)
    middle = np.array([level for level, _ in TOPICS.values()])[topic]
    level = np.clip(np.rint(random.normal(middle, 0.8)), 1, 6).astype(np.int8)
    distance = np.abs(np.arange(1, 7)[None, :] - (level + random.normal(0, 0.2, rows))[:, None])
    p = np.exp(-1.6 * distance)
    p = (p / p.sum(axis=1, keepdims=True)).astype(np.float32)
    status = np.where(random.random(rows) < 0.06, "no_evidence", "labelled").astype(object)
    status[random.random(rows) < 0.01] = "unsupported_language"
    labelled = status == "labelled"
    wide = (random.random(rows) < 0.35).astype(np.int8)
    texts = [list(TOPICS.values())[at][1] for at in topic]
    text = [some[int(random.integers(len(some)))] for some in texts]
    if hostile:
        worst = np.flatnonzero((topic == 1) & (level <= 2) & labelled)
        for at, words in zip(worst[4:], HOSTILE, strict=False):
            text[int(at)] = words
    when = days_of(rows, seed=seed)
    csat = np.clip(np.rint(level * 0.8 + random.normal(0, 0.6, rows)), 1, 5)
    nps = np.clip(np.rint(level * 1.8 - 0.5 + random.normal(0, 1.2, rows)), 0, 10)
    missing = random.random(rows) < 0.5
    held = {
        "row": np.arange(rows),
        "id": [f"c{at}" for at in range(rows)],
        "text": text,
        "level": pa.array(level, mask=~labelled),
        "level_name": pa.array([LEVEL_NAMES[at - 1] for at in level], mask=~labelled),
        **{name: p[:, at] for at, name in enumerate(PROBABILITY_COLUMNS)},
        "evidence": random.random(rows, np.float32),
        "level_low": np.maximum(level - wide, 1).astype(np.int8),
        "level_high": np.minimum(level + 1 - (random.random(rows) < 0.5), 6).astype(np.int8),
        "status": status,
        "language": ["en"] * rows,
        "created_at": pa.array(when, mask=random.random(rows) < 0.02),
        "customer": [f"k{random.integers(rows * 2 // 3)}" for _ in range(rows)],
        "csat": pa.array(csat, mask=missing),
        "nps": pa.array(nps, mask=~missing),
    }
    named = {
        "created_at": columns.get("created_at", True),
        "customer": columns.get("customer", True),
        "csat": columns.get("ratings", True),
        "nps": columns.get("ratings", True),
    }
    schema = labels_schema(
        [name for name, wanted in named.items() if wanted], text=columns.get("text", True)
    )
    return pa.table({name: held[name] for name in schema.names}, schema=schema)


def with_service(labels: pa.Table, *, seed: int = 5) -> pa.Table:
    """The same comments with channel, team, segment, records of the service, and aspects.

    The phone line answers worse in empathy than the others; the night team has two comments.
    """
    random = np.random.default_rng(seed)
    n = labels.num_rows
    level = pc.fill_null(labels["level"], 3).to_numpy().astype(np.float64)
    team = random.choice(["north desk", "south desk", "phone line"], n).astype(object)
    team[:2] = "nights"
    columns: dict[str, object] = {
        "channel": random.choice(["phone", "email", "app"], n, p=[0.5, 0.4, 0.1]),
        "team": team,
        "segment": random.choice(["standard", "gold", "<i>odd</i>"], n, p=[0.7, 0.29, 0.01]),
        "resolution_hours": random.lognormal(2, 1, n),
        "resolved": random.random(n) < 0.8,
        "escalated": random.random(n) < 0.1,
    }
    for name in ("empathy", "timeliness", "expertise", "personalization", "consistency"):
        leaning = level + random.normal(0, 1, n) - 3.3
        if name == "empathy":
            leaning = leaning - 2.0 * (team == "phone line")
        sign = np.where(random.random(n) < 0.4, np.where(leaning > 0, 1, -1), 0)
        columns[name] = sign.astype(np.int8)
    for field in ASPECT_FIELDS[5:]:
        columns[field.name] = random.random(n) < 0.25
    for name, values in columns.items():
        labels = labels.append_column(name, pa.array(values))
    return labels


def days_of(rows: int, *, seed: int) -> list[datetime]:
    """Dates over the twelve months before `NOW`, in order."""
    part = np.sort(np.random.default_rng(seed + 1).random(rows))
    return [NOW - timedelta(days=365 * (1 - float(at))) for at in part]


def make_topics_of(rows: int, *, seed: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Main topic of each comment: the queue comes up three times as often at the end."""
    random = np.random.default_rng(seed + 2)
    grow = np.linspace(0.5, 1.5, rows)
    weight = np.tile(np.array([0.14, 0.1, 0.2, 0.16, 0.16, 0.16, 0.08]), (rows, 1))
    weight[:, 0] *= grow
    weight /= weight.sum(axis=1, keepdims=True)
    drawn = (weight.cumsum(axis=1) < random.random(rows)[:, None]).sum(axis=1)
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = np.minimum(drawn, len(TOPICS) - 1)
    return found


def make_assignments(rows: int = 1200, *, seed: int = 3) -> pa.Table:
    """One topic per comment, a second one for a tenth, none for one in fifty."""
    random = np.random.default_rng(seed + 3)
    topic = make_topics_of(rows, seed=seed)
    topic[random.random(rows) < 0.02] = -1
    second = np.flatnonzero((random.random(rows) < 0.1) & (topic >= 0))
    row = np.concatenate([np.arange(rows), second])
    touched = np.concatenate([topic, (topic[second] + 1) % len(TOPICS)])
    drawn = np.concatenate([0.5 + random.random(rows) / 2, random.random(len(second)) / 2])
    strength = drawn.astype(np.float32)
    order = np.lexsort((-strength, row))
    return pa.table(
        {
            "row": row[order],
            "id": [f"c{at}" for at in row[order]],
            "topic": touched[order].astype(np.int32),
            "strength": strength[order],
        }
    )


def with_hostile_first(assignments: pa.Table, labels: pa.Table) -> pa.Table:
    """The same assignments, in which hostile comments are the most typical and thus quoted."""
    if "text" not in labels.column_names:
        return assignments
    texts = labels["text"].to_pylist()
    hostile = np.isin(
        assignments["row"].to_numpy(), [texts.index(t) for t in HOSTILE if t in texts]
    )
    strength = np.where(hostile, 9.0, assignments["strength"].to_numpy()).astype(np.float32)
    at = assignments.schema.get_field_index("strength")
    return assignments.set_column(at, "strength", pa.array(strength))


def make_topics() -> pa.Table:
    """The topics' table."""
    return pa.table(
        {
            "topic": pa.array(range(len(TOPICS)), pa.int32()),
            "name": list(TOPICS),
            "keywords": [name.split() for name in TOPICS],
            "size": [1] * len(TOPICS),
            "mean_level": [level for level, _ in TOPICS.values()],
            "quotes": [[] for _ in TOPICS],
        }
    )


def write_run(folder: Path, labels: pa.Table, *, rejected: int = 23) -> Path:
    """A finished run folder of two parts."""
    manifest = Manifest(
        source=SourceIdentity(
            uri="made-up/feedback.csv", size=123_456, digest="sha256:" + "1a" * 32
        ),
        model=ModelIdentity(name="levels-made-up", kind="linear", digest="sha256:" + "2b" * 32),
        settings={},
        config_digest="sha256:" + "3c" * 32,
        columns={},
        part_size=labels.num_rows,
        coverage=0.9,
        evidence_threshold=0.41,
        versions={"cxnlp": "0.1.0"},
    )
    run = begin_run(folder, manifest)
    reasons = ["empty", "duplicate_id", "not_text"]
    left = pa.table(
        {
            "row": np.arange(labels.num_rows, labels.num_rows + rejected),
            "id": [f"r{at}" for at in range(rejected)],
            "reason": [reasons[at % 3] for at in range(rejected)],
            "detail": [""] * rejected,
        },
        schema=REJECTED_SCHEMA,
    )
    half = labels.num_rows // 2
    Parts(folder).write(0, Part(labels.slice(0, half), left.slice(0, 0), {"created_at": 4}))
    Parts(folder).write(1, Part(labels.slice(half), left))
    return finish_run(run).folder


def write_topics(folder: Path, labels: pa.Table, assignments: pa.Table, topics: pa.Table) -> Path:
    """A topics folder, as far as the report reads it."""
    folder.mkdir(parents=True)
    pq.write_table(assignments, folder / "assignments.parquet")
    pq.write_table(topics, folder / "topics.parquet")
    points = pain_points(labels, assignments, topics, today=NOW)
    pq.write_table(points, folder / "pain_points.parquet")
    return folder


def make_point(rank: int, score: float, *, direction: int = 0) -> Point:
    """A pain point of nine comments; `direction` 1 or -1 makes it grow or shrink."""
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


def make_findings(labels: pa.Table, **others: Any) -> Findings:  # noqa: ANN401 - passed on, typed there
    """What a report finds in these labels, without a folder; nothing was rejected."""
    plain = 1 / len(LEVEL_NAMES)
    for name in PROBABILITY_COLUMNS:
        if name not in labels.column_names:
            labels = labels.append_column(name, pa.array([plain] * len(labels), pa.float32()))
    for name in ("level_low", "level_high"):
        if name not in labels.column_names:
            labels = labels.append_column(name, pc.fill_null(labels["level"], 1))
    return Findings(
        made=NOW,
        origin=Origin("feedback.csv", (), 0.9),
        standing=level_shares(labels),
        movement=levels_over_time(labels, "month"),
        certainty=certainty(labels),
        **{"rejections": Rejections(len(labels), {}, {}, {}), **others},
    )


def make_topic_findings(labels: pa.Table, assignments: pa.Table, topics: pa.Table) -> TopicFindings:
    """What the topics of these labels tell."""
    tables = labels, assignments, topics
    return TopicFindings(
        pains=pain_points(*tables),
        delights=delight_points(*tables),
        levels=level_by_topic(*tables),
        trends=trends(*tables, period="month"),
    )


@dataclass(frozen=True)
class MadeUp:
    """Makes runs, topics and reports below a folder."""

    folder: Path

    def report(
        self,
        labels: pa.Table | None = None,
        *,
        assignments: pa.Table | None = None,
        topics: pa.Table | None = None,
        with_topics: bool = True,
        **options: Any,  # noqa: ANN401 - passed on to write_report, which is typed
    ) -> ReportResult:
        """Write a report on these tables, or on the shop's; `options` go to `write_report`."""
        labels = make_labels() if labels is None else labels
        if assignments is None:
            assignments = with_hostile_first(make_assignments(labels.num_rows), labels)
        topics = make_topics() if topics is None else topics
        run = write_run(self.folder / "run", labels)
        found = self.folder / "topics"
        if with_topics:
            write_topics(found, labels, assignments, topics)
        chosen = {"out": self.folder / "report.html", "now": NOW, **options}
        return write_report(run, topics=found if with_topics else None, **chosen)

    def page(self, labels: pa.Table | None = None, *, with_topics: bool = True) -> str:
        """The page of such a report."""
        path = self.report(labels, with_topics=with_topics).path
        return path.read_text(encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path) -> MadeUp:
    """The invented shop, in a folder of its own."""
    return MadeUp(tmp_path)


@pytest.fixture(scope="session")
def shop_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page on the shop's twelve months, made once."""
    return MadeUp(tmp_path_factory.mktemp("shop")).page()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> ReportResult:
    """A report on the shop with teams, records and aspects, made once."""
    return MadeUp(tmp_path_factory.mktemp("service")).report(with_service(make_labels(1200)))


@pytest.fixture(scope="session")
def service_page(service: ReportResult) -> str:
    """Its page."""
    return service.path.read_text(encoding="utf-8")


def numbers(drawing: str, tag: str, name: str) -> list[float]:
    """An attribute in percent of every element of one kind."""
    return [float(one) for one in re.findall(rf'<{tag}[^>]* {name}="([\d.]+)%"', drawing)]
