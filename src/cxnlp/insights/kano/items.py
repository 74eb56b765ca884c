"""From fitted contrasts to items: classes, estimates, and which of them have changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.kano.classes import classify
from cxnlp.insights.kano.findings import Change, Contrast, KanoClass, KanoItem
from cxnlp.metrics import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.insights.kano.contrasts import Line, Pair, Sides

__all__ = ["Judge", "after_holm", "counted", "with_line"]


@dataclass(frozen=True)
class Judge:
    """By what contrasts are told and classed.

    Attributes:
        confidence: level of the intervals.
        matters: smallest effect that matters, in units of the outcome.
    """

    confidence: float
    matters: float

    def contrast(self, pair: Pair, period: str, counts: tuple[int, int, int]) -> Contrast:
        """A contrast with its class.

        Args:
            pair: reward and cost.
            period: its name.
            counts: comments in all, done well, done badly.
        """
        n, well, badly = counts
        cost = self.interval(pair.value[1], pair.variance[1, 1], pair.freedom[1], badly)
        penalty = None
        if cost is not None:
            penalty = Estimate(-cost.value, -cost.high, -cost.low, badly, self.confidence)
        return Contrast(
            period=period,
            n=n,
            well=well,
            badly=badly,
            reward=self.interval(pair.value[0], pair.variance[0, 0], pair.freedom[0], well),
            penalty=penalty,
            kind=self._class(pair),
        )

    def interval(self, value: float, variance: float, freedom: float, n: int) -> Estimate | None:
        """An estimate with Student's interval; None where nothing can be told."""
        if not (np.isfinite(value) and np.isfinite(variance)):
            return None
        reach = self._critical(freedom) * float(np.sqrt(max(variance, 0.0)))
        return Estimate(float(value), value - reach, value + reach, n, self.confidence)

    def _critical(self, freedom: float) -> float:
        from scipy.special import stdtrit

        return float(stdtrit(freedom, 0.5 + self.confidence / 2))

    def _class(self, pair: Pair) -> KanoClass:
        if not (np.all(np.isfinite(pair.value)) and np.all(np.isfinite(pair.variance))):
            return KanoClass.UNDECIDED
        return classify(
            float(pair.value[0]),
            float(pair.value[1]),
            pair.variance,
            critical=self._critical(float(pair.freedom.min())),
            matters=self.matters,
        )


def counted(sides: Sides) -> NDArray[np.int64]:
    """Comments in all, done well, done badly, of every item. Shape (i, 3).

    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.kano.contrasts import Sides
    >>> well, badly = csr_array([[1.0], [1.0], [0.0]]), csr_array([[0.0], [0.0], [1.0]])
    >>> counted(Sides(well, badly, csr_array((3, 0)), np.zeros(3), np.arange(3))).tolist()
    [[3, 2, 1]]
    """
    well, badly = (side.sum(axis=0).astype(np.int64) for side in (sides.well, sides.badly))
    return np.stack([np.full(len(well), len(sides.value)), well, badly], axis=1)


def with_line(item: KanoItem, line: Line | None, judge: Judge, names: Sequence[str]) -> KanoItem:
    """The item with the ends of its line and the test of change, before Holm's correction.

    Args:
        item: without its line.
        line: None where there is none to be told.
        judge: tells intervals and classes.
        names: of the periods.

    >>> from cxnlp.insights.kano.contrasts import Line, Pair
    >>> def pair(reward, cost):
    ...     return Pair(np.array([reward, cost]), np.eye(2) / 100, np.full(2, 60.0))
    >>> none = Contrast("all", 90, 30, 30, None, None, KanoClass.UNDECIDED)
    >>> item = KanoItem("empathy", "empathy", None, none, (), None, None, None, None, None,
    ...                 Change.UNTESTED)
    >>> line = Line(pair(1.0, 0.0), pair(0.5, 0.8), pair(-0.5, 0.8), 0.01)
    >>> found = with_line(item, line, Judge(0.95, 0.25), ("2025", "2026"))
    >>> str(found.before.kind), found.now.period, round(found.ageing.value, 6)
    ('delighter', '2026', 1.3)
    """
    if line is None:
        return item
    whole = (item.whole.n, item.whole.well, item.whole.badly)
    gap = np.array([-1.0, 1.0])
    return replace(
        item,
        before=judge.contrast(line.before, names[0], whole),
        now=judge.contrast(line.now, names[-1], whole),
        ageing=judge.interval(
            float(gap @ line.change.value),
            float(gap @ line.change.variance @ gap),
            float(line.change.freedom.min()),
            item.whole.well + item.whole.badly,
        ),
        p_value=line.p_value,
    )


def after_holm(items: Sequence[KanoItem], false_alarms: float) -> tuple[KanoItem, ...]:
    """Say what has changed, with the stated probability of any false alarm (Holm 1979).

    Returns:
        Changed items first, then moved ones, then by the size of their effects.

    Args:
        items: with their p-values; None where untested.
        false_alarms: probability of any false alarm.

    >>> none = Contrast("all", 90, 30, 30, None, None, KanoClass.UNDECIDED)
    >>> item = KanoItem("empathy", "empathy", None, none, (), None, None, None, 0.02, None,
    ...                 Change.UNTESTED)
    >>> items = [item, replace(item, key="timeliness", p_value=0.9)]
    >>> [(one.key, one.holm) for one in after_holm(items, 0.05)]
    [('empathy', 0.04), ('timeliness', 0.9)]
    """
    tested = sorted((one for one in items if one.p_value is not None), key=_p_value)
    least, told = 0.0, {}
    for passed, one in enumerate(tested):
        least = max(least, min((len(tested) - passed) * _p_value(one), 1.0))
        change = Change.STEADY
        if least <= false_alarms and one.before is not None and one.now is not None:
            classes = {one.before.kind, one.now.kind}
            known = KanoClass.UNDECIDED not in classes
            change = Change.CHANGED if known and len(classes) > 1 else Change.MOVED
        told[one.key] = replace(one, holm=least, change=change)
    every = [told.get(one.key, one) for one in items]
    return tuple(sorted(every, key=_order))


def _p_value(item: KanoItem) -> float:
    return 1.0 if item.p_value is None else item.p_value


def _order(item: KanoItem) -> tuple[int, float, str]:
    rank = (Change.CHANGED, Change.MOVED).index(item.change) if item.change in _FIRST else 2
    sizes = [abs(one.value) for one in (item.whole.reward, item.whole.penalty) if one is not None]
    return rank, -max(sizes, default=0.0), item.key


_FIRST = frozenset({Change.CHANGED, Change.MOVED})
