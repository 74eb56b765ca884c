"""One KPI over the run, by period and by segment, however it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from cxnlp.insights.comparison import compare_groups
from cxnlp.insights.intervals import Estimates, bounded_means
from cxnlp.insights.kpis.figures import Kpi, KpiFigure, KpiGroups, LeftOut, Unit
from cxnlp.insights.shrinkage import shrunk
from cxnlp.insights.trends import adjusted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.kpis.cutting import Cut, Cuts
    from cxnlp.insights.kpis.scales import Scale
    from cxnlp.insights.kpis.settings import KpiSettings

__all__ = ["Counted", "Mean", "Told", "figure_of"]


@dataclass(frozen=True)
class Told:
    """What is told of a KPI beside its values; see `KpiFigure`."""

    kpi: Kpi
    title: str
    unit: Unit
    better: Literal["higher", "lower"]
    basis: str
    scale: Scale | None = None
    left_out: tuple[LeftOut, ...] = ()


class Counted(Protocol):
    """A way to count one KPI."""

    @property
    def customer(self) -> NDArray[np.int64]:
        """Customer of each row. Shape (n,)."""

    @property
    def compared(self) -> NDArray[np.float64] | None:
        """Observations whose means are compared between groups; NaN where there is none.

        Shape (n,); None where groups are not compared.
        """

    @property
    def factor(self) -> float | None:
        """From differences of `compared` to the KPI's unit; None where they are of another kind."""

    def within(self, cut: Cut, confidence: float) -> Estimates:
        """The KPI in every group; NaN where a group has nothing."""


@dataclass(frozen=True)
class Mean:
    """A KPI that is the mean of one bounded observation per row.

    Attributes:
        customer: customer of each row. Shape (n,).
        place: the observation in [0, 1], NaN where there is none. Shape (n,).
        factor: from [0, 1] to the KPI's unit.
        shift: added afterwards.
    """

    customer: NDArray[np.int64]
    place: NDArray[np.float64]
    factor: float = 1.0
    shift: float = 0.0

    @property
    def compared(self) -> NDArray[np.float64] | None:
        """The observations themselves."""
        return self.place

    def within(self, cut: Cut, confidence: float) -> Estimates:
        """Means with clustered intervals, see `cxnlp.insights.intervals`."""
        held = cut.held(self.place)
        return bounded_means(
            cut.code[held],
            self.customer[held],
            self.place[held],
            groups=len(cut),
            confidence=confidence,
        ).scaled(self.factor, self.shift)


def figure_of(
    told: Told,
    counted: Counted,
    cuts: Cuts,
    settings: KpiSettings,
    *,
    estimated: bool = False,
    error: float | None = None,
) -> KpiFigure | None:
    """Count one KPI everywhere; None where no row can be counted.

    Args:
        told: what is told of it.
        counted: how it is counted.
        cuts: periods and groups.
        settings: least answers of a group, level of the intervals, false alarm rate.
        estimated: whether it is an estimate from the levels.
        error: root mean square error of such an estimate, in the KPI's unit; widens all intervals.

    >>> from cxnlp.insights.kpis.cutting import Cuts, cut_by
    >>> from cxnlp.insights.kpis.figures import Kpi
    >>> from cxnlp.insights.kpis.settings import KpiSettings
    >>> from cxnlp.insights.periods import periods_of
    >>> customer = np.arange(4)
    >>> whole, none = cut_by(customer * 0, ("",), customer), cut_by(customer * 0 - 1, (), customer)
    >>> cuts = Cuts(whole, periods_of(np.full(4, np.datetime64("NaT", "us")), "month"), none, {})
    >>> told = Told(Kpi.ESCALATED, "Escalation rate", "share", "lower", "Counted.")
    >>> found = figure_of(told, Mean(customer, np.array([1.0, 0, 0, 0])), cuts, KpiSettings())
    >>> found.total.value, found.total.n, found.by_period
    (0.25, 4, None)
    """
    total = _widened(counted.within(cuts.whole, settings.confidence), error, told.unit)
    if np.isnan(total.value[0]):
        return None
    by_period = None
    if len(cuts.by_period):
        found = counted.within(cuts.by_period, settings.confidence)
        by_period = _widened(found, error, told.unit)
    groups = {
        column: _groups(column, cut, told, counted, settings, error=error)
        for column, cut in cuts.columns.items()
    }
    return KpiFigure(
        kpi=told.kpi,
        title=told.title,
        unit=told.unit,
        better=told.better,
        total=total[0],
        by_period=by_period,
        by=groups,
        estimated=estimated,
        basis=told.basis,
        error=error,
        scale=told.scale,
        left_out=told.left_out,
    )


