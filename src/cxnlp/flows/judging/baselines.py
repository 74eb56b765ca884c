"""Baselines: answers that any model worth its keep must beat, on the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp.errors import ModelError
from cxnlp.levels import ServiceLevel
from cxnlp.models import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.training import LabelledTexts

__all__ = ["BASELINES", "Baseline", "baseline_levels", "vader_levels"]

Baseline = Literal["majority", "vader", "linear"]

LINEAR: Final = "levels-fast"
"""The shipped linear model."""

ITSELF: Final = "The baseline linear is the model itself: it is left out."
"""Said where that model is the one in question."""

_CUTS: Final = (-0.85, 0.0, 0.4, 0.95, 1.0)
"""Where VADER's compound score goes from one level to the next: what makes the mean absolute error
least on the training table (`python scripts/vader_cuts.py ../shared/data/levels/train.csv`, error
0.75 there). It never answers *unbelievable* but at a full score."""


def baseline_levels(name: Baseline, data: LabelledTexts) -> NDArray[np.int8] | None:
    """The levels that a baseline gives to texts. Shape (n,); None where it is not installed.

    Args:
        name: `majority`: always the commonest level of `data` itself, which flatters it; `vader`: a
            word list of sentiment (Hutto and Gilbert 2014) cut into levels; `linear`: the shipped
            linear model.
        data: texts with levels.

    >>> from cxnlp.training import LabelledTexts
    >>> three = np.array([4, 4, 1]), np.full(3, ""), np.zeros(3, bool)
    >>> data = LabelledTexts("made-up", ("Good.", "Fine.", "Bad."), *three)
    >>> baseline_levels("majority", data).tolist()
    [4, 4, 4]
    """
    return BASELINES[name](data)


def _majority(data: LabelledTexts) -> NDArray[np.int8]:
    counts = np.bincount(data.levels, minlength=len(ServiceLevel) + 1)[1:]
    return np.full(len(data), counts.argmax() + 1, np.int8)


def _vader(data: LabelledTexts) -> NDArray[np.int8] | None:
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    read = SentimentIntensityAnalyzer().polarity_scores
    return vader_levels([read(text)["compound"] for text in data.texts])


def vader_levels(compound: Sequence[float]) -> NDArray[np.int8]:
    """Levels of compound scores from -1 to 1. Shape (n,).

    >>> vader_levels([-0.9, 0.0, 1.0]).tolist()
    [1, 3, 6]
    """
    place = np.searchsorted(_CUTS, np.asarray(compound, np.float64), side="right")
    levels: NDArray[np.int8] = (place + 1).astype(np.int8)
    return levels


def _linear(data: LabelledTexts) -> NDArray[np.int8] | None:
    try:
        model = load(LINEAR)
    except ModelError:
        return None
    return model.predict_cleaned(data.texts).levels


BASELINES: Final[Mapping[Baseline, Callable[[LabelledTexts], NDArray[np.int8] | None]]] = {
    "majority": _majority,
    "vader": _vader,
    "linear": _linear,
}
"""By name."""
