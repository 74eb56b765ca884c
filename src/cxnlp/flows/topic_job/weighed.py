"""Topics weighed by the levels of their comments, as the files of a topics folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.level_table import LEVELS_SCHEMA, level_table
from cxnlp.insights.points import POINTS_SCHEMA, rank_points, stable_of, with_quotes
from cxnlp.insights.quotes import candidates
from cxnlp.insights.trends import find_trends
from cxnlp.runs import export_tables

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["WEIGHED", "read_weighed", "write_weighed"]

WEIGHED: Final = {
    "pain_points": POINTS_SCHEMA,
    "delight_points": POINTS_SCHEMA,
    "level_by_topic": LEVELS_SCHEMA,
}
"""The tables by name: each stands as Parquet, and as CSV for a spreadsheet."""


def write_weighed(
    folder: Path, labels: pa.Table, assignments: pa.Table, topics: pa.Table, *, today: datetime
) -> None:
    """Write pain points, delight points and the level x topic table, from one reading.

    Args:
        folder: where to; not yet the place that anybody reads from.
        labels: as in `cxnlp.insights.pain_points`.
        assignments: as there.
        topics: as there.
        today: comments dated later stay out of the trends.
    """
    comments = read_comments(labels, today=today)
    incidence = read_incidence(comments, assignments, topics)
    moving, stable = find_trends(comments, incidence), stable_of(topics)
    tables = {"level_by_topic": level_table(comments, incidence)}
    for name, worst in (("pain_points", True), ("delight_points", False)):
        points = rank_points(comments, incidence, worst=worst, moving=moving, stable=stable)
        rows = candidates(comments, incidence, worst=worst)
        tables[name] = with_quotes(points, [labels], rows)
    for name in WEIGHED:
        pq.write_table(tables[name], folder / f"{name}.parquet", write_page_checksum=True)
        export_tables(iter([tables[name]]), folder / f"{name}.csv")


def read_weighed(folder: Path) -> tuple[dict[str, pa.Table], list[str]]:
    """Read the tables of a topics folder; one that an earlier version did not write is empty.

    Args:
        folder: a topics folder.

    Returns:
        The tables by name, and the names of those that are not there.

    >>> from pathlib import Path
    >>> read_weighed(Path("topics-of-an-earlier-version"))[1]
    ['pain_points', 'delight_points', 'level_by_topic']
    """
    lacking = [name for name in WEIGHED if not (folder / f"{name}.parquet").is_file()]
    tables = {
        name: schema.empty_table() if name in lacking else pq.read_table(folder / f"{name}.parquet")
        for name, schema in WEIGHED.items()
    }
    return tables, lacking
