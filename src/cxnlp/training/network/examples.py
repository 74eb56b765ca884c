"""What a network learns from, row by row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.aspects import DIMENSIONS, FLAGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNKNOWN", "Examples"]

UNKNOWN = -100
"""In `Examples.dimensions`: nobody said whether the dimension is there."""


@dataclass(frozen=True)
class Examples:
    """n texts with targets.

    Attributes:
        texts: cleaned.
        targets: shares of "no evidence" and six levels. Shape (n, 7), float32, rows sum to 1.
        dimensions: 0 absent, 1 positive, 2 negative, or `UNKNOWN`. Shape (n, 5), int64.
        flags: touchpoints and stages, 0 or 1. Shape (n, 7), float32.
        weights: of each text's loss. Shape (n,), float32.

    >>> found = Examples.of(("Kind staff.", "Late."), np.eye(7, dtype=np.float32)[[4, 2]])
    >>> found.rows(np.array([1])).texts, len(found.joined(found))
    (('Late.',), 4)
    """

    texts: tuple[str, ...]
    targets: NDArray[np.float32]
    dimensions: NDArray[np.int64]
    flags: NDArray[np.float32]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, texts: tuple[str, ...], targets: NDArray[np.float32]) -> Examples:
        """Texts of which only the levels are known, each as heavy as the others."""
        n = len(texts)
        return cls(
            texts,
            targets,
            np.full((n, len(DIMENSIONS)), UNKNOWN, np.int64),
            np.zeros((n, len(FLAGS)), np.float32),
            np.ones(n, np.float32),
        )

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def digest(self) -> str:
        """SHA-256 of all of it."""
        total = hashlib.sha256()
        for text in self.texts:
            total.update(hashlib.sha256(text.encode(errors="surrogatepass")).digest())
        for array in (self.targets, self.dimensions, self.flags, self.weights):
            total.update(np.ascontiguousarray(array).tobytes())
        return total.hexdigest()

    def rows(self, chosen: NDArray[np.int64]) -> Examples:
        """Only the rows with the numbers in `chosen`, in that order."""
        return Examples(
            tuple(self.texts[row] for row in chosen),
            self.targets[chosen],
            self.dimensions[chosen],
            self.flags[chosen],
            self.weights[chosen],
        )

    def joined(self, other: Examples) -> Examples:
        """These texts, then the others."""
        return Examples(
            (*self.texts, *other.texts),
            np.concatenate([self.targets, other.targets]),
            np.concatenate([self.dimensions, other.dimensions]),
            np.concatenate([self.flags, other.flags]),
            np.concatenate([self.weights, other.weights]),
        )
