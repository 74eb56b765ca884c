"""Words and pieces of words of texts, weighed and hashed: what a text says beside its vector."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["PLACES", "Grams", "fit_grams"]

PLACES: Final = 2**17
"""Hashes of a gram: of 50,000 different ones every fourth shares its place with another."""
_WORDS: Final = {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"}
_CHARACTERS: Final = {"analyzer": "char_wb", "ngram_range": (2, 5)}


@dataclass(frozen=True)
class Grams:
    """TF-IDF of hashed grams; a text's row depends on that text only.

    Attributes:
        words: weight of each word or pair of words. Shape (2**17,), float32.
        characters: weight of each piece of two to five characters. Shape (2**17,), float32.

    >>> words, characters = fit_grams(["late tram", "late soup"]).of(["late tram", ""])
    >>> words.shape == (2, PLACES), np.diff(words.indptr).tolist()  # "late", "tram" and both
    (True, [3, 0])
    """

    words: NDArray[np.float32] = field(repr=False)
    characters: NDArray[np.float32] = field(repr=False)

    def of(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Words and characters, sparse, rows of length 1 or 0. Each of shape (n, 2**17)."""
        return (
            _weighed(_counted(texts, _WORDS), self.words),
            _weighed(_counted(texts, _CHARACTERS), self.characters),
        )


def fit_grams(texts: Sequence[str]) -> Grams:
    """Weigh grams by how rare they are in these texts (Sparck Jones 1972, smoothed).

    >>> grams = fit_grams(["late tram", "late soup"])
    >>> float(grams.words.min())  # that of a word which all texts hold
    1.0
    """
    return Grams(*(_rarity(_counted(texts, kind)) for kind in (_WORDS, _CHARACTERS)))


def _counted(texts: Sequence[str], kind: dict[str, Any]) -> Any:  # noqa: ANN401 - scipy: no types
    from sklearn.feature_extraction.text import HashingVectorizer

    counter = HashingVectorizer(
        n_features=PLACES, alternate_sign=False, norm=None, dtype=np.float32, **kind
    )
    counts = counter.transform(texts).tocsr()
    counts.sort_indices()
    counts.data = 1 + np.log(counts.data)
    return counts


def _rarity(counts: Any) -> NDArray[np.float32]:  # noqa: ANN401 - scipy ships no types
    n = counts.shape[0]
    held = np.bincount(counts.indices, minlength=PLACES)
    rarity: NDArray[np.float32] = (np.log((1 + n) / (1 + held)) + 1).astype(np.float32)
    return rarity


def _weighed(counts: Any, weight: NDArray[np.float32]) -> Any:  # noqa: ANN401 - scipy: no types
    counts.data = counts.data * weight[counts.indices]
    squares = counts.copy()
    squares.data = squares.data * squares.data
    # Summed gram after gram, row by row: the same whatever stands in the other rows.
    norms = np.sqrt(squares @ np.ones(PLACES, np.float32))
    counts.data = counts.data / np.repeat(np.maximum(norms, 1e-12), np.diff(counts.indptr))
    return counts.astype(np.float32)