def _widened(found: Estimates, error: float | None, unit: Unit) -> Estimates:
    if error is None:
        return found
    from scipy.special import ndtri

    reach = float(ndtri(0.5 + found.coverage / 2)) * error
    least, most = (-1.0, 1.0) if unit == "score" else (0.0, 1.0)
    low = found.value - np.hypot(found.value - found.low, reach)
    high = found.value + np.hypot(found.high - found.value, reach)
    return Estimates(
        found.value, np.maximum(low, least), np.minimum(high, most), found.n, found.coverage
    )


def _groups(
    column: str,
    cut: Cut,
    told: Told,
    counted: Counted,
    settings: KpiSettings,
    *,
    error: float | None,
) -> KpiGroups:
    found = counted.within(cut, settings.confidence)
    enough = np.flatnonzero((found.n >= settings.least) & ~np.isnan(found.value))
    shown = enough[: settings.most_groups]
    value = _widened(_taken(found, shown), error, told.unit)
    difference, q_value = _against(cut, shown, counted, settings)
    sure = ~np.isnan(q_value) & (q_value <= settings.false_alarms)
    signs = np.zeros(len(shown))
    if sure.any() and counted.compared is not None:
        signs = np.sign(np.nan_to_num(difference.value))
    verdict = np.where(sure, signs * (1 if told.better == "higher" else -1), 0)
    left = []
    if few := int((found.n > 0).sum()) - len(enough):
        why = f"Each has fewer than {settings.least} answers: nobody is judged on a handful."
        left.append(LeftOut(f"values of {column}", few, why))
    if beyond := len(enough) - len(shown):
        why = f"Only the {settings.most_groups} with most rows are shown."
        left.append(LeftOut(f"values of {column}", beyond, why, "Raise most_groups."))
    told_of = None if counted.factor is None else difference.scaled(counted.factor)
    return KpiGroups(
        column=column,
        names=tuple(cut.names[at] for at in shown),
        value=value,
        difference=told_of if counted.compared is not None else None,
        q_value=q_value,
        verdict=verdict.astype(np.int8),
        left_out=tuple(left),
    )


def _taken(found: Estimates, chosen: NDArray[np.int64]) -> Estimates:
    return Estimates(
        found.value[chosen],
        found.low[chosen],
        found.high[chosen],
        found.n[chosen],
        found.coverage,
    )


def _against(
    cut: Cut,
    shown: NDArray[np.int64],
    counted: Counted,
    settings: KpiSettings,
) -> tuple[Estimates, NDArray[np.float64]]:
    """Differences drawn together, and their q-values, of the groups shown."""
    nothing = np.full(len(shown), np.nan)
    empty = Estimates(nothing, nothing, nothing, np.zeros(len(shown), np.int64))
    if counted.compared is None or not len(shown):
        return empty, nothing
    compared = counted.compared
    held = cut.held(compared)
    found = compare_groups(cut.code[held], counted.customer[held], compared[held], groups=len(cut))
    p_value = found.p_value[shown]
    tested = ~np.isnan(p_value)
    q_value = nothing.copy()
    if tested.any():
        q_value[tested] = adjusted(p_value[tested])
    drawn = shrunk(
        found.difference[shown],
        found.variance[shown],
        found.n[shown],
        confidence=settings.confidence,
    )
    return drawn, q_value
