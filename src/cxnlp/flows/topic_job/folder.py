"""Assign every comment of a run to its topics, and write what a topics folder holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.flows.topic_job.weighed import write_weighed
from cxnlp.schema import PROBABILITY_COLUMNS
from cxnlp.topicmodel import NONE, CentralQuotes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.flows.progress import Progress
    from cxnlp.flows.topic_job.texts import Commented
    from cxnlp.topicmodel import Assigner, TopicModel

__all__ = ["ASSIGNMENTS_SCHEMA", "TOPICS_SCHEMA", "AssignedRun", "assign_run", "write_topics"]

ASSIGNMENTS_SCHEMA: Final = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("id", pa.string()),
        pa.field("topic", pa.int32(), nullable=False),
        pa.field("strength", pa.float32(), nullable=False),
    ]
)
"""The columns of `assignments.parquet`."""

TOPICS_SCHEMA: Final = pa.schema(
    [
        pa.field("topic", pa.int32(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("keywords", pa.list_(pa.string())),
        pa.field("size", pa.int64(), nullable=False),
        pa.field("mean_level", pa.float64()),
        pa.field("quotes", pa.list_(pa.string())),
        pa.field("theme", pa.int32()),
        pa.field("theme_name", pa.string()),
        pa.field("stable", pa.bool_()),
        pa.field("stability", pa.float64()),
        pa.field("coherence", pa.float64()),
        pa.field("likeness", pa.float64()),
        pa.field("lineage", pa.list_(pa.string())),
    ]
)
"""The columns of `topics.parquet`; `mean_level` is null where no labelled comment is in it."""


@dataclass(frozen=True)
class AssignedRun:
    """What became of a run's comments, topic by topic in the order of the model.

    Attributes:
        size: comments that touch the topic. Shape (t,), int64.
        levels: sum of the levels of its labelled comments, and their number. Shape (t, 2).
        quotes: up to three central quotes by the topic's number, redacted.
        comments: how many were assigned.
        unassigned: those without a topic.
    """

    size: NDArray[np.int64]
    levels: NDArray[np.float64]
    quotes: dict[int, list[str]] = field(repr=False)
    comments: int = 0
    unassigned: int = 0


def assign_run(
    aside: Path, run: Commented, assigner: Assigner, tell: Progress, *, expected: int | None
) -> AssignedRun:
    """Assign every row, part by part, and write `assignments.parquet`."""
    model = assigner.model
    size = np.zeros(len(model.topics), np.int64)
    levels = np.zeros((len(model.topics), 2))
    place = {topic.number: at for at, topic in enumerate(model.topics)}
    quotes = CentralQuotes()
    comments = unassigned = 0
    tell.begin("assigning", expected)
    with pq.ParquetWriter(
        aside / "assignments.parquet", ASSIGNMENTS_SCHEMA, write_page_checksum=True
    ) as writer:
        for batch in run.batches(columns=["row", "id", "text", "level"]):
            found = assigner.assign(batch["text"].to_pylist())
            quotes.add(found.pieces)
            writer.write_table(
                pa.table(
                    [
                        batch["row"].take(found.comment),
                        batch["id"].take(found.comment),
                        found.topic,
                        found.strength,
                    ],
                    schema=ASSIGNMENTS_SCHEMA,
                )
            )
            at = np.array([place.get(one, -1) for one in found.topic.tolist()], np.int64)
            level = batch["level"].fill_null(0).to_numpy()[found.comment]
            held, leveled = at >= 0, (at >= 0) & (level > 0)
            size += np.bincount(at[held], minlength=len(size))
            np.add.at(
                levels, at[leveled], np.stack([level[leveled], np.ones(leveled.sum())], axis=1)
            )
            comments += len(batch)
            unassigned += int((found.topic == NONE).sum())
            tell.advance(len(batch))
    tell.end()
    shown = {topic.number: quotes.of(topic.number) for topic in model.topics}
    return AssignedRun(size, levels, shown, comments, unassigned)


def write_topics(
    aside: Path, run: Commented, model: TopicModel, assigned: AssignedRun, *, today: datetime
) -> None:
    """Write topics of a run whose rows are assigned, and what they weigh.

    Comments dated after `today` stay out of the trends.
    """
    table = pa.table(
        [
            model.numbers,
            [topic.name for topic in model.topics],
            pa.array([list(topic.keywords) for topic in model.topics], pa.list_(pa.string())),
            assigned.size,
            [total / n if n else None for total, n in assigned.levels.tolist()],
            pa.array(
                [assigned.quotes[topic.number] for topic in model.topics], pa.list_(pa.string())
            ),
            *(
                pa.array(
                    [getattr(topic, name) for topic in model.topics], TOPICS_SCHEMA.field(name).type
                )
                for name in TOPICS_SCHEMA.names[6:]
            ),
        ],
        schema=TOPICS_SCHEMA,
    )
    pq.write_table(table, aside / "topics.parquet", write_page_checksum=True)
    given = pq.read_table(aside / "assignments.parquet", columns=["row", "topic", "strength"])
    columns = ["row", "text", "level", "status", "created_at", "customer", *PROBABILITY_COLUMNS]
    write_weighed(aside, run.labels(columns), given, table, today=today)
