"""KPIs as one flat table, for spreadsheets and machines."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from cxnlp.insights.kpis.figures import KpiFigure, Kpis
    from cxnlp.metrics import Estimate

__all__ = ["KPI_TABLE_SCHEMA", "kpi_table"]

KPI_TABLE_SCHEMA: Final = pa.schema(
    [
        pa.field("kpi", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("estimated", pa.bool_(), nullable=False),
        pa.field("by", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("low", pa.float64(), nullable=False),
        pa.field("high", pa.float64(), nullable=False),
        pa.field("q_value", pa.float64()),
        pa.field("verdict", pa.int8()),
    ]
)
"""`by` is `all`, `period` or a column; `group` the name of the period or group, empty for `all`."""


def kpi_table(found: Kpis) -> pa.Table:
    """Every value of every KPI with its interval, one per row; periods without one are left out.

    >>> from cxnlp.insights.kpis.finding import kpis
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2,
    ...                    "escalated": [True, False]})
    >>> kpi_table(kpis(labels)).select(["kpi", "by", "n", "value"]).to_pylist()
    [{'kpi': 'escalation_rate', 'by': 'all', 'n': 2, 'value': 0.5}]
    """
    entries: list[dict[str, object]] = []
    for figure in found.figures:
        entries.append(_entry(figure, "all", "", figure.total))
        if figure.by_period is not None:
            for name, one in zip(found.periods, figure.by_period, strict=True):
                if not isnan(one.value):
                    entries.append(_entry(figure, "period", name, one))
        for column, groups in figure.by.items():
            for place, name in enumerate(groups.names):
                entry = _entry(figure, column, name, groups.value[place])
                q_value = float(groups.q_value[place])
                entry["q_value"] = None if isnan(q_value) else q_value
                entry["verdict"] = int(groups.verdict[place])
                entries.append(entry)
    return pa.Table.from_pylist(entries, schema=KPI_TABLE_SCHEMA)


def _entry(figure: KpiFigure, by: str, group: str, one: Estimate) -> dict[str, object]:
    return {
        "kpi": figure.kpi.value,
        "unit": figure.unit,
        "estimated": figure.estimated,
        "by": by,
        "group": group,
        "n": one.n,
        "value": one.value,
        "low": one.low,
        "high": one.high,
    }
