"""Customers' own ratings where the source has them, and how far the levels agree with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.comments import read_comments
from cxnlp.levels import ServiceLevel
from cxnlp.metrics import Estimate
from cxnlp.schema import Status

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["RATINGS", "Rating", "agreement", "ratings"]

RATINGS: Final = ("csat", "nps", "ces")
"""The rating columns of a run."""
_FEWEST: Final = 10
"""Pairs of rating and level before their agreement is told."""


@dataclass(frozen=True)
class Rating:
    """One rating column over all rows of `labels`, whatever their status.

    Attributes:
        name: csat, nps or ces.
        mean: mean rating on the scale of the source.
        lowest: smallest rating that occurs.
        highest: greatest rating that occurs.
        missing: rows without a rating.
        promoter_score: for `nps` whose ratings are whole numbers from 0 to 10: promoters (9, 10)
            less detractors (0 to 6), -1 to 1 (Reichheld 2003); else None.
        agreement: Spearman's correlation of rating and level over the labelled comments that have
            one; None with under ten or where either does not vary.
        by_level: mean rating of the comments on each level; None where a level has none.
    """

    name: str
    mean: Estimate
    lowest: float
    highest: float
    missing: int
    promoter_score: Estimate | None
    agreement: Estimate | None
    by_level: tuple[Estimate | None, ...]


def ratings(labels: pa.Table, *, confidence: float = 0.95) -> tuple[Rating, ...]:
    """Summarise the rating columns that hold at least one value.

    Args:
        labels: columns `row`, `level`, `status`; where present `customer`, `csat`, `nps`, `ces`.
        confidence: level of the intervals.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [0, 1], "level": [2, 4], "status": ["labelled"] * 2,
    ...                   "nps": [10.0, 9.0]})
    >>> ratings(table)[0].promoter_score.value
    1.0
    """
    import pyarrow.compute as pc

    found: list[Rating] = []
    held_by = set(labels.column_names)
    for name in RATINGS:
        if name not in held_by:
            continue
        needed = [one for one in ("row", "level", "status", "customer", name) if one in held_by]
        rated = pc.and_(pc.is_valid(labels[name]), pc.fill_null(pc.is_finite(labels[name]), False))  # noqa: FBT003 - Arrow's signature
        held = labels.select(needed).filter(rated)
        if not held.num_rows:
            continue
        # Every rated row counts for the mean, so all of them pass for labelled here.
        everyone = held.set_column(
            held.column_names.index("status"),
            "status",
            [[Status.LABELLED.value] * held.num_rows],
        ).set_column(held.column_names.index("level"), "level", [np.ones(held.num_rows, np.int8)])
        customer = read_comments(everyone).customer
        ordered = held.sort_by("row")
        value = ordered[name].to_numpy().astype(np.float64)
        is_labelled = pc.equal(ordered["status"], Status.LABELLED.value).to_numpy()
        level = pc.fill_null(ordered["level"], 0).to_numpy().astype(np.int64)
        found.append(
            Rating(
                name=name,
                mean=_mean(value, customer, confidence),
                lowest=float(value.min()),
                highest=float(value.max()),
                missing=labels.num_rows - held.num_rows,
                promoter_score=_promoters(value, customer, confidence) if name == "nps" else None,
                agreement=agreement(value[is_labelled], level[is_labelled], confidence),
                by_level=tuple(
                    _mean(value[on], customer[on], confidence)
                    if (on := is_labelled & (level == step)).any()
                    else None
                    for step in ServiceLevel
                ),
            )
        )
    return tuple(found)


def _mean(value: NDArray[np.float64], customer: NDArray[np.int64], confidence: float) -> Estimate:
    """Mean with Student's t over cluster-robust variance (Cochran 1977); itself where it is one."""
    from scipy.special import stdtrit

    n, mean = len(value), float(value.mean())
    _, place = np.unique(customer, return_inverse=True)
    sums = np.bincount(place, weights=value - mean)
    g = len(sums)
    if g < 2:  # noqa: PLR2004 - one customer shows no spread
        return Estimate(mean, float("-inf"), float("inf"), n, confidence)
    half = stdtrit(g - 1, 0.5 + confidence / 2) * np.sqrt((sums**2).sum() * g / (g - 1)) / n
    return Estimate(mean, mean - float(half), mean + float(half), n, confidence)


def _promoters(
    value: NDArray[np.float64], customer: NDArray[np.int64], confidence: float
) -> Estimate | None:
    if value.min() < 0 or value.max() > 10 or np.any(value % 1):  # noqa: PLR2004 - the scale of NPS
        return None
    voice = (value >= 9).astype(np.float64) - (value <= 6)  # noqa: PLR2004 - Reichheld's borders
    found = _mean(voice, customer, confidence)
    return Estimate(found.value, max(found.low, -1.0), min(found.high, 1.0), found.n, confidence)


def agreement(
    value: NDArray[np.float64], level: NDArray[np.int64], confidence: float
) -> Estimate | None:
    """Spearman's rho with the interval of Bonett and Wright (2000, *Psychometrika* 65).

    Args:
        value: answers. Shape (n,).
        level: levels, 1 to 6. Shape (n,).
        confidence: level of the interval.

    Returns:
        None with under ten pairs, or where either side does not vary.

    >>> level = np.array([1, 2, 3, 4, 5, 6, 2, 3, 4, 5])
    >>> str(agreement(level.astype(float) ** 2, level, 0.95))
    '1.000 [1.000, 1.000]'
    >>> agreement(np.ones(10), level, 0.95) is None
    True
    """
    from scipy.special import ndtri

    n = len(value)
    if n < _FEWEST or np.ptp(value) == 0 or np.ptp(level) == 0:
        return None
    rho = float(np.corrcoef(_ranks(value), _ranks(level))[0, 1])
    reach = float(ndtri(0.5 + confidence / 2)) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    centre = np.arctanh(np.clip(rho, -0.999999, 0.999999))
    return Estimate(
        rho, float(np.tanh(centre - reach)), float(np.tanh(centre + reach)), n, confidence
    )


def _ranks(value: NDArray[np.generic]) -> NDArray[np.float64]:
    """Mean ranks: equal values share theirs."""
    _, place, times = np.unique(value, return_inverse=True, return_counts=True)
    shared = np.cumsum(times) - (times - 1) / 2
    return np.asarray(shared[place], np.float64)
