"""Adjusted effects: every driver with the others held fixed, as far as they come before it.

Drivers form three blocks: where and when (touchpoints, stages), what about (topics), and how well
(dimensions). A driver is adjusted for its own block and those before it, not for those after: how
well the waiting was handled is a part of what the topic "waiting" does, and holding it fixed would
take that part away (Rosenbaum 1984, *J. R. Stat. Soc. A* 147).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp.insights.drivers.effects import Switch, effects
from cxnlp.insights.drivers.findings import DriverKind, OutcomeKind, Reason
from cxnlp.insights.drivers.regression import Regression, fit
from cxnlp.insights.drivers.sandwich import Sandwich, sandwich

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from cxnlp.insights.drivers.candidates import Candidate, Candidates

    Floats = NDArray[np.float64]

__all__ = ["Adjust", "Adjusted", "adjusted_effects"]

Adjust = Literal["before", "all"]

_BLOCKS: Final = (
    (DriverKind.TOUCHPOINT, DriverKind.STAGE),
    (DriverKind.TOPIC,),
    (DriverKind.DIMENSION,),
)
_HIGH: Final = 5.0
"""Inflation from which on the twin is named (a correlation of 0.9)."""
_ENDLESS: Final = 1e3
"""Inflation from which on two drivers are one to all purposes."""
_DRAWN: Final = 1.0
"""Standard errors that the prior may draw a logistic slope by: beyond, fitted shares lie at 0 or 1,
and what is left of their variance is no measure of doubt."""


@dataclass(frozen=True)
class Adjusted:
    """What the fit says of one candidate; fields as in `Driver`.

    Attributes:
        value: the effect, in the outcome's own values; NaN where there is a `reason`.
        error: its standard error.
        freedom: degrees of freedom of that error.
        inflation: see `Driver`.
        twin: title of the candidate that goes with it most; None where inflation is low.
        reason: why there is no effect.
    """

    value: float
    error: float
    freedom: float
    inflation: float
    twin: str | None
    reason: Reason | None


def adjusted_effects(
    kind: OutcomeKind,
    candidates: Candidates,
    controls: csr_array,
    value: Floats,
    customer: NDArray[np.int64],
    *,
    adjust: Adjust = "before",
) -> Mapping[str, Adjusted]:
    """Fit the blocks and read every candidate's effect, by key.

    Args:
        kind: which regression.
        candidates: those with enough customers, of the comments with the outcome. n rows.
        controls: columns that are held fixed besides. Shape (n, c).
        value: the outcome. Shape (n,).
        customer: shape (n,).
        adjust: `before` as told above; `all` holds every other candidate fixed, whatever its block.

    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.drivers.candidates import Candidate, Candidates
    >>> phone = Candidate("touch_phone", "phone", DriverKind.TOUCHPOINT)
    >>> of = Candidates(csr_array([[0.0], [0.0], [1.0], [1.0]]), (phone,))
    >>> value = np.array([1.0, 3.0, 4.0, 6.0])
    >>> found = adjusted_effects(OutcomeKind.LINEAR, of, csr_array((4, 0)), value, np.arange(4))
    >>> one = found["touch_phone"]
    >>> round(one.value, 6), round(one.inflation, 6), one.reason
    (3.0, 1.0, None)
    """
    found: dict[str, Adjusted] = {}
    kinds: list[DriverKind] = []
    blocks = _BLOCKS if adjust == "before" else (tuple(DriverKind),)
    for block in blocks:
        kinds += block
        held = np.flatnonzero([one.kind in kinds for one in candidates.of])
        if any(one.kind in block for one in candidates.of):
            part = candidates.take(np.arange(len(value)), held)
            wanted = [at for at, one in enumerate(part.of) if one.kind in block]
            found.update(_block(kind, part, wanted, controls, value, customer))
    return found


def _block(  # noqa: PLR0917 - the data of one fit
    kind: OutcomeKind,
    part: Candidates,
    wanted: Sequence[int],
    controls: csr_array,
    value: Floats,
    customer: NDArray[np.int64],
) -> dict[str, Adjusted]:
    from scipy.sparse import csr_array, hstack

    x = csr_array(hstack([part.x, controls]))
    switches = [_switch(part, at) for at in wanted]
    found = fit(kind, x, value)
    size, gradient = effects(found, x, switches)
    spread = sandwich(found, customer, gradient)
    error = np.sqrt(np.maximum(np.einsum("kd,kl,ld->d", gradient, spread.variance, gradient), 0))
    inflation = _inflation(x, part, wanted, switches)
    alike = _alike(part, wanted, value)
    if kind is OutcomeKind.LOGISTIC:
        alike |= _drawn(found, spread, switches) >= _DRAWN
    twins = _twins(part)
    result = {}
    for place, at in enumerate(wanted):
        reason = None
        if inflation[place] > _ENDLESS:
            reason = Reason.COLLINEAR
        elif alike[place]:
            reason = Reason.SEPARATED
        result[part.of[at].key] = Adjusted(
            value=float(size[place]) if reason is None else np.nan,
            error=float(error[place]),
            freedom=float(spread.freedom[place]),
            inflation=float(inflation[place]),
            twin=twins[at] if inflation[place] > _HIGH else None,
            reason=reason,
        )
    return result


def _switch(part: Candidates, at: int) -> Switch:
    """What a candidate sets.

    A dimension done well stands against a dimension not mentioned. A topic stands against what the
    comments without it are about: every comment is about something, often about one thing only, so
    that "without the topic" can but mean "with another". Its absence is the mean share of the other
    topics in these comments.
    """
    own = part.of[at]
    if own.kind is DriverKind.TOPIC:
        columns = np.flatnonzero([one.kind is DriverKind.TOPIC for one in part.of])
        absent = _others(part.x[:, columns], int(np.flatnonzero(columns == at)[0]))
    else:
        columns = np.flatnonzero([_excludes(own, one) for one in part.of])
        absent = np.zeros(len(columns))
    return Switch(columns, (columns == at).astype(np.float64), absent)


def _excludes(own: Candidate, other: Candidate) -> bool:
    """Whether two candidates are one, or the two sides of one dimension."""
    return own.key == other.key or (
        own.kind is other.kind is DriverKind.DIMENSION and own.name == other.name
    )


def _others(topics: csr_array, at: int) -> Floats:
    """Mean share of every topic in the comments that `at` does not touch."""
    times = topics.sum(axis=1)
    without = topics[:, [at]].toarray()[:, 0] == 0
    share = np.where(without, 1 / np.maximum(times, 1), 0.0)
    mean: Floats = topics.T @ share / max(int(without.sum()), 1)
    return mean


def _directions(found: Regression, switches: Sequence[Switch]) -> Floats:
    """What each switch changes in the linear predictor. Shape (t + k, d)."""
    lines = np.zeros((len(found.theta), len(switches)))
    for at, switch in enumerate(switches):
        lines[found.intercepts + switch.columns, at] = switch.present - switch.absent
    return lines


def _alike(part: Candidates, wanted: Sequence[int], value: Floats) -> NDArray[np.bool_]:
    """Whether all comments with a candidate share one outcome, whose variance then looks like 0."""
    by_column = part.x[:, wanted].tocsc()
    return np.array(
        [
            np.ptp(value[by_column.indices[first:last]]) == 0
            for first, last in pairwise(by_column.indptr)
        ],
        np.bool_,
    )


def _drawn(found: Regression, spread: Sandwich, switches: Sequence[Switch]) -> Floats:
    """How far the prior draws each difference, in standard errors."""
    lines = _directions(found, switches)
    error = np.sqrt(np.maximum(np.einsum("kd,kl,ld->d", lines, spread.variance, lines), 1e-300))
    return np.asarray(np.abs(lines.T @ found.inverse @ found.pull) / error, np.float64)


def _inflation(
    x: csr_array, part: Candidates, wanted: Sequence[int], switches: Sequence[Switch]
) -> Floats:
    """Variance of each difference by that of the plain difference of two means."""
    line = fit(OutcomeKind.LINEAR, x, np.zeros(x.shape[0]))
    lines = _directions(line, switches)
    variance = np.einsum("kd,kl,ld->d", lines, line.inverse, lines)
    total, n = part.x.sum(axis=0), x.shape[0]
    plain = []
    for at, switch in zip(wanted, switches, strict=True):
        topic = part.of[at].kind is DriverKind.TOPIC
        apart = n - total[at] if topic else n - total[switch.columns].sum()
        plain.append(1 / total[at] + 1 / max(apart, 1))
    return np.asarray(np.maximum(variance / np.array(plain), 1.0), np.float64)


def _twins(part: Candidates) -> list[str | None]:
    """Of each candidate, the title of the one that it is correlated with most."""
    if len(part) <= 1:
        return [None] * len(part)
    mean = part.x.mean(axis=0)
    both = (part.x.T @ part.x).toarray() / part.x.shape[0] - np.outer(mean, mean)
    spread = np.sqrt(np.maximum(mean * (1 - mean), 1e-12))
    likeness = np.abs(both / np.outer(spread, spread))
    np.fill_diagonal(likeness, -1)
    return [part.of[at].title for at in likeness.argmax(axis=1)]
