"""Suspicion: how much a label is at odds with what a model that never saw it expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import MissingDependencyError
from cxnlp.levels import NO_EVIDENCE, ServiceLevel
from cxnlp.ordinal import posterior_median

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DISTANCE", "LEAST", "LEAST_BY_LINEAR", "Suspicion", "suspicion"]

_UNLIKE: Final = 1.5
"""Distance between "no evidence" and any level: more than a neighbour, less than two levels."""

_SURPRISE: Final = 0.5
"""What one unit of surprise (-ln of the label's probability) weighs against one level of distance:
docs/decisions/2026-11-21-label-audit.md."""

LEAST: Final = 1e-4
"""A label is never held for impossible: its surprise stays finite."""

LEAST_BY_LINEAR: Final = 0.01
"""The same for linear heads fitted out of fold: on few rows their calibration gives a neighbouring
level a chance of nothing, and the surprise of it would outweigh every distance (measured:
docs/decisions/2026-11-21-label-audit.md)."""


def _distance() -> NDArray[np.float64]:
    codes = np.array([NO_EVIDENCE, *ServiceLevel], np.float64)
    table = np.abs(np.subtract.outer(codes, codes))
    table[0, 1:] = table[1:, 0] = _UNLIKE
    return table


DISTANCE: Final = _distance()
"""Between labels 0 (no evidence), 1, ..., 6. Shape (7, 7)."""


@dataclass(frozen=True)
class Suspicion:
    """How doubtful labels are: n rows.

    Attributes:
        score: expected distance from the label, in levels, plus its weighted surprise; the higher,
            the more doubtful. Shape (n,).
        quality: cleanlab's label quality: the probability of the given label. Shape (n,).
        suggested: the model's answer: 0 where that is likelier than not, else the median level.
            Shape (n,), 0 to 6.
    """

    score: NDArray[np.float64]
    quality: NDArray[np.float64]
    suggested: NDArray[np.int64]


def suspicion(
    labels: NDArray[np.integer], probabilities: NDArray[np.floating], *, least: float = LEAST
) -> Suspicion:
    """Weigh labels against probabilities of a model that has not seen them.

    The label quality is cleanlab's (self-confidence, Northcutt, Jiang and Chuang 2021); the
    expected distance on the scale puts errors of two levels before those of one.

    Args:
        labels: 0 to 6. Shape (n,).
        probabilities: of 0 (no evidence), 1, ..., 6; out of fold; rows sum to 1. Shape (n, 7).
        least: what is added to a label's probability before its surprise is taken.

    Raises:
        MissingDependencyError: cleanlab is not installed.

    >>> found = suspicion(np.array([1, 4]), np.array([[0, 0, 0, 0, 0.1, 0.9, 0],
    ...                                               [0, 0, 0, 0.1, 0.9, 0, 0]]))
    >>> found.suggested.tolist(), bool(found.score[0] > found.score[1])
    ([5, 4], True)
    """
    try:
        from cleanlab.rank import get_label_quality_scores
    except ImportError as error:
        raise MissingDependencyError.of("cleanlab", "train") from error
    given: NDArray[np.int64] = np.asarray(labels, np.int64)
    chances = np.asarray(probabilities, np.float64)
    if not len(given):
        return Suspicion(np.zeros(0), np.zeros(0), given)
    quality = np.asarray(
        get_label_quality_scores(given, chances, method="self_confidence"), np.float64
    )
    distance = (chances * DISTANCE[given]).sum(axis=1)
    score = distance - _SURPRISE * np.log(quality + least)
    return Suspicion(score, quality, _likely(chances))


def _likely(chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """No evidence where that is likelier than not, else the median of the levels."""
    levels = chances[:, 1:] / np.maximum(chances[:, 1:].sum(axis=1, keepdims=True), 1e-12)
    none = chances[:, 0] > 0.5  # noqa: PLR2004 - likelier than not
    return np.where(none, NO_EVIDENCE, posterior_median(levels)).astype(np.int64)
