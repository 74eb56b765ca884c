"""Feature counts as sparse matrices, weighted as the linear model weights them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.linear import MASS_UNIT
from cxnlp.models.ngrams import FeatureSettings, occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

__all__ = ["Weighting", "count_features", "stack"]

_BLOCK = 1024
_LEAST_RELEVANT = 0.1
"""What the least relevant feature counts."""


def count_features(texts: Sequence[str], settings: FeatureSettings) -> csr_matrix:
    """How often each text has each feature. Shape (n, buckets), float32.

    >>> from cxnlp.models.ngrams import FeatureSettings
    >>> count_features(["Kind staff.", ""], FeatureSettings(buckets=1024)).shape
    (2, 1024)
    """
    from scipy.sparse import csr_matrix

    blocks = [
        (found.owner + at, found.bucket)
        for at in range(0, len(texts), _BLOCK)
        for found in [occurrences(texts[at : at + _BLOCK], settings)]
    ]
    none = np.zeros(0, np.int64)
    owner = np.concatenate([none, *(owner for owner, _ in blocks)])
    bucket = np.concatenate([none, *(bucket for _, bucket in blocks)])
    ones = np.ones(len(owner), np.float32)
    return csr_matrix((ones, (owner, bucket)), shape=(len(texts), settings.buckets))


def stack(matrices: Sequence[csr_matrix]) -> csr_matrix:
    """One matrix below the other.

    >>> from scipy.sparse import csr_matrix
    >>> stack([csr_matrix((2, 5)), csr_matrix((1, 5))]).shape
    (3, 5)
    """
    from scipy.sparse import vstack

    return vstack(list(matrices), format="csr")


@dataclass(frozen=True)
class Weighting:
    """Inverse document frequencies (Spärck Jones 1972, smoothed by one), as they are stored.

    Attributes:
        mass: what a feature adds to the squared length of a text, in units of `MASS_UNIT`; 0 for
            features that were never seen. Shape (buckets,), int16.
        squared: squared inverse document frequency in the same units; the mass, unless features
            count by their relevance. Shape (buckets,), int16.
    """

    mass: NDArray[np.int16]
    squared: NDArray[np.int16]

    @classmethod
    def fit(cls, counts: csr_matrix) -> Weighting:
        """Count in how many texts each feature occurs."""
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = np.where(seen > 0, np.log((1 + counts.shape[0]) / (1 + seen)) + 1, 0)
        squared = _whole(idf**2 / MASS_UNIT)
        return cls(squared, squared)

    def by_relevance(
        self, slopes: NDArray[np.float64], quantile: float, counts: csr_matrix
    ) -> Weighting:
        """The same, with features counting in a text's length by what signals make of them.

        What no signal looks at, such as an empty sentence or a misspelt name, then hardly thins
        out the rest: measured in docs/decisions/2026-11-22-robustness.md.

        Args:
            slopes: signals over the features, weighted as they are here. Shape (s, buckets).
            quantile: from this quantile of the seen features on, a feature counts in full.
            counts: texts whose mean squared length stays what it is. Shape (n, buckets).
        """
        strength = np.sqrt((slopes**2).mean(axis=0))
        full = np.quantile(strength[self.squared > 0], quantile)
        relevant = self.squared * np.clip(strength / max(full, 1e-12), _LEAST_RELEVANT, 1)
        scale = (counts @ self.squared.astype(np.float64)).mean() / (counts @ relevant).mean()
        return Weighting(_whole(relevant * scale), self.squared)

    @property
    def idf(self) -> NDArray[np.float64]:
        """Inverse document frequency. Shape (buckets,)."""
        weights: NDArray[np.float64] = np.sqrt(self.squared * MASS_UNIT)
        return weights

    def apply(self, counts: csr_matrix) -> csr_matrix:
        """Counts times inverse document frequency over the root of the text's mass."""
        from scipy.sparse import diags

        mass = np.sqrt(np.maximum(counts @ (self.mass * MASS_UNIT), 1.0))
        return (diags(1 / mass) @ counts @ diags(self.idf)).tocsr().astype(np.float64)


def _whole(values: NDArray[np.float64]) -> NDArray[np.int16]:
    return np.minimum(np.rint(values), np.iinfo(np.int16).max).astype(np.int16)
