"""Two models on the same rows: the difference of a measure, and whether it tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Final

from cxnlp.metrics.bootstrap import Estimate, bootstrap, clusters_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LEAST_ROWS", "PairedDifference", "Verdict", "paired_difference"]

LEAST_ROWS: Final = 20
"""Below it no verdict is given: the bootstrap of so few rows, or clusters of rows, is too narrow
(Efron and Tibshirani 1993, ch. 14)."""

_SHOWN: Final = 0.0005
"""Least difference that three digits show."""


class Verdict(StrEnum):
    """What the rows say of the challenger, or why they say nothing."""

    BETTER = "better"
    WORSE = "worse"
    NOT_DISTINGUISHABLE = "not distinguishable"
    TOO_FEW_ROWS = "too few rows"
    TOO_FEW_CLUSTERS = "too few clusters"
    NO_VERDICT = "no verdict"


@dataclass(frozen=True)
class PairedDifference:
    """One measure of two models on the same rows.

    Attributes:
        champion: the measure of the champion.
        challenger: the measure of the challenger.
        difference: challenger minus champion, with its interval.
        higher_is_better: whether a positive difference speaks for the challenger.
        clusters: how many clusters the rows belong to; None where they are not clustered.
    """

    champion: float
    challenger: float
    difference: Estimate
    higher_is_better: bool
    clusters: int | None = None

    @property
    def gain(self) -> float:
        """The difference, positive where the challenger is better."""
        return self.difference.value if self.higher_is_better else -self.difference.value

    @property
    def unknown(self) -> str | None:
        """Why the rows say nothing of the two; None where they do."""
        one = self.difference
        if one.n < LEAST_ROWS:
            return f"fewer than {LEAST_ROWS} rows"
        if self.clusters is not None and 1 < self.clusters < LEAST_ROWS:
            return f"rows of fewer than {LEAST_ROWS} clusters"
        if not (isfinite(one.value) and isfinite(one.low) and isfinite(one.high)):
            return "it is no number there, or of one cluster alone"
        return None

    @property
    def known(self) -> bool:
        """Whether a difference could have been seen at all."""
        return self.unknown is None

    @property
    def verdict(self) -> Verdict:
        """Better or worse where the interval leaves no difference out and the rows are enough."""
        if self.difference.n < LEAST_ROWS:
            return Verdict.TOO_FEW_ROWS
        if self.clusters is not None and self.clusters < LEAST_ROWS:
            return Verdict.TOO_FEW_CLUSTERS
        if not self.known:
            return Verdict.NO_VERDICT
        low, high = self.difference.low, self.difference.high
        if not (low > 0 or high < 0):
            return Verdict.NOT_DISTINGUISHABLE
        return Verdict.BETTER if (low > 0) == self.higher_is_better else Verdict.WORSE

    def __str__(self) -> str:
        if not isfinite(self.difference.value):
            return f"no number here  {self.verdict}"
        ends = self.difference
        plain = self.verdict not in {Verdict.BETTER, Verdict.WORSE}
        if plain or abs(ends.value) >= _SHOWN:
            return f"{self.champion:.3f} -> {self.challenger:.3f}  {ends}  {self.verdict}"
        told = f"{self.champion:.5f} -> {self.challenger:.5f}  {ends.value:.5f}"
        return f"{told} [{ends.low:.5f}, {ends.high:.5f}]  {self.verdict}"


def paired_difference(
    measure: Callable[..., float],
    true: NDArray[np.generic],
    champion: NDArray[np.generic],
    challenger: NDArray[np.generic],
    *,
    higher_is_better: bool,
    clusters: Sequence[object] | NDArray[np.generic] | None = None,
    coverage: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> PairedDifference:
    """Compare a measure of two models by the paired bootstrap (Efron and Tibshirani 1993).

    Each draw takes the same rows for both models, so that what makes a row hard for both cancels.

    Args:
        measure: takes truth and answers; gives a number.
        true: truth, shape (n, ...).
        champion: answers of the champion to the same rows.
        challenger: answers of the challenger to the same rows.
        higher_is_better: whether more is better.
        clusters: a customer or source for each row; whole clusters are drawn then.
        coverage: of the interval.
        draws: number of resamples.
        seed: of the resampling.

    >>> from cxnlp.metrics import mean_absolute_error
    >>> import numpy as np
    >>> true = np.tile([1, 6], 20)
    >>> found = paired_difference(mean_absolute_error, true, np.full(40, 3), true,
    ...                           higher_is_better=False)
    >>> found.verdict.value
    'better'
    """

    def difference(
        truth: NDArray[np.generic], first: NDArray[np.generic], second: NDArray[np.generic]
    ) -> float:
        return measure(truth, second) - measure(truth, first)

    return PairedDifference(
        measure(true, champion),
        measure(true, challenger),
        bootstrap(
            difference,
            true,
            champion,
            challenger,
            clusters=clusters,
            coverage=coverage,
            draws=draws,
            seed=seed,
        ),
        higher_is_better,
        None if clusters is None else clusters_in(clusters),
    )
