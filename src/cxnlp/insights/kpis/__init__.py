"""Service KPIs of a run: measured where the records tell them, else estimated and named so."""

from __future__ import annotations

from cxnlp.insights.kpis.figures import Issues, Kpi, KpiFigure, KpiGroups, Kpis, LeftOut
from cxnlp.insights.kpis.finding import kpis
from cxnlp.insights.kpis.rows import KPI_COLUMNS
from cxnlp.insights.kpis.scales import Scale
from cxnlp.insights.kpis.settings import AnswerSettings, KpiSettings
from cxnlp.insights.kpis.table import KPI_TABLE_SCHEMA, kpi_table

__all__ = [
    "KPI_COLUMNS",
    "KPI_TABLE_SCHEMA",
    "AnswerSettings",
    "Issues",
    "Kpi",
    "KpiFigure",
    "KpiGroups",
    "KpiSettings",
    "Kpis",
    "LeftOut",
    "Scale",
    "kpi_table",
    "kpis",
]
