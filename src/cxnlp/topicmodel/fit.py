"""Words of topics: the only door to BERTopic.

BERTopic carries what it is good at: c-TF-IDF, which tells a topic's words. The step that its users
suffer from, UMAP with HDBSCAN, is replaced by communities in a graph of neighbours. Of BERTopic
only the one module with its weights is loaded: the whole loads torch, UMAP and HDBSCAN for nothing,
silences everybody's warnings and sets up a logger, and its cleaning of texts drops every letter
outside A to Z.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import MissingDependencyError
from cxnlp.topicmodel.keywords import WORD, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Phrases", "count_phrases", "topic_words"]

_WORDS: Final = 30
_MANY: Final = 100
"""From so many texts on, a word must stand in two of them."""
_VOCABULARY: Final = 50_000
_WEIGHTS: Final = ("vectorizers", "_ctfidf.py")
"""Where BERTopic 0.15 to 0.17 keeps its weights; it needs NumPy, SciPy and scikit-learn only."""


@dataclass(frozen=True)
class Phrases:
    """How often each text holds each word and pair of words; no pair spans two texts.

    Attributes:
        words: the words and pairs, sorted.
        counts: sparse by row. Shape (n, number of words).
    """

    words: tuple[str, ...] = field(repr=False)
    counts: Any = field(repr=False)


def count_phrases(texts: Sequence[str]) -> Phrases:
    """Count the words and pairs of words of texts, without stop words.

    >>> count_phrases(["the late tram"]).words
    ('late', 'late tram', 'tram')
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    with warnings.catch_warnings():
        # A stop word such as "can't" never is a token of its own where apostrophes differ.
        warnings.filterwarnings("ignore", message="Your stop_words may be inconsistent")
        counter = CountVectorizer(
            ngram_range=(1, 2),
            token_pattern=WORD,
            stop_words=stop_words(),
            min_df=2 if len(texts) >= _MANY else 1,
            max_features=_VOCABULARY,
        )
        try:
            counts = counter.fit_transform(texts)
        except ValueError:  # not one word that is no stop word
            return Phrases((), csr_matrix((len(texts), 0)))
    return Phrases(tuple(counter.get_feature_names_out().tolist()), counts)


def topic_words(phrases: Phrases, labels: NDArray[np.int32]) -> list[list[tuple[str, float]]]:
    """The words of each community by BERTopic's c-TF-IDF (Grootendorst 2022), best first.

    Args:
        phrases: of the texts. Length n.
        labels: their communities, 0 to t-1, -1 for none. Shape (n,).

    Returns:
        For each community up to 30 words or phrases with their weights; none where it has no word.

    Raises:
        MissingDependencyError: BERTopic is not installed.
    """
    from scipy.sparse import csr_matrix

    count = int(labels.max(initial=-1)) + 1
    # As with BERTopic, what lies outside all topics is a class of its own: here the last one.
    group = np.where(labels >= 0, labels, count)
    rows = int(group.max(initial=-1)) + 1
    shape = (rows, len(labels))
    member = csr_matrix((np.ones(len(labels)), (group, np.arange(len(labels)))), shape=shape)
    told = (member @ phrases.counts).tocsr()
    if len(phrases.words) > 1:
        weigh = _weights()(reduce_frequent_words=True)
        told = weigh.fit(told).transform(told).tocsr()
    else:  # a single word cannot be weighed
        told.data[:] = 1.0
    found = []
    for one in range(count):
        inside = slice(told.indptr[one], told.indptr[one + 1])
        word, weight = told.indices[inside], told.data[inside]
        order = np.lexsort((word, -weight))[:_WORDS]
        found.append([(phrases.words[word[at]], float(weight[at])) for at in order])
    return found


def _weights() -> Any:  # noqa: ANN401 - BERTopic ships no types
    """BERTopic's `ClassTfidfTransformer`, without the rest of BERTopic."""
    spec = find_spec("bertopic")
    path = Path(*(spec.submodule_search_locations or ()), *_WEIGHTS) if spec else None
    if path is None or not path.is_file():
        raise MissingDependencyError.of("bertopic (0.17)", "topics")
    found = spec_from_file_location("bertopic_weights", path)
    if found is None or found.loader is None:
        raise AssertionError("a file of Python can be loaded")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module.ClassTfidfTransformer
