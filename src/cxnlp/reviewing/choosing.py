"""What to label next: comments that the model is unsure of, unlike each other, and a random part.

The random part is a simple random sample of all comments, drawn first: whatever is estimated from
it alone is unbiased, however the others were chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.ordinal import mean_and_spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Choice", "choose", "uncertainty"]

_POOL: Final = 5
"""The unlike ones are chosen among this many times as many of the most uncertain."""


@dataclass(frozen=True)
class Choice:
    """Rows to label.

    Attributes:
        random: rows of the random stratum, in the order of drawing. Shape (r,).
        chosen: rows chosen for what they teach, the most useful first. Shape (c,).
        chance: probability with which a row was drawn into the random stratum.
    """

    random: NDArray[np.int64]
    chosen: NDArray[np.int64]
    chance: float


def uncertainty(
    probabilities: NDArray[np.floating], evidence: NDArray[np.floating]
) -> NDArray[np.float64]:
    """How unsure a model is of each comment, in levels. Shape (n,).

    The standard deviation of the level, weighted with the probability that there is one, and
    half a level's worth for doubt about the evidence itself (a coin's standard deviation is 1/2).

    Args:
        probabilities: of the six levels. Shape (n, 6).
        evidence: probability that a comment tells of an experience. Shape (n,).

    >>> uncertainty(np.array([[0.5, 0, 0, 0, 0, 0.5]]), np.array([1.0])).tolist()
    [2.5]
    """
    spread = mean_and_spread(probabilities)[1]
    known = np.asarray(evidence, np.float64)
    doubt: NDArray[np.float64] = known * spread + np.sqrt(known * (1 - known))
    return doubt


def choose(
    unsure: NDArray[np.float64],
    vectors: Callable[[NDArray[np.int64]], NDArray[np.floating]],
    *,
    size: int,
    random_share: float = 0.25,
    seed: int = 0,
) -> Choice:
    """Choose rows to label.

    Args:
        unsure: how unsure the model is of each row. Shape (n,).
        vectors: gives unit vectors of the texts of rows, for alike ones are not chosen together;
            asked once, for a few times `size` rows.
        size: number of rows; all of them where there are fewer.
        random_share: part of them that is drawn at random.
        seed: of the drawing.

    >>> vectors = np.array([[1, 0], [0, 1], [0, 1], [1, 0]])
    >>> found = choose(np.array([0.1, 0.9, 0.9, 0.2]), vectors.__getitem__, size=2,
    ...                random_share=0.0)
    >>> found.chosen.tolist()
    [1, 3]
    """
    count = len(unsure)
    size = min(size, count)
    drawn = round(size * random_share)
    random = np.random.default_rng(seed).choice(count, drawn, replace=False).astype(np.int64)
    free = np.setdiff1d(np.arange(count), random)
    wanted = size - drawn
    pool = free[np.argsort(-unsure[free], kind="stable")[: _POOL * wanted]]
    chosen = pool if len(pool) <= wanted else _unlike(pool, unsure, vectors(pool), wanted)
    return Choice(random, chosen, drawn / count if count else 0.0)


def _unlike(
    pool: NDArray[np.int64],
    unsure: NDArray[np.float64],
    vectors: NDArray[np.floating],
    wanted: int,
) -> NDArray[np.int64]:
    """Farthest-first traversal (Gonzalez 1985; core-sets, Sener and Savarese 2018) of the pool.

    Each step takes the row whose distance to the rows taken before, times its uncertainty, is
    greatest.
    """
    points = np.asarray(vectors, np.float64)
    weight = unsure[pool] + 1e-9
    taken = [int(np.argmax(weight))]
    distance = np.full(len(pool), np.inf)
    while len(taken) < wanted:
        distance = np.minimum(distance, ((points - points[taken[-1]]) ** 2).sum(axis=1))
        value = distance * weight
        value[taken] = -1.0
        taken.append(int(np.argmax(value)))
    return pool[taken]
