"""All service KPIs of a run in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.kpis.counting import figure_of
from cxnlp.insights.kpis.cutting import Cuts, cut_by
from cxnlp.insights.kpis.durations import durations
from cxnlp.insights.kpis.estimated import by_definition, by_map, probabilities_of
from cxnlp.insights.kpis.figures import Kpi, KpiFigure, Kpis, LeftOut
from cxnlp.insights.kpis.issues import issue_counts, shares_of_yes
from cxnlp.insights.kpis.returning import retention
from cxnlp.insights.kpis.rows import read_rows, segment_codes
from cxnlp.insights.kpis.settings import KpiSettings
from cxnlp.insights.kpis.surveys import surveys
from cxnlp.insights.periods import periods_of

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa

    from cxnlp.insights.kpis.counting import Counted, Mean, Told
    from cxnlp.insights.kpis.rows import ServiceRows

__all__ = ["kpis"]

_ORDER = list(Kpi)


def kpis(
    labels: pa.Table, settings: KpiSettings | None = None, *, today: datetime | None = None
) -> Kpis:
    """Count the service KPIs of a run's `labels`, in total, by period and by segment.

    Every row counts, whatever its status; estimates count comments with a level. What is missing,
    out of range or unclear is left out and said, never guessed and never an error.

    Args:
        labels: `KPI_COLUMNS` and the columns of `settings.by`, as far as the run has them.
        settings: scales, periods and limits; the defaults if not given.
        today: rows dated later have no usable date; None keeps them.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2,
    ...                   "nps": [3.0, 10.0]})
    >>> found = kpis(table).measured(Kpi.NPS)
    >>> found.total.value, found.total.n
    (0.0, 2)
    """
    chosen = settings or KpiSettings()
    rows = read_rows(labels, today=today)
    left = _undated(rows)
    cuts = _cuts(rows, chosen)
    asked, missing = surveys(rows, cuts, chosen)
    left += missing
    recorded, missing = shares_of_yes(rows)
    left += missing
    times, missing = durations(rows)
    left += missing
    returning, missing = retention(rows, chosen)
    left += missing
    counted: list[tuple[Told, Counted]] = [*asked, *recorded, *times, *returning]
    counted.sort(key=lambda one: _ORDER.index(one[0].kpi))
    found: list[KpiFigure] = []
    for told, way in counted:
        figure = figure_of(told, way, cuts, chosen)
        if figure is None:
            why = "No row says enough: nobody was observed for long enough, or nothing is known."
            left.append(LeftOut(told.kpi.value, None, why))
        else:
            found.append(figure)
    if chosen.estimates:
        estimates, missing = _estimates(rows, found, asked, cuts, chosen)
        found += estimates
        left += missing
    return Kpis(
        figures=tuple(found),
        issues=issue_counts(rows, cuts),
        period=cuts.periods.kind if len(cuts.periods) else None,
        periods=tuple(cuts.periods.names),
        left_out=tuple(left),
        rows=len(rows),
        customers=rows.comments.named_customers or None,
        confidence=chosen.confidence,
    )


def _estimates(
    rows: ServiceRows,
    found: list[KpiFigure],
    measured: list[tuple[Told, Mean]],
    cuts: Cuts,
    settings: KpiSettings,
) -> tuple[list[KpiFigure], list[LeftOut]]:
    chances = probabilities_of(rows)
    if chances is None or np.isnan(chances).all():
        why = "No comment has a level with probabilities."
        return [], [LeftOut("estimates from the levels", None, why)]
    defined, left = by_definition(rows, chances, [one.kpi for one in found])
    mapped = by_map(rows, chances, measured, cuts)
    figures = [
        *(figure_of(told, way, cuts, settings, estimated=True) for told, way in mapped),
        *(
            figure_of(told, way, cuts, settings, estimated=True, error=error)
            for told, way, error in defined
        ),
    ]
    known = [one for one in figures if one is not None]
    return sorted(known, key=lambda one: _ORDER.index(one.kpi)), left


def _cuts(rows: ServiceRows, settings: KpiSettings) -> Cuts:
    columns = {}
    for name in settings.by:
        if name in rows.table.column_names:
            code, names = segment_codes(rows.table, name)
            if names:
                columns[name] = cut_by(code, names, rows.customer)
    periods = periods_of(rows.when, settings.period)
    return Cuts(
        whole=cut_by(np.zeros(len(rows), np.int64), ("",), rows.customer),
        periods=periods,
        by_period=cut_by(periods.index, periods.names, rows.customer),
        columns=columns,
    )


def _undated(rows: ServiceRows) -> list[LeftOut]:
    comments = rows.comments
    if len(rows) and not rows.has("created_at"):
        why = "The run has no column created_at with a value: nothing is counted by period."
        hint = "Name it with --map created_at=COLUMN when labelling."
        return [LeftOut("periods", len(rows), why, hint)]
    found = (
        (comments.undated, "They have no date and are in no period."),
        (comments.implausible, "They are dated before 1980, a system's default, and in no period."),
        (comments.future, "They are dated after the day of the report and in no period."),
    )
    return [LeftOut("rows", n, why) for n, why in found if n]
