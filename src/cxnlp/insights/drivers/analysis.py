"""Which topics, dimensions, touchpoints and stages go with a better or worse level or KPI."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.drivers.adjusting import Adjust, adjusted_effects
from cxnlp.insights.drivers.candidates import read_candidates
from cxnlp.insights.drivers.controls import read_controls
from cxnlp.insights.drivers.findings import DriverFindings, Drivers, OutcomeLeftOut
from cxnlp.insights.drivers.listing import Observed, flag, list_drivers, observe
from cxnlp.insights.drivers.outcomes import OutcomeValues, known_in, read_outcome
from cxnlp.insights.drivers.words import caveats
from cxnlp.insights.labelled import FLOOR, check_fit, read_labelled_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pyarrow as pa

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.drivers.findings import Driver
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.kpis.settings import KpiSettings

__all__ = ["CONTROLS", "drivers", "find_drivers"]

CONTROLS: Final = ("period", "channel", "segment")
"""Held fixed as far as the run has them: they move both what is written about and how it ends."""


def drivers(
    labels: pa.Table,
    assignments: pa.Table | None = None,
    topics: pa.Table | None = None,
    *,
    outcomes: Sequence[str] | None = None,
    controls: Sequence[str] = CONTROLS,
    adjust: Adjust = "before",
    floor: int = FLOOR,
    false_alarms: float = 0.05,
    confidence: float = 0.95,
    settings: KpiSettings | None = None,
    today: datetime | None = None,
) -> DriverFindings:
    """Hold every topic, dimension, touchpoint and stage against the level and the KPIs.

    The level is fitted by proportional odds, yes-no outcomes by logistic regression, the others by
    least squares. Effects are average changes of the outcome in its own unit, with intervals from
    leaving each customer out in turn; what is held fixed stands in
    `cxnlp.insights.drivers.adjusting`. Everything found is association.

    Args:
        labels: columns `row`, `level`, `status`; where present `created_at`, `customer`, the KPI
            columns, the columns of dimensions, touchpoints and stages, and the controls. Only rows
            with status `labelled` count.
        assignments: columns `row`, `topic`, `strength`.
        topics: columns `topic`, `name`.
        outcomes: columns of numbers or of yes and no; the level and every KPI that the run has,
            if not given.
        controls: `period` or columns of words, held fixed besides the drivers.
        adjust: `before`: for the own block of drivers and those before it; `all`: for every other.
        floor: customers with and without a driver before it is tested.
        false_alarms: false discovery rate over all drivers and outcomes of the call.
        confidence: level of the intervals.
        settings: what was said about the KPI columns.
        today: later dates count as unknown.

    Raises:
        ConfigurationError: `floor` is below 2, or a rate is no share.

    >>> import pyarrow as pa
    >>> level, phone = [1, 2, 2, 3, 4, 4, 5, 3] * 10, [True] * 4 + [False] * 4
    >>> labels = pa.table({"row": range(80), "level": level, "status": ["labelled"] * 80,
    ...                    "touch_phone": phone * 10})
    >>> found = drivers(labels).outcomes[0].drivers[0]
    >>> found.title, found.flagged, str(found.simple)
    ('phone', True, '-2.000 [-2.387, -1.563]')
    """
    return find_drivers(
        *read_labelled_rows(labels, assignments, topics, today=today),
        outcomes=outcomes,
        controls=controls,
        adjust=adjust,
        floor=floor,
        false_alarms=false_alarms,
        confidence=confidence,
        settings=settings,
    )


def find_drivers(
    chosen: pa.Table,
    comments: LabelledComments,
    incidence: Incidence | None,
    *,
    outcomes: Sequence[str] | None = None,
    controls: Sequence[str] = CONTROLS,
    adjust: Adjust = "before",
    floor: int = FLOOR,
    false_alarms: float = 0.05,
    confidence: float = 0.95,
    settings: KpiSettings | None = None,
) -> DriverFindings:
    """The same from labelled rows (`labelled_rows`), comments and topics that are already read.

    Args:
        chosen: as `cxnlp.insights.labelled.read_labelled_rows` gives them; so the next two.
        comments: the same rows.
        incidence: the topics that they touch; None without topics.
        outcomes: this and what follows as in `drivers`.
        controls: held fixed besides the drivers.
        adjust: `before` or `all`.
        floor: customers with and without a driver.
        false_alarms: false discovery rate.
        confidence: level of the intervals.
        settings: what was said about the KPI columns.

    Raises:
        ConfigurationError: `floor` is below 2, or a rate is no share.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.labelled import read_labelled_rows
    >>> labels = pa.table({"row": [0, 1], "level": [3, 4], "status": ["labelled"] * 2})
    >>> find_drivers(*read_labelled_rows(labels)).left_out[0].why
    'The run has neither topics nor dimensions, touchpoints or stages.'
    """
    check_fit("drivers", floor=floor, false_alarms=false_alarms, confidence=confidence)
    candidates = read_candidates(chosen, incidence)
    found: list[Drivers] = []
    left_out: list[OutcomeLeftOut] = []
    for name in known_in(chosen) if outcomes is None else outcomes:
        outcome = read_outcome(chosen, name, comments, settings)
        if isinstance(outcome, str):
            left_out.append(OutcomeLeftOut(name, outcome))
            continue
        observed = observe(outcome, candidates, comments.customer)
        why = _refusal(observed, name, floor)
        if why:
            left_out.append(OutcomeLeftOut(name, why))
            continue
        names = [one for one in controls if one != name]
        held, used = read_controls(chosen, comments, observed.rows, names=names, floor=floor)
        enough = np.flatnonzero((observed.present >= floor) & (observed.absent >= floor))
        effects = adjusted_effects(
            outcome.kind,
            observed.candidates.take(np.arange(len(observed.rows)), enough),
            held,
            observed.value,
            observed.customer,
            adjust=adjust,
        )
        listed = list_drivers(outcome, observed, effects, confidence=confidence)
        found.append(
            _told(outcome, comments, observed, listed, used, floor=floor, alarms=false_alarms)
        )
    return DriverFindings(flag(found), tuple(left_out))


def _refusal(observed: Observed, name: str, floor: int) -> str | None:
    if not len(observed.candidates):
        return "The run has neither topics nor dimensions, touchpoints or stages."
    if observed.customers < 2 * floor:
        return (
            f"Only {observed.customers} customers have a value of {name!r}; "
            f"at least {2 * floor} are needed ({floor} with a driver, {floor} without)."
        )
    return None


def _told(
    outcome: OutcomeValues,
    comments: LabelledComments,
    observed: Observed,
    listed: list[Driver],
    used: tuple[str, ...],
    *,
    floor: int,
    alarms: float,
) -> Drivers:
    without = np.ones(len(comments), np.bool_)
    without[observed.rows] = False
    found = Drivers(
        outcome=outcome.name,
        title=outcome.title,
        unit=outcome.unit,
        kind=outcome.kind,
        better=outcome.better,
        n=len(observed.rows),
        missing=outcome.missing,
        invalid=outcome.invalid,
        customers=observed.customers,
        clustered=comments.known_customers,
        mean=outcome.factor * float(observed.value.mean()),
        level_with=float(comments.level[observed.rows].mean()),
        level_without=float(comments.level[without].mean()) if without.any() else None,
        drivers=tuple(listed),
        adjusted_for=used,
        same_text=outcome.name == "level",
        false_alarms=alarms,
        tests=0,
        floor=floor,
        caveats=(),
    )
    return replace(found, caveats=caveats(found))
