"""What a report tells: all figures and quotes, before they become a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pyarrow as pa

    from cxnlp.insights import (
        Certainty,
        LevelByTopic,
        LevelMovement,
        LevelShares,
        Rating,
        Trends,
    )
    from cxnlp.insights.drivers.findings import DriverFindings
    from cxnlp.insights.kano.findings import Kano
    from cxnlp.insights.kpis.figures import Kpis
    from cxnlp.insights.people.views import PeopleViews
    from cxnlp.insights.prevalence import CorrectedShares
    from cxnlp.reporting.against import LastPeriod
    from cxnlp.reporting.close_up import CloseUp

__all__ = ["Findings", "Metric", "Origin", "Rejections", "TopicFindings"]


@dataclass(frozen=True)
class TopicFindings:
    """What the topics of a run tell.

    Attributes:
        pains: pain points, `cxnlp.insights.POINTS_SCHEMA`.
        delights: delight points, the same schema.
        levels: level by topic.
        trends: trends and spikes with their false alarm rate.
        table: columns `topic`, `stable`, `theme_name`, `lineage`; None where they are not known.
        quality: coherence, diversity and coverage by name; None where they were not measured.
    """

    pains: pa.Table
    delights: pa.Table
    levels: LevelByTopic
    trends: Trends
    table: pa.Table | None = None
    quality: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Rejections:
    """Rows that could not be labelled.

    Attributes:
        read: rows read from the source.
        reasons: rejected rows by reason.
        examples: a few row numbers by reason.
        unreadable: metadata values that could not be read, by column.
        already: rows left out because an earlier run had labelled them.
    """

    read: int
    reasons: Mapping[str, int]
    examples: Mapping[str, tuple[int, ...]]
    unreadable: Mapping[str, int]
    already: int = 0


@dataclass(frozen=True)
class Metric:
    """One line of a model's evaluation; ends of the interval are None where none was measured."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Origin:
    """Where the figures come from.

    Attributes:
        source: the source's name for the headline, such as a file name.
        facts: further terms and their values, in order: digests, versions, thresholds.
        coverage: coverage of the levels' intervals, such as 0.9.
        evaluation: the model's own evaluation, as far as it is at hand.
        evaluated_on: how many comments that evaluation saw, where it says so.
    """

    source: str
    facts: tuple[tuple[str, str], ...]
    coverage: float
    evaluation: tuple[Metric, ...] = ()
    evaluated_on: int | None = None


@dataclass(frozen=True)
class Findings:
    """Everything that stands in a report.

    Attributes:
        made: when the report was made.
        origin: source and model.
        standing: shares of the levels.
        movement: levels over time.
        certainty: how sure the model is.
        rejections: what was rejected and why.
        ratings: customers' own ratings.
        topics: what the topics tell; None where the report was made without topics.
        last: the last period against the one before; None with under two periods.
        audit: shares corrected by a judged sample; None where none was given.
        kpis: service KPIs, by period and group.
        drivers: what goes with better or worse levels and KPIs.
        people: teams, agents, segments, channels and customers.
        kano: what good and bad service in each item goes with, and whether that has changed.
        close_up: counts and quotes that the reader may filter.
        left_out: what could not be told, and why, one sentence each.
    """

    made: datetime
    origin: Origin
    standing: LevelShares
    movement: LevelMovement
    certainty: Certainty
    rejections: Rejections
    ratings: tuple[Rating, ...] = ()
    topics: TopicFindings | None = None
    last: LastPeriod | None = None
    audit: CorrectedShares | None = None
    kpis: Kpis | None = None
    drivers: DriverFindings | None = None
    people: PeopleViews | None = None
    kano: Kano | None = None
    close_up: CloseUp | None = None
    left_out: tuple[str, ...] = ()
