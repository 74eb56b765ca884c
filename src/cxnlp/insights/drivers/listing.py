"""From fitted effects to drivers as they are told: with counts, means and the plain difference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.drivers.findings import Driver, Drivers, Reason
from cxnlp.insights.drivers.simple import difference
from cxnlp.insights.trends import adjusted as benjamini_hochberg
from cxnlp.metrics import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.insights.drivers.adjusting import Adjusted
    from cxnlp.insights.drivers.candidates import Candidate, Candidates
    from cxnlp.insights.drivers.outcomes import OutcomeValues

__all__ = ["Observed", "flag", "list_drivers", "observe"]


@dataclass(frozen=True)
class Observed:
    """The comments that have an outcome.

    Attributes:
        rows: their positions among the labelled comments. Shape (m,).
        value: the outcome. Shape (m,).
        customer: shape (m,).
        candidates: of these comments. m rows, k columns.
        present: different customers with each candidate. Shape (k,).
        absent: different customers with a comment without it. Shape (k,).
    """

    rows: NDArray[np.int64]
    value: NDArray[np.float64]
    customer: NDArray[np.int64]
    candidates: Candidates
    present: NDArray[np.int64]
    absent: NDArray[np.int64]

    @property
    def customers(self) -> int:
        """How many different customers there are."""
        return len(np.unique(self.customer))


def observe(
    outcome: OutcomeValues, candidates: Candidates, customer: NDArray[np.int64]
) -> Observed:
    """Take the comments that have the outcome, and count customers behind every candidate.

    Args:
        outcome: of n comments.
        candidates: of the same comments; the outcome's own column is no candidate.
        customer: shape (n,).

    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.drivers.candidates import Candidate, Candidates
    >>> from cxnlp.insights.drivers.findings import DriverKind
    >>> from cxnlp.insights.drivers.outcomes import read_outcome
    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> table = pa.table({"row": range(4), "level": [2, 5, 3, 4], "status": ["labelled"] * 4,
    ...                   "minutes": [9.0, 2.0, None, 4.0]})
    >>> comments = read_comments(table)
    >>> outcome = read_outcome(table, "minutes", comments)
    >>> phone = Candidate("touch_phone", "phone", DriverKind.TOUCHPOINT)
    >>> of = Candidates(csr_array([[1.0], [0.0], [0.0], [0.0]]), (phone,))
    >>> found = observe(outcome, of, comments.customer)
    >>> found.rows.tolist(), found.present.tolist(), found.absent.tolist()
    ([0, 1, 3], [1], [2])
    """
    rows = np.flatnonzero(~np.isnan(outcome.value))
    columns = np.flatnonzero([one.key != outcome.name for one in candidates.of])
    own, who = candidates.take(rows, columns), customer[rows]
    present, absent = _customers(own, who)
    value = outcome.value[rows]
    return Observed(rows, value, who, own, present, absent)


def _customers(
    own: Candidates, customer: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Different customers with each candidate, and with a comment without it."""
    from scipy.sparse import csr_array

    n, width = len(customer), int(customer.max(initial=-1)) + 1
    wrote = np.bincount(customer, minlength=width)
    by_customer = csr_array((np.ones(n), (customer, np.arange(n))), shape=(width, n))
    times = (by_customer @ own.x).tocoo()
    always = times.col[times.data == wrote[times.row]]
    present, only = (np.bincount(one, minlength=len(own)) for one in (times.col, always))
    return present, np.count_nonzero(wrote) - only


