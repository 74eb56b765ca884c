"""Kano classes of dimensions, topics and sub-ratings, by period, and whether they have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp.insights.drivers.controls import read_controls
from cxnlp.insights.drivers.outcomes import OutcomeValues, read_outcome
from cxnlp.insights.kano.contrasts import Sides
from cxnlp.insights.kano.families import compared, family_signs
from cxnlp.insights.kano.findings import Kano, KanoItem, KanoLeftOut
from cxnlp.insights.kano.items import Judge, after_holm
from cxnlp.insights.kano.words import caveats
from cxnlp.insights.labelled import FLOOR, check_fit, read_labelled_rows
from cxnlp.insights.periods import Period, Periods, periods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.kpis.settings import KpiSettings

__all__ = ["find_kano", "kano"]

_TYPICAL: Final = 150
"""Median comments of a period: a side that every fifth comment names then has about 30."""
_MOST: Final = 24
"""Periods; more are too thin and too many to read."""
_MATTERS: Final = 0.05
"""Smallest effect that matters, of the outcome's range: a quarter of a level."""
_UNBOUNDED: Final = 0.1
"""The same where the outcome has no ends, in standard deviations."""
_BOTH: Final = 2


def kano(
    labels: pa.Table,
    assignments: pa.Table | None = None,
    topics: pa.Table | None = None,
    *,
    outcome: str = "level",
    ratings: Sequence[str] = (),
    controls: Sequence[str] = ("channel", "segment"),
    period: Period | Literal["auto"] = "auto",
    matters: float | None = None,
    floor: int = FLOOR,
    false_alarms: float = 0.05,
    confidence: float = 0.95,
    settings: KpiSettings | None = None,
    today: datetime | None = None,
) -> Kano:
    """Class every dimension, topic and sub-rating, and test whether its effects have changed.

    A linear regression gives each item two slopes, one for done well and one for done badly,
    against comments where it is neither (penalty-reward contrast, Brandt 1987), clustered by
    customer, with the calendar quarter and `controls` held fixed. Dimensions are adjusted for each
    other, topics for each other, sub-ratings for each other. For the test of change, both slopes
    run along straight lines over the periods; Holm's correction holds the false alarms over all
    items. How well and badly are told stands in `cxnlp.insights.kano.signs`.

    Args:
        labels: columns `row`, `level`, `status`; where present `created_at`, `customer`, the
            dimensions, and the columns named in `outcome`, `ratings` and `controls`. Only rows with
            status `labelled` count.
        assignments: columns `row`, `topic`, `strength`.
        topics: columns `topic`, `name`.
        outcome: `level`, a KPI, or any column of numbers or of yes and no.
        ratings: columns of sub-ratings that customers gave, kept while labelling.
        controls: columns of words that are held fixed.
        period: kind of the periods; `auto` takes the finest of month, quarter and year with at
            most 24 of them and a median of at least 150 comments, or else the coarsest that gives
            two.
        matters: smallest effect that matters, in units of the outcome; a twentieth of its range if
            not given (a quarter of a level), a tenth of its standard deviation where it has no
            ends.
        floor: customers that a side needs (in each half of the time, for the test of change).
        false_alarms: probability that any item is flagged as moved or changed where none has.
        confidence: level of the intervals.
        settings: what was said about the KPI columns.
        today: later dates count as unknown.

    Returns:
        Without any item where the outcome cannot be used; `left_out` then says why.

    Raises:
        ConfigurationError: a rate is no share, or the floor under 2.
        InputDataError: a sub-rating is missing or no scale.

    >>> import pyarrow as pa
    >>> level, empathy = [4, 4, 2, 5, 1, 4] * 60, [0, 1, -1, 1, -1, 0] * 60
    >>> labels = pa.table({"row": range(360), "level": level, "empathy": empathy,
    ...                    "status": ["labelled"] * 360})
    >>> found = kano(labels).items[0]
    >>> found.name, str(found.whole.kind), f"{found.whole.penalty.value:.2f}"
    ('empathy', 'basic', '-2.50')
    """
    return find_kano(
        *read_labelled_rows(labels, assignments, topics, today=today),
        outcome=outcome,
        ratings=ratings,
        controls=controls,
        period=period,
        matters=matters,
        floor=floor,
        false_alarms=false_alarms,
        confidence=confidence,
        settings=settings,
    )


