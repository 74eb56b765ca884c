"""Which rows no stage learns from: for calibration and thresholds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["groups_of_near_copies", "held_out_rows"]

_RUN: Final = 4
"""Words in a shingle (A. Broder 1997)."""
_ALIKE: Final = 0.5
"""Share of common shingles from which on two texts count as copies."""
_NOT_WORDS: Final = re.compile(r"[\W_]+")


def groups_of_near_copies(texts: Sequence[str]) -> NDArray[np.int64]:
    """A number for each group of texts that are copies of each other, or nearly. Shape (n,).

    Near: at least half of the runs of four words in common (Jaccard), directly or through others.

    >>> groups_of_near_copies(["It was very good.", "it was very good", "no"]).tolist()
    [0, 0, 2]
    """
    parent = list(range(len(texts)))

    def top(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    shingles = [_shingles(text) for text in texts]
    holders: dict[str, list[int]] = {}
    for row, own in enumerate(shingles):
        common: dict[int, int] = {}
        for shingle in own:
            for other in holders.get(shingle, ()):
                common[other] = common.get(other, 0) + 1
            holders.setdefault(shingle, []).append(row)
        for other, count in common.items():
            if count / (len(own) + len(shingles[other]) - count) >= _ALIKE:
                parent[top(row)] = top(other)
    return np.array([top(row) for row in range(len(texts))], np.int64)


def held_out_rows(
    texts: Sequence[str], enriched: NDArray[np.bool_], *, share: float, seed: int
) -> NDArray[np.bool_]:
    """Draw whole groups of near-copies, none of which holds a row that was picked for its level.

    Args:
        texts: n texts.
        enriched: rows that were picked, hence of another mix of levels. Shape (n,).
        share: of all n rows.
        seed: of the draw.

    Returns:
        True for the rows to keep away from learning. Shape (n,).
    """
    group = groups_of_near_copies(texts)
    order = np.setdiff1d(group, group[enriched])
    np.random.default_rng(seed).shuffle(order)
    sizes = np.bincount(group, minlength=len(texts))[order]
    wanted = int(np.searchsorted(np.cumsum(sizes), share * len(texts))) + 1
    return np.isin(group, order[:wanted])


def _shingles(text: str) -> frozenset[str]:
    words = _NOT_WORDS.sub(" ", text.lower()).split()
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
