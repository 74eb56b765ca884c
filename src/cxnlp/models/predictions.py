"""What a level model gives back: one row of each array per text, in the order of the texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Predictions", "Scorer", "Scores"]


@dataclass(frozen=True)
class Scores:
    """What an encoder with its heads says before calibration.

    Attributes:
        levels: unnormalised log-probabilities of the levels, worst first. Shape (n, 6), float64.
        evidence: log-odds that the text tells of a service experience. Shape (n,), float64.
        aspects: one array per name in `cxnlp.schema.ASPECT_FIELDS`, shape (n,), int8 or bool; empty
            where the model has no such heads.
    """

    levels: NDArray[np.float64]
    evidence: NDArray[np.float64]
    aspects: Mapping[str, NDArray[np.int8] | NDArray[np.bool_]]


class Scorer(Protocol):
    """The part of a model that differs between kinds: cleaned texts in, scores out.

    A text's scores depend on that text only: not on its neighbours, the batch or the threads.
    """

    def score(self, texts: Sequence[str]) -> Scores:
        """Score cleaned texts."""
        ...


@dataclass(frozen=True)
class Predictions:
    """Calibrated answers.

    Attributes:
        levels: the posterior median, 1 to 6. Shape (n,), int8.
        probabilities: calibrated, worst level first, rows sum to 1. Shape (n, 6), float32.
        evidence: probability that the text tells of a service experience. Shape (n,), float32.
        intervals: lowest and highest level of the conformal interval. Shape (n, 2), int8.
        aspects: see `Scores.aspects`.

    >>> from cxnlp.models import load
    >>> found = load("levels-fast").predict(["Rude, and late again.", "Lovely staff, quick too."])
    >>> bool(found.levels[0] < found.levels[1]), found.probabilities.shape
    (True, (2, 6))
    """

    levels: NDArray[np.int8]
    probabilities: NDArray[np.float32]
    evidence: NDArray[np.float32]
    intervals: NDArray[np.int8]
    aspects: Mapping[str, NDArray[np.int8] | NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.levels)

    def take(self, rows: NDArray[np.int64]) -> Predictions:
        """The answers of `rows`, in that order; a row may be taken more than once."""
        return Predictions(
            self.levels[rows],
            self.probabilities[rows],
            self.evidence[rows],
            self.intervals[rows],
            {name: values[rows] for name, values in self.aspects.items()},
        )
