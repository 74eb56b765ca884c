"""Issues and outcomes that the business records: resolved, escalated, converted, how many open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp.insights.kpis.counting import Mean, Told
from cxnlp.insights.kpis.figures import Issues, Kpi, LeftOut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.kpis.cutting import Cut, Cuts
    from cxnlp.insights.kpis.rows import ServiceRows

__all__ = ["issue_counts", "resolved_flags", "shares_of_yes"]

_FLAGS: Final[tuple[tuple[Kpi, str, str, Literal["higher", "lower"], str], ...]] = (
    (
        Kpi.FIRST_CONTACT,
        "resolved_first_contact",
        "First-contact resolution",
        "higher",
        "Share of issues that were resolved at the first contact, of those that say.",
    ),
    (
        Kpi.RESOLVED,
        "resolved",
        "Resolved issues",
        "higher",
        "Share of issues that are resolved, of those that are open or resolved.",
    ),
    (
        Kpi.ESCALATED,
        "escalated",
        "Escalation rate",
        "lower",
        "Share of rows that were escalated, of those that say.",
    ),
    (
        Kpi.CONVERSION,
        "converted",
        "Conversion",
        "higher",
        "Share of rows that were converted, of those that say.",
    ),
)


def shares_of_yes(rows: ServiceRows) -> tuple[list[tuple[Told, Mean]], list[LeftOut]]:
    """The KPIs that are shares of yes among yes and no, and those that are not given.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> rows = read_rows(pa.table({"row": [0, 1, 2], "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                            "escalated": [True, None, False]}))
    >>> found, left = shares_of_yes(rows)
    >>> found[0][0].kpi.value, found[0][1].place.tolist(), len(left)
    ('escalation_rate', [1.0, nan, 0.0], 3)
    """
    found: list[tuple[Told, Mean]] = []
    left: list[LeftOut] = []
    for kpi, column, title, better, basis in _FLAGS:
        flag = _flag(rows, column)
        if flag is None:
            why = f"The run has no column {column} with a value."
            hint = f"Name it with --map {column}=COLUMN when labelling."
            left.append(LeftOut(kpi.value, None, why, hint))
            continue
        silent = int(np.isnan(flag).sum())
        missing = (
            (LeftOut(f"rows without {column}", silent, "They say neither yes nor no."),)
            if silent
            else ()
        )
        told = Told(kpi, title, "share", better, basis, None, missing)
        found.append((told, Mean(rows.customer, flag)))
    return found, left


def _flag(rows: ServiceRows, column: str) -> NDArray[np.float64] | None:
    if column == "resolved":
        return resolved_flags(rows)
    return rows.numbers(column) if rows.has(column) else None


def resolved_flags(rows: ServiceRows) -> NDArray[np.float64] | None:
    """1 resolved, 0 open, NaN where a row tells neither; None where no row tells. Shape (n,).

    Where `resolved` is silent, a date in `resolved_at` says resolved. A run with `resolved_at`
    alone has an open issue where the date is missing.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> day = datetime(2026, 1, 5, tzinfo=UTC)
    >>> resolved_flags(read_rows(pa.table({"row": range(4), "level": [3] * 4,
    ...     "status": ["labelled"] * 4, "resolved": [True, False, None, None],
    ...     "resolved_at": [None, None, day, None]}))).tolist()
    [1.0, 0.0, 1.0, nan]
    """
    at = rows.named("resolved_at") if rows.has("resolved_at") else None
    if rows.has("resolved"):
        flag = rows.numbers("resolved")
        return flag if at is None else np.where(np.isnan(flag) & at, 1.0, flag)
    return None if at is None else at.astype(np.float64)


def issue_counts(rows: ServiceRows, cuts: Cuts) -> Issues | None:
    """Open and resolved issues of the run, by period and by segment.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.cutting import Cuts, cut_by
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> from cxnlp.insights.periods import periods_of
    >>> rows = read_rows(pa.table({"row": range(3), "level": [3] * 3, "status": ["labelled"] * 3,
    ...                            "resolved": [True, False, None]}))
    >>> whole = cut_by(np.zeros(3, np.int64), ("",), rows.customer)
    >>> none = cut_by(np.full(3, -1), (), rows.customer)
    >>> months = periods_of(rows.when, "month")
    >>> found = issue_counts(rows, Cuts(whole, months, none, {"team": none}))
    >>> found.open, found.resolved, found.unknown
    (1, 1, 1)
    """
    flag = resolved_flags(rows)
    if flag is None:
        return None
    known = ~np.isnan(flag)

    def counts(cut: Cut) -> NDArray[np.int64]:
        held = known & (cut.code >= 0)
        cell = cut.code[held] * 2 + flag[held].astype(np.int64)
        found = np.bincount(cell, minlength=len(cut) * 2)
        return found.reshape(len(cut), 2).astype(np.int64)

    whole = counts(cuts.whole)[0]
    return Issues(
        resolved=int(whole[1]),
        open=int(whole[0]),
        unknown=int((~known).sum()),
        by_period=counts(cuts.by_period),
        by={
            column: {
                name: (int(one[0]), int(one[1]))
                for name, one in zip(cut.names, counts(cut), strict=True)
            }
            for column, cut in cuts.columns.items()
        },
    )