def list_drivers(
    outcome: OutcomeValues,
    observed: Observed,
    effects: Mapping[str, Adjusted],
    *,
    confidence: float,
) -> list[Driver]:
    """Every candidate that occurs as a driver, not yet flagged.

    Args:
        outcome: what it is held against.
        observed: the comments that have it.
        effects: what was fitted, by key of the candidate; the others are rare.
        confidence: level of the intervals.

    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.drivers.candidates import Candidate, Candidates
    >>> from cxnlp.insights.drivers.findings import DriverKind
    >>> from cxnlp.insights.drivers.outcomes import read_outcome
    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> table = pa.table({"row": range(4), "level": [2, 5, 3, 4], "status": ["labelled"] * 4,
    ...                   "minutes": [9.0, 2.0, None, 4.0]})
    >>> comments = read_comments(table)
    >>> outcome = read_outcome(table, "minutes", comments)
    >>> phone = Candidate("touch_phone", "phone", DriverKind.TOUCHPOINT)
    >>> of = Candidates(csr_array([[1.0], [0.0], [0.0], [0.0]]), (phone,))
    >>> found = observe(outcome, of, comments.customer)
    >>> (driver,) = list_drivers(outcome, found, {}, confidence=0.95)
    >>> driver.present, driver.absent, str(driver.reason)
    (9.0, 3.0, 'rare')
    """
    return [
        _driver(candidate, effects.get(candidate.key), outcome, observed, at, confidence)
        for at, candidate in enumerate(observed.candidates.of)
        if observed.present[at]
    ]


def flag(found: Sequence[Drivers]) -> tuple[Drivers, ...]:
    """Add q-values over all drivers of all outcomes, flag, and sort.

    Args:
        found: the drivers of every outcome of one call, with p-values.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.drivers import drivers
    >>> phone = [True] * 4 + [False] * 4
    >>> labels = pa.table({"row": range(80), "level": [1, 2, 2, 3, 4, 4, 5, 3] * 10,
    ...                    "status": ["labelled"] * 80, "touch_phone": phone * 10})
    >>> outcomes = drivers(labels).outcomes
    >>> flag(outcomes) == outcomes, outcomes[0].tests
    (True, 1)
    """
    every = [one.p_value for drivers in found for one in drivers.drivers if one.p_value is not None]
    ready = iter(benjamini_hochberg(np.array(every)).tolist() if every else [])
    result = []
    for drivers in found:
        told = []
        for one in drivers.drivers:
            if one.p_value is None:
                told.append(one)
                continue
            q_value = next(ready)
            told.append(replace(one, q_value=q_value, flagged=q_value <= drivers.false_alarms))
        ordered = tuple(sorted(told, key=_weight))
        result.append(replace(drivers, drivers=ordered, tests=len(every)))
    return tuple(result)


def _weight(one: Driver) -> tuple[bool, float, str]:
    shown = one.adjusted or one.simple
    return one.adjusted is None, -abs(shown.value) if shown else 0.0, one.key


def _where(candidates: Candidates, at: int) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = candidates.x[:, [at]].toarray()[:, 0] > 0
    return there


def _driver(  # noqa: PLR0917 - the data of one driver
    candidate: Candidate,
    effect: Adjusted | None,
    outcome: OutcomeValues,
    observed: Observed,
    at: int,
    confidence: float,
) -> Driver:
    from scipy.special import stdtr, stdtrit

    present, value, factor = _where(observed.candidates, at), observed.value, outcome.factor
    n = int(present.sum())
    simple = difference(
        present, value, observed.customer, outcome.low, outcome.high, confidence=confidence
    )
    adjusted = p_value = None
    if effect is not None and effect.reason is None:
        reach = float(stdtrit(effect.freedom, 0.5 + confidence / 2)) * effect.error
        adjusted = Estimate(effect.value, effect.value - reach, effect.value + reach, n, confidence)
        p_value = float(2 * stdtr(effect.freedom, -abs(effect.value) / effect.error))
    return Driver(
        key=candidate.key,
        name=candidate.name,
        kind=candidate.kind,
        side=candidate.side,
        topic=candidate.topic,
        n=n,
        customers=int(observed.present[at]),
        share=n / len(value),
        present=factor * float(value[present].mean()),
        absent=factor * float(value[~present].mean()) if n < len(value) else float("nan"),
        simple=_scaled(simple, factor),
        adjusted=_scaled(adjusted, factor),
        p_value=p_value,
        q_value=None,
        flagged=False,
        inflation=effect.inflation if effect else float("nan"),
        twin=effect.twin if effect else None,
        reason=effect.reason if effect else Reason.RARE,
    )


def _scaled(one: Estimate | None, factor: float) -> Estimate | None:
    if one is None:
        return None
    return Estimate(factor * one.value, factor * one.low, factor * one.high, one.n, one.coverage)
