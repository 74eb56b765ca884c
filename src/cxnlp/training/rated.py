"""Texts with ratings: stars, scores and sentiments on one scale from -1 to 1."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.text import clean_all
from cxnlp.training.data import digest_rows
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training.config import RatedSettings

__all__ = ["RatedTexts", "polarity_of", "read_rated"]

_VALUES = {"positive": 1.0, "neutral": 0.0, "negative": -1.0}
_WORDS = re.compile(r"\b(positive|neutral|negative)\b")


@dataclass(frozen=True)
class RatedTexts:
    """Texts with polarity.

    Attributes:
        name: the file's name.
        texts: cleaned, each one once.
        polarity: -1 (worst) to 1 (best). Shape (n,), float64.
    """

    name: str
    texts: tuple[str, ...]
    polarity: NDArray[np.float64]

    @property
    def digest(self) -> str:
        """SHA-256 of texts and polarity in their order."""
        return digest_rows(self.texts, self.polarity)


def polarity_of(value: object, settings: RatedSettings) -> float:
    """The polarity of one rating; not a number where it says nothing.

    >>> from cxnlp.training.config import RatedSettings
    >>> polarity_of("3", RatedSettings(file="f", rating="stars", worst=1, best=5))
    0.0
    """
    if settings.words:
        named = [_VALUES[word] for word in _WORDS.findall(str(value))]
        return sum(named) / len(named) if named else math.nan
    try:
        number = float(str(value))
    except ValueError:
        return math.nan
    share = (number - settings.worst) / (settings.best - settings.worst)
    return 2 * share - 1 if 0 <= share <= 1 else math.nan


def read_rated(settings: RatedSettings, home: Path, *, avoid: Collection[str]) -> RatedTexts:
    """Read a table of rated texts.

    Args:
        settings: file, columns and scale.
        home: folder from which the file's path is told.
        avoid: cleaned texts that must not be learned from here, such as those of a test.

    Raises:
        InputDataError: the table cannot be read, or lacks a column.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from cxnlp.training.config import RatedSettings
    >>> settings = RatedSettings(file="rated.jsonl", text="text", rating="stars", worst=1, best=5)
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = (Path(place) / settings.file).write_text('{"text": "Late again.", "stars": 2}')
    ...     read_rated(settings, Path(place), avoid=()).polarity.tolist()
    [-0.5]
    """
    path = home / settings.file
    found = read_columns(path, [settings.text, settings.rating, *settings.leave_out])
    texts = clean_all(["" if text is None else str(text) for text in found[settings.text]])
    seen = {*avoid, ""}
    kept: list[str] = []
    polarity: list[float] = []
    for row, text in enumerate(texts):
        value = polarity_of(found[settings.rating][row], settings)
        left_out = any(str(found[c][row]) == v for c, v in settings.leave_out.items())
        if math.isnan(value) or left_out or text in seen:
            continue
        seen.add(text)
        kept.append(text)
        polarity.append(value)
    return RatedTexts(path.name, tuple(kept), np.array(polarity))
