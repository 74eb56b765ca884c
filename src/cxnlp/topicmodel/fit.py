"""Fitting: the only door to BERTopic.

BERTopic carries what it is good at: c-TF-IDF and the words of each topic. The step that its users
suffer from, UMAP with HDBSCAN, is replaced by communities in a graph of neighbours, handed to
BERTopic as its cluster model. Its habits stay behind the door: it silences everybody's warnings at
import and sets up a logger of its own, so the import is fenced and undone.
"""

from __future__ import annotations

import importlib
import logging
import sys
import threading
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cxnlp.errors import MissingDependencyError
from cxnlp.topicmodel.keywords import WORD, stop_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["topic_words"]

_WORDS: Final = 30
_MANY: Final = 100
"""From so many texts on, a word must stand in two of them."""
_VOCABULARY: Final = 50_000
_UNUSED: Final = ("hdbscan", "sentence_transformers", "torch", "transformers", "umap")
"""What BERTopic would load at import for plots and steps that are not taken: 8 of its 9 seconds."""


@dataclass
class _Given:
    """A cluster model that answers with communities found before."""

    labels_: NDArray[np.int32]

    def fit(self, vectors: object, y: object = None) -> _Given:
        del vectors, y
        return self


def topic_words(
    texts: Sequence[str], vectors: NDArray[np.float32], labels: NDArray[np.int32]
) -> list[list[tuple[str, float]]]:
    """The words of each community by BERTopic's c-TF-IDF (Grootendorst 2022), best first.

    Args:
        texts: the texts. Length n.
        vectors: their vectors. Shape (n, d).
        labels: their communities, 0 to t-1 by size. Shape (n,).

    Returns:
        For each community up to 30 words or phrases with their weights; none where it has no word.

    Raises:
        MissingDependencyError: BERTopic is not installed.
    """
    count = int(labels.max()) + 1 if len(labels) else 0
    with _bertopic() as bertopic:
        from sklearn.feature_extraction.text import CountVectorizer

        given = {"ngram_range": (1, 2), "token_pattern": WORD, "stop_words": stop_words()}
        rare = 2 if len(texts) >= _MANY else 1
        try:
            seen = CountVectorizer(**given, min_df=rare, max_features=_VOCABULARY).fit(texts)
        except ValueError:  # not one word that is no stop word
            return [[] for _ in range(count)]
        if len(seen.vocabulary_) == 1:  # BERTopic cannot weigh a single word
            (word,) = seen.vocabulary_
            holds = seen.transform(texts).toarray()[:, 0] > 0
            inside = {int(one) for one, held in zip(labels, holds, strict=True) if held}
            return [[(word, 1.0)] if one in inside else [] for one in range(count)]
        # BERTopic joins the texts of a topic; with the words given, none spans two texts.
        vectorizer = CountVectorizer(**given, vocabulary=seen.vocabulary_)

        # The quotes are chosen nearest to the centroid: BERTopic's own search takes longer than
        # everything else it does here.
        lean = type("Lean", (bertopic.BERTopic,), {"_save_representative_docs": _leave})
        model = lean(
            embedding_model=None,
            umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
            hdbscan_model=_Given(labels),
            vectorizer_model=vectorizer,
            ctfidf_model=bertopic.vectorizers.ClassTfidfTransformer(reduce_frequent_words=True),
            top_n_words=_WORDS,
        )
        model.fit_transform(list(texts), embeddings=vectors)
        found = model.get_topics()
        mapped = model.topic_mapper_.get_mappings(original_topics=True)
    return [
        [(word, float(weight)) for word, weight in found[mapped[one]] if word]
        for one in range(count)
    ]


def _leave(model: object, documents: object) -> None:
    """Do nothing, in the place of a method of BERTopic."""
    del model, documents


class _Hidden:
    """Hides libraries from the imports of this thread, as if they were not installed."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.thread = threading.get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse the hidden ones; leave all others to the finders behind."""
        del path, target
        if name.partition(".")[0] in self.names and threading.get_ident() == self.thread:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)


@contextmanager
def _bertopic() -> Iterator[Any]:
    """BERTopic, with the process left as it was found.

    Where BERTopic is not loaded yet it is loaded without the libraries that are not needed, and
    forgotten again, so that whoever imports it later gets it whole.
    """
    before = set(sys.modules)
    fresh = "bertopic" not in before
    logger = logging.getLogger("BERTopic")
    kept = (logger.level, logger.propagate, list(logger.handlers))
    hidden = _Hidden(frozenset(_UNUSED) - before if fresh else frozenset())
    with warnings.catch_warnings():
        sys.meta_path.insert(0, hidden)
        try:
            warnings.simplefilter("ignore")
            bertopic = importlib.import_module("bertopic")
            for part in ("dimensionality", "vectorizers"):
                importlib.import_module(f"bertopic.{part}")
            yield bertopic
        except ModuleNotFoundError as error:
            raise MissingDependencyError.of(error.name or "bertopic", "topics") from error
        finally:
            sys.meta_path.remove(hidden)
            if fresh:
                for name in set(sys.modules) - before:
                    if name.partition(".")[0] == "bertopic":
                        del sys.modules[name]
            logger.setLevel(kept[0])
            logger.propagate, logger.handlers = kept[1:]
