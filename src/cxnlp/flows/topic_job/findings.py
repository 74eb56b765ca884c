"""What the topics of a run tell, read from its topics folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.errors import ModelError
from cxnlp.insights.crosstab import cross
from cxnlp.insights.incidence import distinct, read_incidence
from cxnlp.insights.points import (
    LATER_COLUMNS,
    POINTS_SCHEMA,
    rank_points,
    stable_of,
    with_quotes,
)
from cxnlp.insights.quotes import candidates
from cxnlp.insights.trends import find_trends
from cxnlp.reporting import TopicFindings
from cxnlp.topicmodel import read_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.trends import Trends
    from cxnlp.runs import Run

__all__ = ["read_topics", "topic_findings"]

_MEASURED: Final = ("coherence", "diversity", "coverage")
_NOTED: Final = (
    pa.field("stable", pa.bool_()),
    pa.field("theme_name", pa.string()),
    pa.field("lineage", pa.list_(pa.string())),
)
_QUOTED: Final = 10
"""Delight points that get quotes: no more are shown."""


def topic_findings(
    folder: Path, run: Run, rows: pa.ChunkedArray, comments: LabelledComments
) -> tuple[TopicFindings, Incidence]:
    """Read a topics folder and set its topics against the levels of the run.

    Pain points are taken as the folder holds them, delight points are ranked here. The run's texts
    are read part by part, and only those kept that are quoted.

    Args:
        folder: the topics folder.
        run: the run that it was made from.
        rows: row numbers of the run's labels, whatever their status.
        comments: the labelled ones.

    Returns:
        What the topics tell, and which comment touches which topic.

    Raises:
        ModelError: a file is missing or damaged, or the topics are those of another run.
    """
    assignments, topics = read_topics(folder, rows, of=str(run.folder))
    pains = _read(
        folder / "pain_points.parquet",
        [name for name in POINTS_SCHEMA.names if name not in LATER_COLUMNS],
        [POINTS_SCHEMA.field(name) for name in LATER_COLUMNS],
    )
    notes = _read(folder / "topics.parquet", ["topic"], _NOTED)
    incidence = read_incidence(comments, assignments, topics)
    moving = find_trends(comments, incidence)
    found = TopicFindings(
        pains=pains,
        delights=_delights(comments, incidence, run, moving, stable_of(notes)),
        levels=cross(comments, incidence),
        trends=moving,
        table=notes,
        quality=_quality(folder / "model"),
    )
    return found, incidence


def read_topics(folder: Path, rows: pa.ChunkedArray, *, of: str) -> tuple[pa.Table, pa.Table]:
    """Read which row has which topic, and the topics' names.

    Args:
        folder: the topics folder.
        rows: row numbers of all labels, whatever their status.
        of: where these come from, for the error.

    Returns:
        Columns `row`, `topic`, `strength`; and columns `topic`, `name`.

    Raises:
        ModelError: a file is missing or damaged, or the topics are those of other rows.
    """
    assignments = _read(folder / "assignments.parquet", ["row", "topic", "strength"])
    topics = _read(folder / "topics.parquet", ["topic", "name"])
    assigned = distinct(assignments["row"].to_numpy())
    if not np.array_equal(assigned, np.sort(rows.to_numpy())):
        raise ModelError(
            folder,
            found=f"topics of {len(assigned):,} rows that are not the rows of this run",
            expected=f"topics of the {len(rows):,} rows of {of}",
            hint="Find the topics of this run: cxnlp topics RUN --out TOPICS.",
        )
    return assignments, topics


def _delights(
    comments: LabelledComments,
    incidence: Incidence,
    run: Run,
    moving: Trends,
    stable: dict[int, bool],
) -> pa.Table:
    points = rank_points(comments, incidence, worst=False, moving=moving, stable=stable)
    rows = candidates(comments, incidence, worst=False)
    return with_quotes(points, run.batches(columns=["row", "text"]), rows, most=_QUOTED)


def _quality(model: Path) -> dict[str, float] | None:
    """The figures of quality that stand with the topics' model, if it lies there and has them."""
    if not model.is_dir():
        return None
    found = read_model(model).facts.get("quality")
    if not isinstance(found, dict) or not set(_MEASURED) <= set(found):
        return None
    return {name: float(found[name]) for name in _MEASURED}


def _read(path: Path, columns: list[str], later: Sequence[pa.Field] = ()) -> pa.Table:
    """Read columns; those that came later are null in a folder of an earlier version."""
    try:
        present = pq.read_schema(path).names
        lacking = [name for name in columns if name not in present]
        held = [field.name for field in later if field.name in present]
        table = None if lacking else pq.read_table(path, columns=[*columns, *held])
    except (OSError, pa.ArrowException) as error:
        raise ModelError(
            path,
            found=f"a file that cannot be read ({type(error).__name__})",
            expected="a file of a topics folder",
            hint="Make the topics again: cxnlp topics RUN --out TOPICS.",
        ) from error
    if table is None:
        raise ModelError(
            path,
            found="no column " + ", ".join(lacking),
            expected="the columns " + ", ".join(columns),
            hint="Make the topics again: cxnlp topics RUN --out TOPICS.",
        )
    for field in later:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(len(table), field.type))
    return table
