"""Insights: figures with intervals from labelled rows and topics, as pure functions."""

from __future__ import annotations

from cxnlp.insights.certainty import Certainty, certainty
from cxnlp.insights.crosstab import LevelByTopic, level_by_topic
from cxnlp.insights.intervals import Estimates
from cxnlp.insights.level_table import LEVELS_SCHEMA
from cxnlp.insights.movement import LevelMovement, levels_over_time
from cxnlp.insights.points import POINTS_SCHEMA, delight_points, pain_points
from cxnlp.insights.ratings import Rating, ratings
from cxnlp.insights.standing import LevelShares, level_shares
from cxnlp.insights.topic_trend import Trend
from cxnlp.insights.trends import Spike, Trends, trends

__all__ = [
    "LEVELS_SCHEMA",
    "POINTS_SCHEMA",
    "Certainty",
    "Estimates",
    "LevelByTopic",
    "LevelMovement",
    "LevelShares",
    "Rating",
    "Spike",
    "Trend",
    "Trends",
    "certainty",
    "delight_points",
    "level_by_topic",
    "level_shares",
    "levels_over_time",
    "pain_points",
    "ratings",
    "trends",
]
