"""Penalty-reward contrasts by clustered regression: at one time, and along a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.drivers.controls import customers_of
from cxnlp.insights.drivers.findings import OutcomeKind
from cxnlp.insights.drivers.regression import fit
from cxnlp.insights.drivers.sandwich import sandwich

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

__all__ = ["Line", "Pair", "Sides", "lines", "pairs"]

_TOGETHER: Final = 1e-6
"""Share of a column's variance that the others must leave free, or nothing is told of it."""


@dataclass(frozen=True)
class Sides:
    """The comments of a fit.

    Attributes:
        well: shape (m, i).
        badly: shape (m, i).
        controls: shape (m, c).
        value: outcome, more is better. Shape (m,).
        customer: shape (m,).
    """

    well: csr_array
    badly: csr_array
    controls: csr_array
    value: Floats
    customer: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Sides:
        """Only these comments."""
        return Sides(
            self.well[rows],
            self.badly[rows],
            self.controls[rows],
            self.value[rows],
            self.customer[rows],
        )

    def behind(self, side: csr_array) -> NDArray[np.int64]:
        """Different customers behind each item on one side. Shape (i,)."""
        row, place = side.nonzero()
        found = np.zeros(side.shape[1], np.int64)
        counted = customers_of(place.astype(np.int64), self.customer[row])
        found[: len(counted)] = counted
        return found


@dataclass(frozen=True)
class Pair:
    """Reward and cost of one item, NaN where a side has too few customers.

    Attributes:
        value: what done well gains and what done badly takes, as (reward, cost). Shape (2,).
        variance: shape (2, 2).
        freedom: degrees of freedom of each. Shape (2,).
    """

    value: Floats
    variance: Floats
    freedom: Floats


_NOTHING: Final = Pair(np.full(2, np.nan), np.full((2, 2), np.nan), np.ones(2))


@dataclass(frozen=True)
class Line:
    """Reward and cost of one item at both ends of a straight line, and their change.

    Attributes:
        before: at time 0.
        now: at time 1.
        change: `now` less `before`.
        p_value: of no change in either (Hotelling 1931, on the customers that weigh in).
    """

    before: Pair
    now: Pair
    change: Pair
    p_value: float


def pairs(sides: Sides, *, floor: int) -> list[Pair]:
    """Reward and cost of every item, the others held fixed.

    Args:
        sides: the comments.
        floor: customers that a side needs; with fewer its comments join the neutral ones.

    >>> from scipy.sparse import csr_array
    >>> sign = np.tile([1.0, 0.0, -1.0], 20)
    >>> well, badly = csr_array((sign > 0)[:, None] * 1.0), csr_array((sign < 0)[:, None] * 1.0)
    >>> value = np.tile([5.0, 3.0, 2.0], 20)
    >>> sides = Sides(well, badly, csr_array((60, 0)), value, np.arange(60))
    >>> pairs(sides, floor=20)[0].value.round(6).tolist()
    [2.0, 1.0]
    """
    enough = [sides.behind(side) >= floor for side in (sides.well, sides.badly)]
    columns = [np.flatnonzero(one) for one in enough]
    x = _stacked([sides.well[:, columns[0]], sides.badly[:, columns[1]], sides.controls])
    place = np.full((len(enough[0]), 2), -1, np.int64)
    place[columns[0], 0] = np.arange(len(columns[0]))
    place[columns[1], 1] = len(columns[0]) + np.arange(len(columns[1]))
    wanted: dict[tuple[int, ...], dict[int, float]] = {
        (int(item), int(side)): {int(place[item, side]): -1.0 if side else 1.0}
        for item, side in zip(*np.nonzero(place >= 0), strict=True)
    }
    if not wanted:
        return [_NOTHING] * len(place)
    found = _solved(x, sides, wanted)
    return [_pair(found, [(item, 0), (item, 1)]) for item in range(len(place))]


