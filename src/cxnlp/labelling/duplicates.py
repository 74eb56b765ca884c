"""Which ids were kept already, in eight bytes each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.labelling.identity import word_digests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["KeptIds"]


class KeptIds:
    """The ids of the rows kept so far, as 8-byte digests in sorted arrays.

    >>> kept = KeptIds()
    >>> kept.add(["a", "b", "a"]).tolist()
    [True, True, False]
    >>> kept.add(["b", "c"]).tolist()
    [False, True]
    """

    def __init__(self) -> None:
        # Arrays of falling length, so that adding n ids costs O(n log n) in all.
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, ids: Sequence[str]) -> NDArray[np.bool_]:
        """Keep the ids that are new.

        Returns:
            Whether each id is new: neither kept before nor earlier in `ids`. Shape (n,).
        """
        return self.add_digests(word_digests(ids))

    def add_digests(self, ids: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Keep the ids that are new, given by their digests. Shape (n,) in and out."""
        rising = np.sort(ids)
        if self._are_new(rising):
            self._keep(rising)
            return np.ones(len(ids), np.bool_)
        new = np.zeros(len(ids), np.bool_)
        _, first = np.unique(ids, return_index=True)
        new[first] = True
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, ids), len(run) - 1)
            new &= run[place] != ids
        if new.any():
            self._keep(np.sort(ids[new]))
        return new

    def _are_new(self, rising: NDArray[np.uint64]) -> bool:
        """Whether sorted ids are all new, which most are: searched in order they are found soon."""
        if not len(rising) or (rising[1:] == rising[:-1]).any():
            return False
        places = (np.minimum(np.searchsorted(run, rising), len(run) - 1) for run in self._runs)
        return not any(
            (run[place] == rising).any() for run, place in zip(self._runs, places, strict=True)
        )

    def _keep(self, run: NDArray[np.uint64]) -> None:
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.concatenate([self._runs.pop(), run])
            run.sort()
        self._runs.append(run)
