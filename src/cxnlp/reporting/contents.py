"""What stands in a report, section by section, in words and drawings; HTML or Markdown alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.levels import ServiceLevel
from cxnlp.reporting import words
from cxnlp.reporting.against import together
from cxnlp.reporting.alerts import alerts
from cxnlp.reporting.bars import estimate_bar, stacked_bar
from cxnlp.reporting.first import priorities
from cxnlp.reporting.impact import impact_and_severity
from cxnlp.reporting.kpis import kpi_groups, kpi_rows
from cxnlp.reporting.moves import moved
from cxnlp.reporting.nature import natures
from cxnlp.reporting.omissions import omissions
from cxnlp.reporting.outcomes import outcomes
from cxnlp.reporting.persons import customer_rows, group_table
from cxnlp.reporting.points import first_points, shown_points
from cxnlp.reporting.soundness import quality_words, topic_notes
from cxnlp.reporting.summary import change_words, still_words, summary
from cxnlp.reporting.timeline import levels_by_period, mean_by_period

if TYPE_CHECKING:
    from markupsafe import Markup
    from numpy.typing import NDArray

    from cxnlp.insights import LevelMovement
    from cxnlp.metrics import Estimate
    from cxnlp.reporting.findings import Findings, TopicFindings

__all__ = ["contents"]

_PAINS: Final = 10
"""Most pain points shown with quotes."""
_FEWEST_PAINS: Final = 3
"""Fewest, where there are as many."""
_WEIGHTY: Final = 0.9
"""Share of all levels lost that the pain points shown with quotes stand for, if ten can."""
_MORE_PAINS: Final = 100
"""Pain points listed after these."""
_DELIGHTS: Final = 5
"""Delight points shown."""
_HEAT: Final = 30
"""Topics in the table of level by topic."""
_FIRST: Final = 12
"""Pain points in the picture of what to do first."""
_WORTH: Final = 0.01
"""Part of all levels lost from which on a pain point stands there."""


def contents(findings: Findings) -> dict[str, Any]:
    """All words and drawings by name, as the templates of a report ask for them."""
    return {
        "f": findings,
        "levels": list(ServiceLevel),
        **_levels(findings),
        **_time(findings),
        **_topics(findings),
        **_people(findings),
        **_kpis(findings),
        "moved": [] if findings.drivers is None else moved(findings.drivers),
        "natures": [] if findings.kano is None else natures(findings.kano),
        "omissions": omissions(findings),
    }


@dataclass(frozen=True)
class _LevelRow:
    level: ServiceLevel
    estimate: Estimate
    bar: Markup
    change: Estimate | None
    corrected: Estimate | None


@dataclass(frozen=True)
class _MixRow:
    level: ServiceLevel
    given: float
    expected: float


@dataclass(frozen=True)
class _PeriodRow:
    name: str
    shares: list[float]
    n: int
    mean: Estimate
    below: Estimate


@dataclass(frozen=True)
class _HeatRow:
    topic: int
    name: str
    shares: list[float]
    n: int
    mean: Estimate


def _levels(findings: Findings) -> dict[str, Any]:
    standing, sure, audit = findings.standing, findings.certainty, findings.audit
    shares = list(standing.shares)
    used = [level for level, one in zip(ServiceLevel, shares, strict=True) if one.n]
    changes = [None] * len(shares) if findings.last is None else list(findings.last.shares)
    corrected = [None] * len(shares) if audit is None else list(audit.shares)
    most = max([one.high for one in shares if one.n] + [one.high for one in corrected if one] + [0])
    return {
        "summary": summary(findings),
        "confidence": words.percent(standing.confidence, 0),
        "stack": stacked_bar(standing.shares.value.tolist(), title="Shares of the six levels"),
        "level_rows": [
            _LevelRow(
                level,
                one,
                estimate_bar(true or one, most=most or 1.0, kind=f"level-{level:d}"),
                change,
                true,
            )
            for level, one, change, true in zip(
                ServiceLevel, shares, changes, corrected, strict=True
            )
        ],
        "corrected_below": together(*list(audit.shares)[:2]) if audit else None,
        "corrected_above": together(*list(audit.shares)[3:]) if audit else None,
        "one_level": used[0].label if len(used) == 1 and standing.labelled > 1 else "",
        "agreeing": [one for one in findings.ratings if one.agreement is not None],
        "mixes": [
            _MixRow(level, one.value, float(expected))
            for level, one, expected in zip(ServiceLevel, shares, sure.expected_shares, strict=True)
        ]
        if sure.n
        else [],
        "outcomes": outcomes(findings),
    }


def _time(findings: Findings) -> dict[str, Any]:
    movement = findings.movement
    moving = len(movement) > 1
    return {
        "dates": _span(movement),
        "change": change_words(movement),
        "still": still_words(movement),
        "mean_plot": mean_by_period(movement) if moving else None,
        "levels_plot": levels_by_period(movement) if moving else None,
        "period_rows": _period_rows(movement),
    }


def _span(movement: LevelMovement) -> str:
    if not len(movement):
        return ""
    first, last = movement.names[0], movement.names[-1]
    return first if first == last else f"{first} to {last}"


def _period_rows(movement: LevelMovement) -> list[_PeriodRow]:
    total = movement.counts.sum(axis=1)
    shares = np.where(total[:, None] > 0, movement.counts / np.maximum(total, 1)[:, None], np.nan)
    return [
        _PeriodRow(name, shares[at].tolist(), int(total[at]), movement.mean[at], movement.below[at])
        for at, name in enumerate(movement.names)
    ]


def _topics(findings: Findings) -> dict[str, Any]:
    topics = findings.topics
    if topics is None:
        missing = (
            "This report was made without topics. Find them with `cxnlp topics` and name their "
            "folder with `--topics`."
        )
        return dict.fromkeys(_TOPIC_WORDS) | {"topics_missing": missing}
    if not len(topics.levels):
        missing = (
            "No topics were found in this run: there may be too few comments, or none that differ."
        )
        return dict.fromkeys(_TOPIC_WORDS) | {"topics_missing": missing}
    none = (
        "No labelled comment"
        if findings.standing.labelled
        else "Nothing was labelled, so no comment"
    )
    costs = topics.pains["score"].to_numpy()
    most = _weighty(costs)
    pains = shown_points(topics.pains, topics, most=max(most, _FIRST), kind="pain")
    first = [one for one in pains[:_FIRST] if one.score.value >= _WORTH * costs.sum()]
    heat = _heat(topics)
    return {
        "topics_missing": "",
        "pains": pains[:most],
        "pareto": _pareto(costs, most),
        "no_pains": f"{none} falls below expected in any topic: there is no pain point to rank.",
        "more_pains": first_points(topics.pains, _MORE_PAINS, skip=most, notes=topic_notes(topics)),
        "more_pains_left": max(0, topics.pains.num_rows - most - _MORE_PAINS),
        "quality": quality_words(topics),
        "no_quotes": not any(point.quotes for point in pains),
        "priorities": priorities(first, costs.tolist()),
        "impact": impact_and_severity(first) if first else None,
        "delights": shown_points(topics.delights, topics, most=_DELIGHTS, kind="delight"),
        "no_delights": f"{none} rises above desired in any topic: there is nothing to rank.",
        "alerts": alerts(topics.trends),
        "period": topics.trends.period,
        "heat": heat,
        "heat_left": int(np.count_nonzero(topics.levels.mean.n)) - len(heat),
    }


def _kpis(findings: Findings) -> dict[str, Any]:
    found = findings.kpis
    rows, estimates = ([], []) if found is None else kpi_rows(found)
    return {
        "kpis": rows,
        "kpi_estimates": estimates,
        "kpi_groups": [] if found is None else kpi_groups(found),
    }


def _people(findings: Findings) -> dict[str, Any]:
    people = findings.people
    groups = [] if people is None else [group_table(one) for one in people.groups.values()]
    customers = None if people is None else people.customers
    return {
        "groups": [one for one in groups if one.rows],
        "customers": customers,
        "customer_rows": [] if customers is None else customer_rows(customers),
    }


def _weighty(scores: NDArray[np.float64]) -> int:
    """How many of the first points it takes to stand for nine tenths of the levels lost."""
    if not len(scores):
        return 0
    enough = int(np.searchsorted(np.cumsum(scores), _WEIGHTY * scores.sum())) + 1
    return min(max(enough, _FEWEST_PAINS), _PAINS, len(scores))


def _pareto(scores: NDArray[np.float64], most: int) -> str:
    if most == len(scores):
        return ""
    part = words.percent(float(scores[:most].sum() / scores.sum()), 0)
    return (
        f"The first {most} of {len(scores)} pain points stand for {part} of the levels lost in "
        "topics; the others follow in a table."
    )


_TOPIC_WORDS: Final = (
    "pains",
    "pareto",
    "no_pains",
    "more_pains",
    "more_pains_left",
    "quality",
    "no_quotes",
    "priorities",
    "impact",
    "delights",
    "no_delights",
    "alerts",
    "period",
    "heat",
    "heat_left",
)


def _heat(topics: TopicFindings) -> list[_HeatRow]:
    table = topics.levels
    kept = np.flatnonzero(table.mean.n)
    kept = kept[np.argsort(-table.mean.n[kept], kind="stable")][:_HEAT]
    kept = kept[np.argsort(table.mean.value[kept], kind="stable")]
    shares = table.shares
    return [
        _HeatRow(
            int(table.topic[at]),
            table.name[at],
            shares[at].tolist(),
            int(table.mean.n[at]),
            table.mean[int(at)],
        )
        for at in kept
    ]
