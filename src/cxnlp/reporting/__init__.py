"""The report: findings become one offline HTML file."""

from __future__ import annotations

from cxnlp.reporting.findings import Findings, Metric, Origin, Rejections, TopicFindings
from cxnlp.reporting.page import render

__all__ = ["Findings", "Metric", "Origin", "Rejections", "TopicFindings", "render"]
