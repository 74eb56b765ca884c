"""All views of people in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cxnlp.insights.kpis.figures import LeftOut
from cxnlp.insights.people.customers import customer_views
from cxnlp.insights.people.groups import LEAST_COMMENTS, group_views
from cxnlp.insights.people.views import PeopleViews

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pyarrow as pa

__all__ = ["people_views"]

_GROUPS: Final = ("team", "agent", "segment", "channel")


def people_views(
    labels: pa.Table,
    *,
    by: Sequence[str] = _GROUPS,
    least: int = LEAST_COMMENTS,
    within: Sequence[str] = (),
    most_customers: int = 1000,
    confidence: float = 0.95,
    false_alarms: float = 0.05,
    today: datetime | None = None,
) -> PeopleViews:
    """Show teams, agents, segments, channels and customers, as far as the run has them.

    Quotes are empty until `with_group_quotes` has read the texts.

    Args:
        labels: `PEOPLE_COLUMNS`, `by` and `within`, as far as the run has them.
        by: columns to group by.
        least: comments from which on a group is judged.
        within: columns held equal in comparisons; a column is not held equal within itself.
        most_customers: customers listed, those most at risk.
        confidence: level of the intervals.
        false_alarms: false discovery rate of the verdicts, per column.
        today: later dates are no dates; None keeps them.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [0], "level": [2], "status": ["labelled"], "team": ["north"]})
    >>> found = people_views(table)
    >>> list(found.groups), [one.what for one in found.left_out]
    (['team'], ['views by agent', 'views by segment', 'views by channel', 'views of customers'])
    """
    left: list[LeftOut] = []
    groups = {}
    for column in by:
        if not _has(labels, column):
            left.append(_missing(f"views by {column}", column))
            continue
        groups[column] = group_views(
            labels,
            column,
            least=least,
            within=[one for one in within if one != column],
            confidence=confidence,
            false_alarms=false_alarms,
        )
    customers = None
    if _has(labels, "customer"):
        customers = customer_views(labels, most=most_customers, confidence=confidence, today=today)
    else:
        left.append(_missing("views of customers", "customer"))
    return PeopleViews(groups, customers, tuple(left))


def _has(labels: pa.Table, column: str) -> bool:
    return column in labels.column_names and labels[column].null_count < labels.num_rows


def _missing(what: str, column: str) -> LeftOut:
    hint = f"Name it with --map {column}=COLUMN when labelling."
    return LeftOut(what, None, f"The run has no column {column} with a value.", hint)
