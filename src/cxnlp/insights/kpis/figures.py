"""What is found of the service KPIs of a run: figures with intervals, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from cxnlp.insights.intervals import Estimates
    from cxnlp.insights.kpis.scales import Scale
    from cxnlp.insights.periods import Period
    from cxnlp.metrics import Estimate

__all__ = ["Issues", "Kpi", "KpiFigure", "KpiGroups", "Kpis", "LeftOut", "Unit"]

Unit = Literal["share", "score", "hours", "points"]
"""share: 0 to 1, shown as per cent; score: -1 to 1, shown times 100; points: on the answers' scale;
hours."""


class Kpi(StrEnum):
    """One figure of service; a closed list."""

    CSAT = "csat"
    CSAT_MEAN = "csat_mean"
    NPS = "nps"
    CES = "ces"
    CES_EASY = "ces_easy"
    FIRST_CONTACT = "first_contact_resolution"
    RESOLUTION_MEAN = "resolution_time_mean"
    RESOLUTION_MEDIAN = "resolution_time_median"
    RESOLVED = "resolved"
    ESCALATED = "escalation_rate"
    RETENTION = "retention"
    CONVERSION = "conversion"


@dataclass(frozen=True)
class LeftOut:
    """Something that a figure does not count, or a figure that is not given.

    Attributes:
        what: the KPI, column, group or kind of value, in words.
        n: how many values, rows or groups; None where that says nothing.
        why: the reason, a sentence. Never holds a comment's text.
        hint: how to get it after all, a sentence; empty where there is no way.
    """

    what: str
    n: int | None
    why: str
    hint: str = ""


@dataclass(frozen=True)
class KpiGroups:
    """One KPI by the values of a segment column.

    Attributes:
        column: channel, team, agent, segment, or any other column of the run.
        names: the groups, those with most answers first. Length g.
        value: the KPI in each group. g entries.
        difference: each group less all the others together, in the KPI's unit, drawn towards 0 as
            far as the groups' spread is chance (see `cxnlp.insights.comparison`); None where
            groups are not compared. g entries, NaN where a group cannot be compared.
        q_value: of that difference, after Benjamini-Hochberg over the groups; NaN where not
            compared. Shape (g,).
        verdict: 1 better than the others, -1 worse, 0 no difference that can be told. Shape (g,),
            int8. Better means higher or lower as the KPI wants it.
        left_out: groups with too few answers, and answers without a group.
    """

    column: str
    names: tuple[str, ...]
    value: Estimates
    difference: Estimates | None
    q_value: NDArray[np.float64]
    verdict: NDArray[np.int8]
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class KpiFigure:
    """One KPI over the run, by period, and by segment.

    Attributes:
        kpi: which.
        title: its name for readers.
        unit: of all its values, see `Unit`.
        better: whether higher or lower is better.
        total: over all usable rows; `n` counts answers (retention: customers).
        by_period: one entry per name in `Kpis.periods`; NaN where a period has none; None where
            there are no dates.
        by: by segment column.
        estimated: whether it is an estimate from the levels instead of customers' answers or
            records; must be shown as an estimate.
        basis: how it is counted, with the source of the formula, in a sentence or two.
        error: for estimates, the typical distance from the true KPI (root mean square) that is in
            the intervals besides chance; None for measured ones, for those of a fitted map, and
            where it has not been measured, which `basis` then says.
        scale: of the answers, where there is one.
        left_out: what does not count and why.
    """

    kpi: Kpi
    title: str
    unit: Unit
    better: Literal["higher", "lower"]
    total: Estimate
    by_period: Estimates | None
    by: Mapping[str, KpiGroups]
    estimated: bool
    basis: str
    error: float | None = None
    scale: Scale | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Issues:
    """Open and resolved issues: counts of the run's own records, hence without intervals.

    Attributes:
        resolved: rows whose issue is resolved.
        open: rows whose issue is open.
        unknown: rows that tell neither.
        by_period: (open, resolved) by period of the row's date. Shape (p, 2), int64.
        by: by segment column, name of the group to (open, resolved).
    """

    resolved: int
    open: int
    unknown: int
    by_period: NDArray[np.int64]
    by: Mapping[str, Mapping[str, tuple[int, int]]]


@dataclass(frozen=True)
class Kpis:
    """The service KPIs of a run.

    Attributes:
        figures: measured ones first, each in the order of `Kpi`; then the estimates. One KPI may
            stand in both.
        issues: counts of issues; None where the run tells of none.
        period: kind of the periods; None where there are no dates.
        periods: their names, without gaps.
        left_out: KPIs that are not given, columns that are missing, rows without a date, and why.
        rows: rows of the run's `labels`, whatever their status.
        customers: different customers, None where the run knows none.
        confidence: level of the intervals.
    """

    figures: tuple[KpiFigure, ...]
    issues: Issues | None
    period: Period | None
    periods: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    rows: int
    customers: int | None
    confidence: float
    _found: Mapping[tuple[Kpi, bool], KpiFigure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = {(one.kpi, one.estimated): one for one in self.figures}
        object.__setattr__(self, "_found", found)

    def measured(self, kpi: Kpi) -> KpiFigure | None:
        """The figure from customers' answers or records, if there is one."""
        return self._found.get((kpi, False))

    def estimate(self, kpi: Kpi) -> KpiFigure | None:
        """The estimate from the levels, if there is one."""
        return self._found.get((kpi, True))
