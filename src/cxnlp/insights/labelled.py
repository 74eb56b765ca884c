"""What drivers and Kano classes begin with: labelled rows, what they touch, and fit settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cxnlp.errors import ConfigurationError
from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.incidence import Incidence, read_incidence
from cxnlp.schema import Status

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa

__all__ = ["FLOOR", "Labelled", "check_fit", "labelled_rows", "read_labelled_rows"]

FLOOR: Final = 20
"""Customers on each side of a comparison; with fewer, intervals do not cover
(docs/decisions/2026-11-22-drivers.md)."""

_LEAST: Final = 2
"""Customers below which no variance can be told."""

Labelled = tuple["pa.Table", LabelledComments, Incidence | None]
"""The labelled rows, the same rows as comments, and the topics that they touch, if any."""


def labelled_rows(labels: pa.Table) -> pa.Table:
    """The rows with status `labelled`, in ascending order of `row`, as `read_comments` has them.

    Args:
        labels: columns `row` and `status`, and any others.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [1, 0], "status": ["labelled", "labelled"]})
    >>> labelled_rows(table)["row"].to_pylist()
    [0, 1]
    """
    import pyarrow.compute as pc

    chosen = labels.filter(pc.equal(labels["status"], Status.LABELLED.value))
    return chosen.sort_by("row")


def read_labelled_rows(
    labels: pa.Table,
    assignments: pa.Table | None = None,
    topics: pa.Table | None = None,
    *,
    today: datetime | None = None,
) -> Labelled:
    """Read what an analysis counts: labelled rows only.

    Args:
        labels: columns `row`, `level`, `status`, and any others.
        assignments: columns `row`, `topic`, `strength`.
        topics: columns `topic`, `name`; without them or without assignments there are no topics.
        today: later dates count as unknown.

    >>> import pyarrow as pa
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled", "no_evidence"]})
    >>> rows, comments, touched = read_labelled_rows(labels)
    >>> rows.num_rows, comments.level.tolist(), touched
    (1, [2], None)
    """
    chosen = labelled_rows(labels)
    comments = read_comments(chosen, today=today)
    if assignments is None or topics is None:
        return chosen, comments, None
    return chosen, comments, read_incidence(comments, assignments, topics)


def check_fit(analysis: str, *, floor: int, false_alarms: float, confidence: float) -> None:
    """Refuse settings that no fit can meet.

    Args:
        analysis: its name, for the error.
        floor: customers on each side of a comparison, at least 2.
        false_alarms: above 0, below 1.
        confidence: above 0, below 1.

    Raises:
        ConfigurationError: one of them is out of range.

    >>> check_fit("drivers", floor=20, false_alarms=0.05, confidence=0.95)
    """
    for name, value, fits, expected in (
        ("floor", floor, floor >= _LEAST, "at least 2 customers"),
        ("false_alarms", false_alarms, 0 < false_alarms < 1, "a share between 0 and 1"),
        ("confidence", confidence, 0 < confidence < 1, "a share between 0 and 1"),
    ):
        if not fits:
            raise ConfigurationError(
                f"{analysis}, {name}",
                found=str(value),
                expected=expected,
                hint="Usual are a floor of 20, 0.05 false alarms and 0.95 confidence.",
            )
