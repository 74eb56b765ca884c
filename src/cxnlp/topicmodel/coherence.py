"""Coherence: whether a topic's keywords stand together in the texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.keywords import WORD, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["WordsByText", "words_by_text"]

_TOP: Final = 10
"""Keywords of a topic that are looked at, as is usual (Lau, Newman & Baldwin 2014)."""
_VOCABULARY: Final = 20_000


@dataclass(frozen=True)
class WordsByText:
    """Which text holds which word.

    Attributes:
        holds: 1 where the text holds the word; sparse by row. Shape (n, v).

    >>> words = words_by_text(["late tram", "late tram", "good soup", "good soup"])
    >>> words.npmi(np.array([0, 1, 0, 1], np.int32)).round(2).tolist()  # groups of mixed words
    [-0.33, -0.33]
    """

    holds: Any = field(repr=False)

    def keywords(self, labels: NDArray[np.int32]) -> list[NDArray[np.int64]]:
        """The ten words that tell each group best, by c-TF-IDF on texts (Grootendorst 2022).

        Args:
            labels: groups 0 to t-1, -1 for none. Shape (n,).
        """
        from scipy.sparse import csr_array

        inside = np.flatnonzero(labels >= 0)
        count = int(labels.max(initial=-1)) + 1
        shape = (count, len(labels))
        member = csr_array((np.ones(len(inside)), (labels[inside], inside)), shape=shape)
        counts = (member @ self.holds).tocsr()
        total = np.maximum(np.asarray(counts.sum(axis=0)).ravel(), 1)
        mean = counts.sum() / max(count, 1)
        found = []
        for one in range(count):
            words = counts.indices[counts.indptr[one] : counts.indptr[one + 1]]
            times = counts.data[counts.indptr[one] : counts.indptr[one + 1]]
            weight = times * np.log1p(mean / total[words])
            order = np.lexsort((words, -weight))[:_TOP]
            found.append(words[order].astype(np.int64))
        return found

    def npmi(self, labels: NDArray[np.int32]) -> NDArray[np.float64]:
        """Mean normalised pointwise mutual information of each group's ten keywords.

        Counted over whole texts (Bouma 2009; Lau, Newman & Baldwin 2014). Returns shape (t,), -1
        (never together) to 1 (only together); 0 where a group has fewer than two words.
        """
        from scipy.sparse import csr_matrix

        found = self.keywords(labels)
        pairs = [np.array(np.triu_indices(len(words), 1)) for words in found]
        if not any(pair.size for pair in pairs):
            return np.zeros(len(found))
        ends = np.concatenate([words[pair] for words, pair in zip(found, pairs, strict=True)], 1)
        group = np.repeat(np.arange(len(found)), [pair.shape[1] for pair in pairs])
        used, place = np.unique(ends, return_inverse=True)
        first, second = place.reshape(ends.shape)
        some = csr_matrix(self.holds)[:, used]
        n = max(self.holds.shape[0], 1)
        together = (some.T @ some).tocsr() / n
        alone = together.diagonal()
        both = np.asarray(together[first, second]).ravel()
        safe = np.where(both > 0, both, 1)
        ratio = np.log(safe / (alone[first] * alone[second]))
        scale = np.where(both < 1, -np.log(np.minimum(safe, 1)), 1)
        value = np.where(both > 0, ratio / np.maximum(scale, 1e-9), -1.0)
        value[both >= 1] = 1.0
        total = np.bincount(group, weights=value, minlength=len(found))
        return total / np.maximum(np.bincount(group, minlength=len(found)), 1)


def words_by_text(texts: Sequence[str]) -> WordsByText:
    """Note which words stand in which text; words that stand in one text only are left out.

    >>> words_by_text(["late tram", "late tram", "good soup", "good soup"]).npmi(
    ...     np.array([0, 0, 1, 1], np.int32)).tolist()
    [1.0, 1.0]
    """
    import warnings

    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        stop_words=stop_words(),
        token_pattern=WORD,
        min_df=2,
        max_features=_VOCABULARY,
        binary=True,
        dtype=np.float64,
    )
    with warnings.catch_warnings():
        # A stop word such as "can't" never is a token of its own where apostrophes differ.
        warnings.filterwarnings("ignore", message="Your stop_words may be inconsistent")
        try:
            return WordsByText(csr_array(counter.fit_transform(texts)))
        except ValueError:  # no word stands in two texts
            return WordsByText(csr_array((len(texts), 0), dtype=np.float64))
