"""The last period against the one before: differences of figures with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxnlp.metrics import Estimate

if TYPE_CHECKING:
    from cxnlp.insights import LevelShares

__all__ = ["LastPeriod", "difference_of", "together"]


@dataclass(frozen=True)
class LastPeriod:
    """Two periods side by side: the last one with enough comments, and the last such before it.

    Attributes:
        kind: day, week, month, quarter or year.
        name: the last period.
        before: the period that it is set against.
        now: levels in the last period.
        then: levels in the period before.
    """

    kind: str
    name: str
    before: str
    now: LevelShares
    then: LevelShares

    @property
    def mean(self) -> Estimate | None:
        """Change of the mean level."""
        return _change(self.now.mean, self.then.mean)

    @property
    def below(self) -> Estimate | None:
        """Change of the share below expected, 0.01 = one percentage point."""
        return _change(self.now.below, self.then.below)

    @property
    def above(self) -> Estimate | None:
        """Change of the share above expected, likewise."""
        return _change(self.now.above, self.then.above)

    @property
    def shares(self) -> tuple[Estimate, ...]:
        """Change of each level's share, worst level first."""
        pairs = zip(self.now.shares, self.then.shares, strict=True)
        return tuple(difference_of(one, other) for one, other in pairs)


def difference_of(one: Estimate, other: Estimate) -> Estimate:
    """`one` less `other`, with an interval made of their two intervals.

    The method of variance estimates recovery (Zou and Donner 2008, *Stat. Med.* 27; Newcombe 1998
    for shares) for independent samples. Customers who wrote in both periods make the two alike, so
    that the interval is then too wide rather than too narrow.

    >>> found = difference_of(Estimate(0.5, 0.4, 0.6, 90), Estimate(0.3, 0.2, 0.4, 80))
    >>> [round(end, 3) for end in (found.value, found.low, found.high)]
    [0.2, 0.059, 0.341]
    """
    value = one.value - other.value
    low = value - math.hypot(one.value - one.low, other.high - other.value)
    high = value + math.hypot(one.high - one.value, other.value - other.low)
    return Estimate(value, low, high, min(one.n, other.n), one.coverage)


def together(*parts: Estimate) -> Estimate:
    """Sum of shares of one whole, with an interval made of theirs (as in `difference_of`).

    Shares of one whole crowd each other out, so that the interval is too wide rather than too
    narrow.

    >>> round(together(Estimate(0.1, 0.07, 0.14, 9), Estimate(0.2, 0.16, 0.25, 18)).low, 3)
    0.25
    """
    value = sum(one.value for one in parts)
    low = value - math.hypot(*(one.value - one.low for one in parts))
    high = value + math.hypot(*(one.high - one.value for one in parts))
    n = sum(one.n for one in parts)
    return Estimate(value, max(low, 0.0), min(high, 1.0), n, parts[0].coverage)


def _change(one: Estimate | None, other: Estimate | None) -> Estimate | None:
    return difference_of(one, other) if one and other else None
