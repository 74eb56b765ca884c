"""The report: findings become one offline HTML file, Markdown, or figures for slides."""

from __future__ import annotations

from cxnlp.reporting.against import LastPeriod
from cxnlp.reporting.findings import Findings, Metric, Origin, Rejections, TopicFindings
from cxnlp.reporting.markdown import render_markdown
from cxnlp.reporting.page import render
from cxnlp.reporting.slides import write_figures

__all__ = [
    "Findings",
    "LastPeriod",
    "Metric",
    "Origin",
    "Rejections",
    "TopicFindings",
    "render",
    "render_markdown",
    "write_figures",
]