def lines(sides: Sides, time: Floats, *, floor: int) -> list[Line | None]:
    """Reward and cost of every item as straight lines in time, all items at once.

    Args:
        sides: the comments, with a column for every period but one among the controls.
        time: 0 for the first period to 1 for the last. Shape (m,).
        floor: customers that each side needs in each half of the time.

    Returns:
        None for items with too few.

    >>> from scipy.sparse import csr_array
    >>> sign = np.tile([1.0, 0.0, -1.0], 20)
    >>> well, badly = csr_array((sign > 0)[:, None] * 1.0), csr_array((sign < 0)[:, None] * 1.0)
    >>> time = np.repeat([0.0, 1.0], 30)
    >>> value = 3 + (sign > 0) * (2 - time) - (sign < 0) * 3 * time + np.arange(60) % 2 / 10
    >>> sides = Sides(well, badly, csr_array((60, 0)), value, np.arange(60))
    >>> (line,) = lines(sides, time, floor=10)
    >>> line.now.value.round(1).tolist(), line.change.value.round(1).tolist(), line.p_value < 0.01
    ([1.0, 3.0], [-1.0, 3.0], True)
    """
    from scipy.sparse import diags_array

    halves = [sides.take(np.flatnonzero(part)) for part in (time < 0.5, time >= 0.5)]  # noqa: PLR2004 - the middle
    counts = [half.behind(side) for half in halves for side in (half.well, half.badly)]
    tested = np.flatnonzero(np.min(counts, axis=0) >= floor)
    result: list[Line | None] = [None] * sides.well.shape[1]
    if not len(tested):
        return result
    rest = []
    for side in (sides.well, sides.badly):
        others = np.setdiff1d(np.flatnonzero(sides.behind(side) >= floor), tested)
        rest.append(side[:, others])
    early, late = diags_array(1 - time), diags_array(time)
    ends = [(side[:, tested], sign) for side, sign in ((sides.well, 1.0), (sides.badly, -1.0))]
    x = _stacked(
        [
            *(moment @ side for side, _ in ends for moment in (early, late)),
            *rest,
            sides.controls,
        ]
    )
    width = len(tested)
    wanted: dict[tuple[int, ...], dict[int, float]] = {}
    for at in range(width):
        for side, (_, sign) in enumerate(ends):
            first, last = 2 * side * width + at, (2 * side + 1) * width + at
            wanted[at, side, 0] = {first: sign}
            wanted[at, side, 1] = {last: sign}
            wanted[at, side, 2] = {last: sign, first: -sign}
    found = _solved(x, sides, wanted)
    for at, item in enumerate(tested):
        before, now, change = (_pair(found, [(at, 0, end), (at, 1, end)]) for end in range(3))
        if np.all(np.isfinite(change.variance)):
            result[item] = Line(before, now, change, _hotelling(change))
    return result


@dataclass(frozen=True)
class _Solved:
    order: Mapping[tuple[int, ...], int]
    value: Floats
    variance: Floats
    freedom: Floats


def _stacked(parts: Sequence[csr_array]) -> csr_array:
    from scipy.sparse import csr_array, hstack

    return csr_array(hstack(parts))


def _solved(
    x: csr_array, sides: Sides, wanted: Mapping[tuple[int, ...], Mapping[int, float]]
) -> _Solved:
    """Least squares, and the wanted contrasts that can be told."""
    found = fit(OutcomeKind.LINEAR, x, sides.value)
    contrasts = np.zeros((len(found.theta), len(wanted)))
    for at, line in enumerate(wanted.values()):
        for column, weight in line.items():
            contrasts[1 + column, at] = weight
    spread = sandwich(found, sides.customer, contrasts)
    # A column that others add up to is only held by the ridge: its own variance explodes.
    own = np.einsum("kd,kl,ld->d", contrasts, found.inverse, contrasts)
    alone = (contrasts[1:] ** 2).T @ (1 / np.maximum(x.multiply(x).sum(axis=0), 1e-12))
    told = alone > _TOGETHER * own
    variance = contrasts.T @ spread.variance @ contrasts
    variance[~told] = variance[:, ~told] = np.nan
    return _Solved(
        {key: at for at, key in enumerate(wanted)},
        np.where(told, contrasts.T @ found.theta, np.nan),
        variance,
        spread.freedom,
    )


def _pair(found: _Solved, keys: Sequence[tuple[int, ...]]) -> Pair:
    value, freedom = np.full(2, np.nan), np.ones(2)
    variance = np.full((2, 2), np.nan)
    held = [(side, found.order[key]) for side, key in enumerate(keys) if key in found.order]
    for side, at in held:
        value[side], freedom[side] = found.value[at], found.freedom[at]
        for other, to in held:
            variance[side, other] = found.variance[at, to]
    return Pair(value, variance, freedom)


def _hotelling(change: Pair) -> float:
    from scipy.special import fdtrc

    freedom = float(change.freedom.min())
    distance = float(change.value @ np.linalg.pinv(change.variance) @ change.value)
    two = len(change.value)
    below = max(freedom - two + 1, 1.0)
    return float(fdtrc(two, below, distance * below / (freedom * two)))
