"""Variances that hold when a customer's comments resemble each other, in small samples too.

The variance of every contrast is the jackknife over customers in its one-step form, known as CR3 or
CV3 (Bell and McCaffrey 2002, *Surv. Methodol.* 28; MacKinnon, Nielsen and Webb 2023, *J. Appl.
Econom.* 38, who recommend it): how far the estimate moves when one customer is left out. Student's
t takes as many degrees of freedom as customers weigh in, less one: a driver that ten customers
mention has about nine, however many there are in all (after Satterthwaite 1946; Carter, Schnepel
and Steigerwald 2017, *Rev. Econ. Stat.* 99).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cxnlp.insights.drivers.regression import Regression

    Floats = NDArray[np.float64]

__all__ = ["Sandwich", "sandwich"]

_BLOCK: Final = 2_000_000
"""Numbers of a dense block of comments: 16 MB."""


@dataclass(frozen=True)
class Sandwich:
    """The clustered variance of a fit.

    Attributes:
        variance: of `Regression.theta`. Shape (t + k, t + k).
        freedom: degrees of freedom of each contrast, at least 1. Shape (d,).
        clusters: number of customers.
    """

    variance: Floats
    freedom: Floats
    clusters: int


def sandwich(found: Regression, cluster: NDArray[np.int64], contrasts: Floats) -> Sandwich:
    """Leave every customer out in turn, in one step of Newton's method.

    Args:
        found: the fit.
        cluster: customer of each comment. Shape (n,).
        contrasts: directions in `theta` that degrees of freedom are wanted for. Shape (t + k, d).

    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.drivers.regression import OutcomeKind, fit
    >>> y = np.array([1.0, 3.0, 4.0, 6.0])
    >>> line = fit(OutcomeKind.LINEAR, csr_array([[0.0], [0.0], [1.0], [1.0]]), y)
    >>> spread = sandwich(line, np.arange(4), np.array([[0.0], [1.0]]))
    >>> round(float(spread.variance[1, 1]), 6), spread.freedom.round(6).tolist()
    (3.0, [3.0])
    """
    width = len(found.theta)
    variance = np.zeros((width, width))
    weighed, squared = np.zeros(contrasts.shape[1]), np.zeros(contrasts.shape[1])
    lean = found.inverse @ contrasts
    information = np.asarray(np.linalg.inv(found.inverse), np.float64)
    clusters = 0
    for rows in _batches(cluster, width * len(found.pieces)):
        block, score, weight = _dense(found, rows)
        moved = _left_out(block, score, weight, found.inverse, information)
        variance += moved.T @ moved
        reach = block @ lean
        each = np.einsum("gmd,gmd->gd", weight @ reach, reach)
        weighed += each.sum(axis=0)
        squared += (each**2).sum(axis=0)
        clusters += len(rows)
    freedom = np.divide(weighed**2, squared, out=np.ones_like(squared), where=squared > 0) - 1
    return Sandwich(
        variance * (clusters - 1) / clusters, np.clip(freedom, 1.0, clusters - 1.0), clusters
    )


def _batches(cluster: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """Comments of several customers who wrote equally often, one customer a line."""
    order = np.argsort(cluster, kind="stable")
    _, first, size = np.unique(cluster[order], return_index=True, return_counts=True)
    for often in np.unique(size):
        starts = first[size == often]
        most = max(_BLOCK // (int(often) * width), 1)
        for at in range(0, len(starts), most):
            yield order[starts[at : at + most, None] + np.arange(often)]


def _dense(found: Regression, rows: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Pieces (g, m, K), scores (g, m) and weights (g, m, m) of g customers with m pieces each."""
    g, often = rows.shape
    q, flat = len(found.pieces), rows.ravel()
    block = np.stack([piece[flat].toarray() for piece in found.pieces], axis=1)
    weight = np.zeros((g, often, q, often, q))
    each = np.arange(often)
    weight[:, each, :, each, :] = found.weight[rows].transpose(1, 0, 2, 3)
    return (
        block.reshape(g, often * q, -1),
        found.score[flat].reshape(g, often * q),
        weight.reshape(g, often * q, often * q),
    )


def _left_out(
    block: Floats, score: Floats, weight: Floats, inverse: Floats, information: Floats
) -> Floats:
    """How far theta moves without each customer. Shape (g, K)."""
    pieces, width = block.shape[1:]
    if pieces > width:
        own = np.swapaxes(block, 1, 2) @ weight @ block
        pull = np.einsum("gmk,gm->gk", block, score)
        return np.linalg.solve(information - own, pull[:, :, None])[:, :, 0]
    near = block @ inverse
    hat = weight @ (near @ np.swapaxes(block, 1, 2))
    grown = np.linalg.solve(np.eye(pieces) - hat, score[:, :, None])
    moved: Floats = np.einsum("gmk,gm->gk", near, grown[:, :, 0])
    return moved
