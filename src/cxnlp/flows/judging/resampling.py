"""How intervals of an evaluation are made: the same resamples for every figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp import metrics
from cxnlp.flows.judging.measures import KAPPA, MEASURES
from cxnlp.levels import ServiceLevel
from cxnlp.metrics import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cxnlp.metrics import Reliability, Shares
    from cxnlp.models import Predictions
    from cxnlp.training import LabelledTexts

__all__ = ["Resampling"]


@dataclass(frozen=True)
class Resampling:
    """How intervals are made.

    Attributes:
        clusters: a customer or source for each row; None where rows are drawn one by one. Shape
            (n,).
        draws: number of resamples.
        seed: of the resampling.

    >>> drawn = Resampling(clusters=None, draws=200, seed=0)
    >>> found = drawn.share(np.array([True, True, False, False]))
    >>> found.value, found.n, found.low < 0.5 < found.high
    (0.5, 4, True)
    """

    clusters: NDArray[np.generic] | None
    draws: int
    seed: int

    def rows(self, chosen: NDArray[np.bool_]) -> Resampling:
        """The same for chosen rows alone."""
        clusters = None if self.clusters is None else self.clusters[chosen]
        return Resampling(clusters, self.draws, self.seed)

    def estimate(self, measure: Callable[..., float], *arrays: NDArray[np.generic]) -> Estimate:
        """A figure with its interval."""
        return metrics.bootstrap(
            measure, *arrays, clusters=self.clusters, draws=self.draws, seed=self.seed
        )

    def measured(
        self, name: str, found: Predictions, gold: LabelledTexts, rows: NDArray[np.bool_]
    ) -> Estimate:
        """A measure of `MEASURES` on chosen rows."""
        answers = MEASURES[name].take(found, rows)
        return self.rows(rows).named(name, gold.levels[rows], answers)

    def named(self, name: str, true: NDArray[np.int64], answers: NDArray[np.generic]) -> Estimate:
        """A measure of `MEASURES` on answers."""
        if name == KAPPA and (true == true[0]).all():
            # It would be 0 whatever was answered: that says nothing of the model.
            nothing = float("nan")
            return Estimate(nothing, nothing, nothing, len(true))
        hits = MEASURES[name].hits
        if hits is not None:
            return self.share(hits(true, answers))
        return self.estimate(MEASURES[name].of, true, answers)

    def share(self, hit: NDArray[np.bool_]) -> Estimate:
        """The share of rows that are hit: one of none has an upper end too."""
        found = metrics.bootstrap_shares(
            np.zeros(len(hit), np.int64),
            hit.astype(np.int64),
            groups=1,
            parts=2,
            clusters=self.clusters,
            draws=self.draws,
            seed=self.seed,
        )
        one = found.estimates()[0][1]
        assert one is not None  # noqa: S101 - there is a row
        return one

    def answered(self, true: NDArray[np.int64], answers: NDArray[np.integer]) -> Shares:
        """How each true level is answered: shares of its rows. Shape (6, 6)."""
        return metrics.bootstrap_shares(
            true - 1,
            answers.astype(true.dtype) - 1,
            groups=len(ServiceLevel),
            parts=len(ServiceLevel),
            clusters=self.clusters,
            draws=self.draws,
            seed=self.seed,
        )

    def reliability(
        self, right: NDArray[np.bool_], confidence: NDArray[np.floating]
    ) -> Reliability:
        """How often probabilities come true."""
        return metrics.bounded_reliability(
            right, confidence, clusters=self.clusters, draws=self.draws, seed=self.seed
        )
