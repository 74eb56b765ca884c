"""The report in a few sentences, each with its figures and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cxnlp.metrics import Estimate
from cxnlp.reporting.against import together
from cxnlp.reporting.points import first_points
from cxnlp.reporting.words import (
    count,
    decimal,
    interval,
    of_hundred,
    percent,
    plural,
    sample_size,
    signed,
)

if TYPE_CHECKING:
    from cxnlp.insights import LevelMovement
    from cxnlp.insights.prevalence import CorrectedShares
    from cxnlp.reporting.against import LastPeriod
    from cxnlp.reporting.findings import Findings, TopicFindings

__all__ = ["change_words", "still_words", "summary"]

_YEAR: Final = 365.25 / 30
"""A change per 30 days as a change per year."""
_LONG: Final = 10
"""Months from which a change is told per year."""


def summary(findings: Findings) -> list[str]:
    """Four to nine sentences, for those who read no further.

    >>> import numpy as np
    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import level_shares, levels_over_time
    >>> from cxnlp.insights.certainty import Certainty
    >>> from cxnlp.reporting.findings import Findings, Origin, Rejections
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2})
    >>> unsure = Certainty(0, np.zeros(6), None, None, None, None, np.zeros(6))
    >>> found = Findings(datetime(2026, 7, 1, tzinfo=UTC), Origin("a.csv", (), 0.9),
    ...                  level_shares(labels), levels_over_time(labels), unsure,
    ...                  Rejections(3, {"empty": 1}, {"empty": (2,)}, {}))
    >>> summary(found)[1][:28]
    'Of 3 rows 1 were rejected, a'
    """
    standing = findings.standing
    told: list[str] = []
    if standing.mean is None or standing.below is None or standing.above is None:
        told.append("No row could be placed on a level; there is nothing to conclude.")
    else:
        told.append(
            f"Of {plural(standing.labelled, 'comment')} that tell of a service experience, "
            f"{percent(standing.below.value)} ({interval(standing.below)}) fall below what "
            f"customers expect and {percent(standing.above.value)} ({interval(standing.above)}) "
            f"rise above it; the mean level is {decimal(standing.mean.value)} "
            f"({interval(standing.mean, 'decimal')}) on the scale of 1 to 6."
        )
    if findings.audit is not None:
        told.append(_audited(findings.audit))
    if findings.last is not None:
        told.append(_last(findings.last))
    if len(findings.movement) > 1:
        told.append(change_words(findings.movement))
    if findings.topics is not None and standing.labelled:
        told += _topics(findings.topics)
    told.append(_left_out(findings))
    sure = findings.certainty
    if sure.hit is not None and sure.near is not None:
        told.append(
            f"The model expects to name the exact level in {percent(sure.hit.value, 0)} of cases "
            f"and to be at most one level off in {percent(sure.near.value, 0)}."
        )
    return told


def _audited(audit: CorrectedShares) -> str:
    shares = list(audit.shares)
    below, above = together(*shares[:2]), together(*shares[3:])
    return (
        f"Corrected by {plural(audit.judged, 'comment')} that people judged, "
        f"{percent(below.value)} ({interval(below)}) fall below what customers expect and "
        f"{percent(above.value)} ({interval(above)}) rise above it: these are the figures to quote."
        + "".join(f" {words}" for words in audit.cautions)
    )


def _last(last: LastPeriod) -> str:
    change = last.mean
    if change is None:
        return f"Nothing in {last.name} or {last.before} has a level, so they cannot be compared."
    reach = f"({interval(change, 'signed')})"
    if change.low > 0 or change.high < 0:
        way = "above" if change.value > 0 else "below"
        return (
            f"The mean level of {last.name} lies {decimal(abs(change.value))} {way} that of "
            f"{last.before} {reach}."
        )
    return (
        f"The mean level of {last.name} is not clearly another than that of {last.before} {reach}."
    )


def change_words(movement: LevelMovement) -> str:
    """Whether the mean level moves, in a sentence.

    >>> import pyarrow as pa
    >>> from cxnlp.insights import levels_over_time
    >>> table = pa.table({"row": [0], "level": [2], "status": ["labelled"]})
    >>> change_words(levels_over_time(table))
    'Too few customers or dates to tell whether the mean level moves.'
    """
    line = movement.change
    if line is None:
        return "Too few customers or dates to tell whether the mean level moves."
    unit = "per 30 days"
    long = movement.period == "month" and len(movement) >= _LONG
    if long or movement.period in {"quarter", "year"}:
        value, low, high = (end * _YEAR for end in (line.value, line.low, line.high))
        line, unit = Estimate(value, low, high, line.n, line.coverage), "per year"
    reach = f"({interval(line, 'signed')} {unit})"
    if line.low > 0:
        return f"The mean level rises, by {decimal(line.value)} {reach}."
    if line.high < 0:
        return f"The mean level falls, by {decimal(-line.value)} {reach}."
    return f"The mean level shows no clear movement: {signed(line.value)} {reach}."


def still_words(movement: LevelMovement) -> str:
    """Why there is no movement to show.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import levels_over_time
    >>> days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 1, 1)]
    >>> labels = pa.table({"row": range(3), "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                    "created_at": days})
    >>> movement = levels_over_time(labels, "month")
    >>> still_words(movement)
    'All dated comments fall into one month (2026-01), so no movement can be shown.'
    """
    if not len(movement):
        return "No labelled comment has a date that can be used, so no movement can be shown."
    return (
        f"All dated comments fall into one {movement.period} ({movement.names[0]}), "
        "so no movement can be shown."
    )


def _left_out(findings: Findings) -> str:
    read, rejected = findings.rejections.read, sum(findings.rejections.reasons.values())
    silent = findings.standing.rows - findings.standing.labelled
    return (
        f"Of {plural(read, 'row')} {count(rejected)} were rejected, and {count(silent)} tell of no "
        "service experience or are in a language that the model does not know."
    )


def _topics(topics: TopicFindings) -> list[str]:
    told = [
        f"What hurts most is “{pain.name}”: {percent(pain.share.value)} of the comments "
        f"({interval(pain.share)}, {sample_size(pain.n)}) touch it, and it costs "
        f"{of_hundred(pain.score.value)} levels per 100 comments "
        f"({interval(pain.score, 'hundred')})."
        for pain in first_points(topics.pains, 1)
    ]
    told += [
        f"What delights most is “{delight.name}”: it lifts comments above what customers "
        f"hope for by {of_hundred(delight.score.value)} levels per 100 comments "
        f"({interval(delight.score, 'hundred')}, {sample_size(delight.n)})."
        for delight in first_points(topics.delights, 1)
    ]
    if len(topics.trends.names) > 1:
        names = {
            word: [
                f"“{one.name}”"
                for one in topics.trends.trends
                if one.flagged and one.direction == direction
            ]
            for word, direction in (("grow", 1), ("shrink", -1))
        }
        moving = [
            f"{_some(found)} {word if len(found) > 1 else word + 's'}"
            for word, found in names.items()
            if found
        ]
        told.append(
            "Beyond chance, " + " and ".join(moving) + "."
            if moving
            else "No topic grows or shrinks beyond what chance would bring."
        )
    return told


def _some(names: list[str]) -> str:
    if len(names) > 3:  # noqa: PLR2004 - a sentence holds three names
        return f"{', '.join(names[:3])} and {plural(len(names) - 3, 'more topic')}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
