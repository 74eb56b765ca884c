"""From ratings to soft levels: what a rating says, estimated where a text has both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.training.network.examples import Examples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.training.rated import RatedTexts

__all__ = ["levels_by_rating", "soft_levels"]

_CLASSES = 7
_STEP = 0.25
"""Polarity is taken in steps of this size."""
_PRIOR = 0.5
"""Rows of each level that every source begins with (H. Jeffreys 1946)."""


def levels_by_rating(
    rated: RatedTexts, levels: Mapping[str, int], *, smoothing: float
) -> dict[int, NDArray[np.float64]]:
    """Shares of "no evidence" and the six levels for each step of polarity.

    Args:
        rated: all rated texts of a source, those with levels included.
        levels: 0 to 6, by text; only of rows that may be learned from.
        smoothing: rows of the source's own mix that are added.

    Returns:
        Shape (7,) each, by step; nothing for steps that no text with a level has.
    """
    steps = _steps(rated)
    pairs = [
        (int(step), levels[text])
        for text, step in zip(rated.texts, steps, strict=True)
        if text in levels
    ]
    mix = np.bincount([level for _, level in pairs], minlength=_CLASSES) + _PRIOR
    mix = mix / mix.sum()
    found = {}
    for step in sorted({step for step, _ in pairs}):
        counts = np.bincount([level for at, level in pairs if at == step], minlength=_CLASSES)
        shares = counts + smoothing * mix
        found[step] = shares / shares.sum()
    return found


def soft_levels(
    rated: Sequence[RatedTexts],
    levels: Mapping[str, int],
    *,
    avoid: frozenset[str],
    smoothing: float,
) -> Examples:
    """Soft levels for all rated texts but those in `avoid`, each text once.

    Args:
        rated: the sources, texts with levels included.
        levels: see `levels_by_rating`.
        avoid: texts that stand in the tables of levels or in the test.
        smoothing: see `levels_by_rating`.
    """
    texts: list[str] = []
    targets: list[NDArray[np.float64]] = []
    seen = set(avoid)
    for source in rated:
        shares = levels_by_rating(source, levels, smoothing=smoothing)
        for text, step in zip(source.texts, _steps(source), strict=True):
            if text not in seen and int(step) in shares:
                seen.add(text)
                texts.append(text)
                targets.append(shares[int(step)])
    stacked = np.array(targets, np.float32).reshape(len(targets), _CLASSES)
    return Examples.of(tuple(texts), stacked)


def _steps(rated: RatedTexts) -> NDArray[np.int64]:
    return np.rint(rated.polarity / _STEP).astype(np.int64)