def find_kano(
    chosen: pa.Table,
    comments: LabelledComments,
    incidence: Incidence | None,
    *,
    outcome: str = "level",
    ratings: Sequence[str] = (),
    controls: Sequence[str] = ("channel", "segment"),
    period: Period | Literal["auto"] = "auto",
    matters: float | None = None,
    floor: int = FLOOR,
    false_alarms: float = 0.05,
    confidence: float = 0.95,
    settings: KpiSettings | None = None,
) -> Kano:
    """The same from labelled rows, comments and topics that are already read.

    Args:
        chosen: as `cxnlp.insights.labelled.read_labelled_rows` gives them; so the next two.
        comments: the same rows.
        incidence: the topics that they touch; None without topics.
        outcome: this and what follows as in `kano`.
        ratings: columns of sub-ratings.
        controls: columns of words that are held fixed.
        period: kind of the periods.
        matters: smallest effect that matters.
        floor: customers that a side needs.
        false_alarms: probability that any item is flagged where none has changed.
        confidence: level of the intervals.
        settings: what was said about the KPI columns.

    Raises:
        ConfigurationError: a rate is no share, or the floor under 2.
        InputDataError: a sub-rating is missing or no scale.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.labelled import read_labelled_rows
    >>> labels = pa.table({"row": [0], "level": [3], "status": ["labelled"]})
    >>> find_kano(*read_labelled_rows(labels), outcome="csat").left_out[0].why
    "The run has no column 'csat'."
    """
    check_fit("kano", floor=floor, false_alarms=false_alarms, confidence=confidence)
    read = read_outcome(chosen, outcome, comments, settings)
    if isinstance(read, str):
        return _nothing(outcome, read, false_alarms)
    rows = np.flatnonzero(~np.isnan(read.value))
    value = read.value[rows] * read.factor * (read.better or 1)
    judge = Judge(confidence, _matters(read, value) if matters is None else matters)
    periods = _periods(comments.when[rows], period)
    names = [one for one in ("period", *controls) if one != outcome]
    held, _ = read_controls(chosen, comments, rows, names=names, floor=floor)
    families = family_signs(chosen, comments, incidence, outcome, tuple(ratings))
    items: list[KanoItem] = []
    left_out: list[KanoLeftOut] = []
    for signs in families:
        sides = Sides(signs.well[rows], signs.badly[rows], held, value, comments.customer[rows])
        found, left = compared(signs, sides, periods, judge, floor)
        items += found
        left_out += left
    if (
        incidence is not None
        and len(incidence.topic)
        and not any(item.topic is not None for signs in families for item in signs.of)
    ):
        why = "The run tells neither dimensions nor, as outcome, a rating to sign topics by."
        left_out.append(KanoLeftOut("topics", "topics", why))
    result = Kano(
        outcome=outcome,
        unit=read.unit,
        items=after_holm(items, false_alarms),
        period=periods.kind if len(periods) else None,
        names=tuple(periods.names),
        n=len(rows),
        undated=int((periods.index < 0).sum()),
        matters=judge.matters,
        false_alarms=false_alarms,
        left_out=tuple(left_out),
        same_text=any(signs.same_text for signs in families),
        rule=" ".join(signs.rule for signs in families),
        caveats=(),
    )
    return caveats(result, read, clustered=comments.known_customers)


def _nothing(outcome: str, why: str, false_alarms: float) -> Kano:
    return Kano(
        outcome=outcome,
        unit="",
        items=(),
        period=None,
        names=(),
        n=0,
        undated=0,
        matters=0.0,
        false_alarms=false_alarms,
        left_out=(KanoLeftOut(outcome, outcome, why),),
        same_text=False,
        rule="",
        caveats=(),
    )


def _matters(read: OutcomeValues, value: NDArray[np.float64]) -> float:
    span = (read.high - read.low) * read.factor
    return _MATTERS * span if np.isfinite(span) else _UNBOUNDED * float(value.std())


def _periods(when: NDArray[np.datetime64], period: Period | Literal["auto"]) -> Periods:
    if period != "auto":
        return periods_of(when, period)
    last = periods_of(when, "month")
    for kind in ("month", "quarter", "year"):
        found = periods_of(when, kind)
        if len(found) < _BOTH:
            break
        last = found
        counts = np.bincount(found.index[found.index >= 0], minlength=len(found))
        if len(found) <= _MOST and np.median(counts) >= _TYPICAL:
            break
    return last
