"""People: teams and agents to coach, segments to know, customers who are about to leave."""

from __future__ import annotations

from cxnlp.insights.people.customers import customer_views
from cxnlp.insights.people.finding import people_views
from cxnlp.insights.people.groups import LEAST_COMMENTS, PEOPLE_COLUMNS, group_views
from cxnlp.insights.people.quoting import with_group_quotes
from cxnlp.insights.people.views import (
    CUSTOMERS_SCHEMA,
    DIMENSIONS,
    RISKS,
    CustomerViews,
    DimensionView,
    GroupView,
    GroupViews,
    PeopleViews,
    Risk,
    Standing,
    Verdict,
)

__all__ = [
    "CUSTOMERS_SCHEMA",
    "DIMENSIONS",
    "LEAST_COMMENTS",
    "PEOPLE_COLUMNS",
    "RISKS",
    "CustomerViews",
    "DimensionView",
    "GroupView",
    "GroupViews",
    "PeopleViews",
    "Risk",
    "Standing",
    "Verdict",
    "customer_views",
    "group_views",
    "people_views",
    "with_group_quotes",
]
