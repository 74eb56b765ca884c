"""The measures by which models are judged: what each takes, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from cxnlp import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from cxnlp.models import Predictions

__all__ = ["MEASURES", "Measure"]


@dataclass(frozen=True)
class Measure:
    """A measure of answers against levels 1 to 6.

    Attributes:
        of: takes truth and answers.
        higher_is_better: whether more is better.
        answers: which part of the predictions it takes.
    """

    of: Callable[..., float]
    higher_is_better: bool
    answers: Literal["levels", "probabilities"] = "levels"

    def take(self, found: Predictions, rows: NDArray[np.bool_]) -> NDArray[np.generic]:
        """The answers that it is taken on, of the chosen rows."""
        part: NDArray[np.generic] = getattr(found, self.answers)
        return part[rows]


MEASURES: Final[Mapping[str, Measure]] = {
    "quadratic_weighted_kappa": Measure(metrics.quadratic_weighted_kappa, higher_is_better=True),
    "macro_f1": Measure(metrics.macro_f1, higher_is_better=True),
    "mean_absolute_error": Measure(metrics.mean_absolute_error, higher_is_better=False),
    "off_by_two_rate": Measure(metrics.off_by_two_rate, higher_is_better=False),
    "ranked_probability_score": Measure(
        metrics.ranked_probability_score, higher_is_better=False, answers="probabilities"
    ),
}
"""By name."""
