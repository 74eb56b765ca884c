"""The rule of assignment: one linear score per topic, the best one wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.topicmodel.threads import one_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Rule", "fit_rule"]

_SHRINKAGE: Final = 0.1
"""How far the common spread is drawn to a ball (measured: docs/decisions/2026-11-21-topics.md)."""
_STEPS: Final = 12
_HOLD: Final = 1e-5
"""How firmly the regression is held where it began."""
_BLOCK: Final = 4096
_ROUNDING: Final = np.float32(3e-5)
"""More than the rounding of a float32 product of unit vectors of some hundred numbers."""


@dataclass(frozen=True)
class Rule:
    """A centroid and a linear score for each topic.

    Attributes:
        centroids: means of the topics' vectors, at length 1. Shape (t, d), float32.
        directions: a text's score for a topic is its direction times the text's vector, plus its
            offset. Shape (t, d), float32.
        offsets: shape (t,), float32.

    >>> axes = np.eye(2, dtype=np.float32)
    >>> rule = Rule(axes, axes, np.zeros(2, np.float32))
    >>> place, cosine = rule.place(np.array([[0.6, 0.8]], np.float32))
    >>> place.tolist(), cosine.astype(float).round(1).tolist()
    ([1], [0.8])
    """

    centroids: NDArray[np.float32] = field(repr=False)
    directions: NDArray[np.float32] = field(repr=False)
    offsets: NDArray[np.float32] = field(repr=False)

    def __len__(self) -> int:
        return len(self.centroids)

    def place(self, vectors: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Place of the topic of best score (-1 if there is none), cosine with its centroid.

        A fast product finds the candidates. Its last bits may depend on the rows beside, so every
        candidate that is as good up to rounding is then scored by itself: the answer for a row
        depends on that row only, bit for bit.

        Args:
            vectors: centred, rows of length 1 or 0. Shape (n, d).
        """
        n = len(vectors)
        place = np.full(n, -1, np.int64)
        cosine = np.zeros(n, np.float32)
        if not len(self):
            return place, cosine
        longest = np.sqrt((self.directions * self.directions).sum(axis=1)).max()
        slack = _ROUNDING * max(longest, np.float32(1))
        for start in range(0, n, _BLOCK):
            block = vectors[start : start + _BLOCK]
            score = block @ self.directions.T + self.offsets
            row, one = np.nonzero(score >= score.max(axis=1, keepdims=True) - slack)
            exact = (block[row] * self.directions[one]).sum(axis=1) + self.offsets[one]
            order = np.lexsort((one, -exact, row))
            _, first = np.unique(row[order], return_index=True)
            best = one[order[first]]
            place[start : start + _BLOCK] = best
            cosine[start : start + _BLOCK] = (block * self.centroids[best]).sum(axis=1)
        return place, np.clip(cosine, -1, 1)


def fit_rule(vectors: NDArray[np.float32], labels: NDArray[np.int32]) -> Rule:
    """Fit the rule to topics that were found; the same on any number of cores, see `_fit`.

    Args:
        vectors: centred, rows of length 1. Shape (n, d).
        labels: topics 0 to t-1, -1 for none. Shape (n,).

    Returns:
        The rule, with t centroids.

    >>> vectors = np.array([[1, 0], [0.8, 0.6], [-1, 0], [-0.8, 0.6]], np.float32)
    >>> rule = fit_rule(vectors, np.array([0, 0, 1, 1], np.int32))
    >>> rule.place(np.array([[0.6, 0.8], [-0.6, 0.8]], np.float32))[0].tolist()
    [0, 1]
    """
    with one_thread():
        return _fit(vectors, labels)


def _fit(vectors: NDArray[np.float32], labels: NDArray[np.int32]) -> Rule:
    """Linear discriminants (Fisher 1936) begin, softmax regression from there ends.

    The discriminants alone lose 0.015 of ARI and AMI between the communities found and the topics
    assigned, cosines with centroids 0.02, the regression nothing (measured:
    docs/decisions/2026-11-21-topics.md).
    """
    from scipy.sparse import csr_array

    count, width = int(labels.max(initial=-1)) + 1, vectors.shape[1]
    inside = labels >= 0
    held, topic = vectors[inside].astype(np.float64), labels[inside]
    sizes = np.maximum(np.bincount(topic, minlength=count), 1)
    member = csr_array((np.ones(len(topic)), (topic, np.arange(len(topic)))), (count, len(topic)))
    means = (member @ held) / sizes[:, None]
    norms = np.sqrt((means * means).sum(axis=1, keepdims=True))
    centroids = (means / np.maximum(norms, 1e-12)).astype(np.float32)
    if count < 2:  # noqa: PLR2004 - one topic takes everything
        return Rule(centroids, centroids, np.zeros(count, np.float32))
    rest = held - means[topic]
    spread = rest.T @ rest / len(held)
    ball = max(float(np.trace(spread)) / width, 1e-6) * np.eye(width)
    values, axes = np.linalg.eigh((1 - _SHRINKAGE) * spread + _SHRINKAGE * ball)
    whiten = axes / np.sqrt(values)
    # Only where the topics differ: as many axes as topics, a quarter of the time.
    spanned, _ = np.linalg.qr((means @ whiten).T)
    turn = whiten @ spanned
    seen, centre = held @ turn, means @ turn
    start = np.concatenate([centre, -0.5 * (centre * centre).sum(axis=1, keepdims=True)], axis=1)
    best = _softmax(np.concatenate([seen, np.ones((len(seen), 1))], axis=1), topic, start)
    directions = (best[:, :-1] @ turn.T).astype(np.float32)
    return Rule(centroids, directions, best[:, -1].astype(np.float32))


def _softmax(
    seen: NDArray[np.float64], topic: NDArray[np.int32], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A few steps of softmax regression; stopping early keeps it near where it began."""
    from scipy.optimize import minimize

    rows = seen.astype(np.float32)
    each = np.arange(len(rows))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = rows @ flat.reshape(start.shape).T.astype(np.float32)
        score -= score.max(axis=1, keepdims=True)
        share = np.exp(score)
        share /= share.sum(axis=1, keepdims=True)
        missed = -np.log(np.maximum(share[each, topic], 1e-12)).mean(dtype=np.float64)
        share[each, topic] -= 1
        slope = (share.T @ rows).astype(np.float64) / len(rows)
        away = flat - start.ravel()
        return float(missed + 0.5 * _HOLD * away @ away), slope.ravel() + _HOLD * away

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxfun": _STEPS})
    ended: NDArray[np.float64] = found.x.reshape(start.shape)
    return ended
