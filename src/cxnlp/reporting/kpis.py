"""Service KPIs as the page shows them: each in its unit, against the period before, by group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.reporting.against import difference_of
from cxnlp.reporting.bars import spark_path
from cxnlp.reporting.words import count, decimal, interval, percent, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from cxnlp.insights.kpis.figures import KpiFigure, Kpis
    from cxnlp.metrics import Estimate

__all__ = ["KpiGroupTable", "KpiRow", "kpi_groups", "kpi_rows", "kpi_words"]

_GROUPS: Final = 12
"""Groups of a table; more are counted."""


@dataclass(frozen=True)
class KpiRow:
    """One KPI in words.

    Attributes:
        title: its name.
        value: its figure.
        reach: its interval.
        n: answers behind it, in words.
        change: against the period before, with interval; empty where unknown.
        good: 1 where the change is surely for the better, -1 for the worse, else 0.
        spark: its path over the periods; empty without dates.
        estimated: whether it is an estimate from the levels.
        basis: how it is counted.
    """

    title: str
    value: str
    reach: str
    n: str
    change: str
    good: int
    spark: Markup
    estimated: bool
    basis: str


@dataclass(frozen=True)
class KpiGroupTable:
    """KPIs by the groups of one column.

    Attributes:
        column: team, agent, channel, segment.
        titles: the KPIs.
        rows: name of the group, and per KPI its words and verdict (1 better, -1 worse, 0 no
            difference that can be told).
        more: groups that are not shown.
    """

    column: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    more: int


def kpi_words(estimate: Estimate, unit: str) -> tuple[str, str]:
    """A KPI's figure and interval in words.

    >>> from cxnlp.metrics import Estimate
    >>> kpi_words(Estimate(0.81, 0.78, 0.84, 90), "share")
    ('81.0%', '78.0–84.0%')
    """  # noqa: RUF002 - the dash of an interval
    if unit == "share":
        return percent(estimate.value), interval(estimate)
    if unit == "score":
        return signed(estimate.value * 100, 0), interval(estimate, "points", 0)
    if unit == "hours":
        return f"{decimal(estimate.value, 1)} h", f"{interval(estimate, 'decimal', 1)} h"
    return decimal(estimate.value), interval(estimate, "decimal")


def kpi_rows(kpis: Kpis) -> tuple[list[KpiRow], list[KpiRow]]:
    """KPIs that are measured, or only estimated; and estimates beside measured ones.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis import kpis
    >>> labels = pa.table({"row": range(40), "level": [2, 5] * 20, "status": ["labelled"] * 40,
    ...                    "escalated": [True, False] * 20, "team": ["red", "blue"] * 20})
    >>> measured, estimated = kpi_rows(kpis(labels))
    >>> measured[0].title, measured[0].value, measured[0].n, estimated
    ('Escalation rate', '50.0%', '40', [])
    """
    beside = [one.estimated and kpis.measured(one.kpi) is not None for one in kpis.figures]
    rows = [_row(one, kpis) for one in kpis.figures]
    first = [row for row, other in zip(rows, beside, strict=True) if not other]
    return first, [row for row, other in zip(rows, beside, strict=True) if other]


def _row(figure: KpiFigure, kpis: Kpis) -> KpiRow:
    value, reach = kpi_words(figure.total, figure.unit)
    periods = [] if figure.by_period is None else list(figure.by_period)
    last = [one for one in periods[-2:] if math.isfinite(one.value)]
    change, good = "", 0
    if len(last) > 1:
        moved = difference_of(last[-1], last[-2])
        change = _change(moved, figure.unit)
        if math.isfinite(moved.low) and math.isfinite(moved.high):
            up = int(moved.low > 0) - int(moved.high < 0)
            good = up if figure.better == "higher" else -up
    return KpiRow(
        title=figure.title,
        value=value,
        reach=reach,
        n=count(figure.total.n),
        change=change,
        good=good,
        spark=spark_path(
            [one.value for one in periods], kpis.periods, title=f"{figure.title} over time"
        ),
        estimated=figure.estimated,
        basis=figure.basis,
    )


def _change(moved: Estimate, unit: str) -> str:
    if unit in {"share", "score"}:
        places = 1 if unit == "share" else 0
        return f"{signed(moved.value * 100, places)} points ({interval(moved, 'points', places)})"
    if unit == "hours":
        return f"{signed(moved.value, 1)} h ({interval(moved, 'signed', 1)})"
    return f"{signed(moved.value)} ({interval(moved, 'signed')})"


def kpi_groups(kpis: Kpis) -> list[KpiGroupTable]:
    """One table per column that at least one measured KPI can be parted by.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis import kpis
    >>> labels = pa.table({"row": range(40), "level": [2, 5] * 20, "status": ["labelled"] * 40,
    ...                    "escalated": [True, False] * 20, "team": ["red", "blue"] * 20})
    >>> (table,) = kpi_groups(kpis(labels))
    >>> table.column, [name for name, _ in table.rows]
    ('team', ['blue', 'red'])
    """
    measured = [one for one in kpis.figures if not one.estimated]
    columns = list(dict.fromkeys(column for one in measured for column in one.by))
    return [table for column in columns if (table := _table(column, measured)).rows]


def _table(column: str, figures: Sequence[KpiFigure]) -> KpiGroupTable:
    held = [one for one in figures if column in one.by and len(one.by[column])]
    names: dict[str, int] = {}
    for one in held:
        for name, n in zip(one.by[column].names, one.by[column].value.n.tolist(), strict=True):
            names[name] = max(names.get(name, 0), n)
    ordered = sorted(names, key=lambda name: (-names[name], name))
    rows = tuple(
        (name, tuple(_cell(one, column, name) for one in held)) for name in ordered[:_GROUPS]
    )
    return KpiGroupTable(
        column, tuple(one.title for one in held), rows, max(0, len(ordered) - _GROUPS)
    )


def _cell(figure: KpiFigure, column: str, name: str) -> tuple[str, int]:
    groups = figure.by[column]
    if name not in groups.names:
        return "–", 0  # noqa: RUF001 - the dash of a figure that is not there
    at = groups.names.index(name)
    value, reach = kpi_words(groups.value[at], figure.unit)
    return f"{value} ({reach})", int(groups.verdict[at])
