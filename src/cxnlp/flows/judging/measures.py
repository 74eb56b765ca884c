"""The measures by which models are judged: what each takes, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp import metrics
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from cxnlp.models import Predictions
    from cxnlp.training import LabelledTexts

__all__ = ["KAPPA", "MEASURES", "Measure", "one_level"]


@dataclass(frozen=True)
class Measure:
    """A measure of answers against levels 1 to 6.

    Attributes:
        of: takes truth and answers.
        higher_is_better: whether more is better.
        least: what no answers fall below.
        most: what no answers exceed.
        answers: which part of the predictions it takes.
        hits: where it is a share, which rows it counts, from truth and answers.
    """

    of: Callable[..., float]
    higher_is_better: bool
    least: float
    most: float
    answers: Literal["levels", "probabilities"] = "levels"
    hits: Callable[..., NDArray[np.bool_]] | None = None

    def take(self, found: Predictions, rows: NDArray[np.bool_]) -> NDArray[np.generic]:
        """The answers that it is taken on, of the chosen rows."""
        part: NDArray[np.generic] = getattr(found, self.answers)
        return part[rows]


KAPPA: Final = "quadratic_weighted_kappa"
"""It says nothing of a model where all truth is one level: it is 0 whatever was answered."""

_STEPS: Final = len(ServiceLevel) - 1
"""Levels between the worst and the best."""

MEASURES: Final[Mapping[str, Measure]] = {
    KAPPA: Measure(metrics.quadratic_weighted_kappa, higher_is_better=True, least=-1, most=1),
    "macro_f1": Measure(metrics.macro_f1, higher_is_better=True, least=0, most=1),
    "mean_absolute_error": Measure(
        metrics.mean_absolute_error, higher_is_better=False, least=0, most=_STEPS
    ),
    "off_by_two_rate": Measure(
        metrics.off_by_two_rate,
        higher_is_better=False,
        least=0,
        most=1,
        hits=metrics.off_by_two,
    ),
    "ranked_probability_score": Measure(
        metrics.ranked_probability_score,
        higher_is_better=False,
        least=0,
        most=1,
        answers="probabilities",
    ),
}
"""By name."""


def one_level(gold: LabelledTexts) -> str | None:
    """A sentence where all rows with a level are on the same one; None where they are not.

    >>> from cxnlp.training import LabelledTexts
    >>> import numpy as np
    >>> one = ("Good.",), np.array([4]), np.array([""]), np.array([False])
    >>> one_level(LabelledTexts("made-up.csv", *one))
    'all rows of made-up.csv are on the level desired: kappa means nothing there'
    """
    levels = np.unique(gold.levels[gold.levels > 0])
    if len(levels) != 1:
        return None
    only = ServiceLevel(int(levels[0])).label
    return f"all rows of {gold.name} are on the level {only}: kappa means nothing there"
