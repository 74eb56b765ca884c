"""Which words carried a level: each is left out in turn, and the model is asked again.

Occlusion (Zeiler and Fergus 2014; for text Li, Monroe and Jurafsky 2016) needs nothing of the model
but its answers, so it serves every kind, and tells what the label really hangs on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from cxnlp.models import LevelModel

__all__ = ["CarryingWord", "explain"]

_WORD: Final = re.compile(r"\S+")
_PIECES: Final = 200
"""A longer comment is left out by pieces of several words, so that the cost stays bounded."""


@dataclass(frozen=True)
class CarryingWord:
    """A word, or a few in a row, and what it did to the level.

    Attributes:
        word: as it stands in the comment.
        at: where it begins, in characters.
        shift: expected level with it less expected level without it, in levels; below 0 it pulled
            the comment down.
    """

    word: str
    at: int
    shift: float


def explain(model: LevelModel, text: str, *, most: int = 10) -> list[CarryingWord]:
    """The words that carried a comment's level, strongest first.

    Args:
        model: the model that labelled it.
        text: the cleaned comment.
        most: how many words to give.

    >>> from cxnlp.models import load
    >>> words = explain(load(), "They left a filthy room for us.")
    >>> "filthy" in [word.word for word in words[:2]]
    True
    """
    found = list(_WORD.finditer(text))
    if not found:
        return []
    step = -(-len(found) // _PIECES)
    spans = [
        (group[0].start(), group[-1].end())
        for group in (found[start : start + step] for start in range(0, len(found), step))
    ]
    without = [f"{text[:begin]}{text[end:].lstrip()}".strip() for begin, end in spans]
    answers = model.predict_cleaned([text, *without])
    expected = answers.probabilities.astype(np.float64) @ np.arange(1, 7)
    shifts = expected[0] - expected[1:]
    order = np.argsort(-np.abs(shifts), kind="stable")[:most]
    return [
        CarryingWord(
            text[spans[place][0] : spans[place][1]], spans[place][0], round(float(shifts[place]), 4)
        )
        for place in order.tolist()
        if shifts[place]
    ]
