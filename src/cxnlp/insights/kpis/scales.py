"""The scales that CSAT, NPS and CES answers come in: recognised where that is safe, else asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from cxnlp.errors import InputDataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Question", "Scale", "recognised_scale"]

Question = Literal["csat", "nps", "ces"]

_STRAY: Final = 0.02
"""Share of answers that may be strays (codes for "no answer", slips of the keyboard)."""
_MANY: Final = 30
"""Answers before the absence of a scale's upper end says something."""
_SMALL: Final = 10.0
"""Ends of the usual small scales: of 0 to 10, of 1 to 7, of 1 to 5."""
_SEVEN: Final = 7.0
_FIVE: Final = 5.0


@dataclass(frozen=True)
class Scale:
    """A scale of answers.

    Attributes:
        low: its lowest answer.
        high: its highest answer.
        high_is_good: whether the highest answer is the best.
        whole: whether only whole numbers are answers.
        recognised: whether it was recognised from the answers; False where a setting said it.
    """

    low: float
    high: float
    high_is_good: bool = True
    whole: bool = True
    recognised: bool = True

    def __str__(self) -> str:
        best = "" if self.high_is_good else f", {self.low:g} is best"
        return f"{self.low:g}-{self.high:g}{best}"

    def holds(self, value: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which answers the scale can have. Shape as `value`."""
        inside = (value >= self.low) & (value <= self.high)
        return inside & (np.floor(value) == value) if self.whole else inside

    def places(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Answers as places in [0, 1], 1 the best.

        >>> Scale(1, 5, high_is_good=False).places(np.array([1.0, 4.0])).tolist()
        [1.0, 0.25]
        """
        place = np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0)
        return place if self.high_is_good else 1.0 - place


def recognised_scale(question: Question, value: NDArray[np.float64]) -> Scale:
    """The scale of a column, from its answers alone; its direction is not looked at.

    Args:
        question: which column; NPS is 0-10 by definition (Reichheld 2003), CES 1-7 or 1-5.
        value: its finite answers. Shape (n,).

    Raises:
        InputDataError: the answers fit no usual scale, or more than one.

    >>> str(recognised_scale("csat", np.array([5.0, 4.0, 1.0, 5.0])))
    '1-5'
    """
    if not len(value):
        raise _unclear(question, "no answers")
    small = value[(value >= 0) & (value <= _SMALL)]
    if len(small) >= (1 - _STRAY) * len(value):
        return _small(question, small)
    if question == "csat" and ((value >= 0) & (value <= 100)).mean() >= 1 - _STRAY:  # noqa: PLR2004 - per cent
        few = float((value <= _SMALL).mean())
        if few > _STRAY and set(np.unique(small)) >= {1.0, _FIVE} and small.max() <= _FIVE:
            raise _unclear(question, f"{few:.0%} of the answers up to 5, the others up to 100")
        return Scale(0, 100, whole=False)
    if question == "nps" and value.min() < 0 and value.min() >= -100:  # noqa: PLR2004 - the score's end
        raise _unclear(question, f"answers from {value.min():g} to {value.max():g}, as scores have")
    raise _unclear(question, f"answers from {value.min():g} to {value.max():g}")


def _small(question: Question, value: NDArray[np.float64]) -> Scale:
    """The scale of answers that lie in 0 to 10."""
    low, high, n = float(value.min()), float(value.max()), len(value)
    seen = f"{n} answers from {low:g} to {high:g}"
    whole = bool(np.all(value % 1 == 0))
    if question == "nps":
        if high <= _FIVE or not whole or (high <= _SEVEN and n < _MANY):
            raise _unclear(question, seen)
        return Scale(0, 10)
    if low == high:
        raise _unclear(question, f"nothing but {low:g}")
    above = float((value > _FIVE).mean())
    if high > _FIVE and above <= _STRAY:
        raise _unclear(question, f"{n} answers, all but {above:.1%} of them up to 5")
    usual = _usual(low, high, n)
    if usual is None or (question == "ces" and usual not in {(1, 5), (1, 7)}):
        raise _unclear(question, seen)
    return Scale(*usual, whole=whole)


def _usual(low: float, high: float, n: int) -> tuple[int, int] | None:
    """The ends of the usual scale that n answers from `low` to `high` show, if they show one."""
    if high <= 1:
        return (0, 1)
    if high <= _FIVE:
        return (1, 5) if high == _FIVE and low >= 1 else None
    if high <= _SEVEN:
        return (1, 7) if high == _SEVEN and low >= 1 and n >= _MANY else None
    if high < _SMALL and n < _MANY:
        return None
    # Without a 0, 1-10 and 0-10 set the same whole answers apart as satisfied.
    return (1 if low >= 1 else 0, 10)


_EXPECTED: Final = {
    "csat": "one of the scales 0-1, 1-5, 1-7, 0-10, 1-10, 0-100, used up to its end",
    "nps": "whole answers from 0 to 10, which is what a net promoter score is made of",
    "ces": "one of the scales 1-7 and 1-5, used up to its end",
}


def _unclear(question: Question, found: str) -> InputDataError:
    hint = (
        'Map another column to nps, or say nps.scale = "0-10" if it is one after all.'
        if question == "nps"
        else f'Say the scale in the file of --kpis, such as {question}.scale = "1-5".'
    )
    return InputDataError(
        f"column {question}", found=found, expected=_EXPECTED[question], hint=hint
    )
