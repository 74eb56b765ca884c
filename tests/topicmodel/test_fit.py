"""The door to BERTopic: its weights come out, its habits stay inside."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from cxnlp.errors import MissingDependencyError
from cxnlp.topicmodel import fit
from cxnlp.topicmodel.fit import count_phrases, topic_words

TEXTS = [
    "the tram was late",
    "late tram again this morning",
    "tram late once more",
    "lovely soup and fresh bread",
    "the soup was lovely",
]
LABELS = np.array([0, 0, 0, 1, 1], np.int32)

FENCED = """
import json, logging, os, sys, warnings
import numpy as np
import sklearn.feature_extraction.text  # it changes the process too, with BERTopic or without
warnings.simplefilter("error")
before = (list(warnings.filters), dict(os.environ), logging.getLogger("BERTopic").handlers[:])
from cxnlp.topicmodel.fit import count_phrases, topic_words
topic_words(count_phrases(["late tram", "tram late", "nice soup"]), np.array([0, 0, 1]))
after = (list(warnings.filters), dict(os.environ), logging.getLogger("BERTopic").handlers[:])
loaded = [name for name in ("bertopic", "torch", "umap", "hdbscan") if name in sys.modules]
print(json.dumps([before == after, logging.getLogger("BERTopic").level, loaded]))
"""


def words_of(texts: list[str], labels: np.ndarray) -> list[list[tuple[str, float]]]:
    return topic_words(count_phrases(texts), labels)


def test_a_topic_is_told_by_its_own_words() -> None:
    tram, soup = words_of(TEXTS, LABELS)
    assert {word for word, _ in tram[:3]} <= {"tram", "late", "late tram", "tram late"}
    assert "soup" in [word for word, _ in soup]
    assert "tram" not in [word for word, _ in soup]


def test_the_numbers_of_the_communities_are_kept_whatever_their_order() -> None:
    swapped = words_of(TEXTS, (1 - LABELS).astype(np.int32))
    assert swapped == words_of(TEXTS, LABELS)[::-1]


def test_no_phrase_spans_two_texts() -> None:
    tram, _ = words_of(TEXTS, LABELS)
    assert "morning tram" not in [word for word, _ in tram]


def test_a_text_outside_all_topics_gives_them_no_words() -> None:
    labels = np.array([0, 0, 0, -1, -1], np.int32)
    (tram,) = words_of(TEXTS, labels)
    assert "soup" not in [word for word, _ in tram]


def test_without_a_telling_word_there_are_none() -> None:
    assert words_of(["it was", "we were"], np.array([0, 0], np.int32)) == [[]]


def test_a_single_telling_word_names_the_topics_that_hold_it() -> None:
    texts = ["it was late", "late it was", "so it was"]
    labels = np.array([0, 0, 1], np.int32)
    assert words_of(texts, labels) == [[("late", 1.0)], []]


def test_letters_outside_a_to_z_make_words_too() -> None:
    """BERTopic's own cleaning leaves none of them: "fenêtre" came out as "fentre"."""
    texts = ["la fenêtre cassée", "fenêtre cassée encore", "soupe froide", "froide soupe"]
    window, _ = words_of(texts, np.array([0, 0, 1, 1], np.int32))
    assert {"fenêtre", "cassée", "fenêtre cassée"} <= {word for word, _ in window}


def test_without_bertopic_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "find_spec", lambda _: None)
    with pytest.raises(MissingDependencyError, match="topics"):
        words_of(TEXTS, LABELS)


def test_a_bertopic_of_another_build_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "_WEIGHTS", ("elsewhere.py",))
    with pytest.raises(MissingDependencyError, match=r"0\.17"):
        words_of(TEXTS, LABELS)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of BERTopic and what it loads
def test_the_words_and_their_weights_are_those_that_bertopic_gives() -> None:
    """Each text begins and ends with a word of its own: BERTopic joins the texts of a topic."""
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import CountVectorizer

    draw = np.random.default_rng(0)
    pool = np.array(["tram", "late", "soup", "cold", "nurse", "kind", "parcel", "door", "queue"])
    own = [f"w{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(400)]
    texts = [
        " ".join([own[2 * at], *draw.choice(pool[at % 3 * 3 :], 5), own[2 * at + 1]])
        for at in range(200)
    ]
    vectors = np.eye(3, dtype=np.float32)[np.arange(200) % 3]
    phrases = count_phrases(texts)
    model = BERTopic(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=KMeans(3, random_state=0),
        vectorizer_model=CountVectorizer(ngram_range=(1, 2), vocabulary=phrases.words),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=10,
    )
    labels = np.array(model.fit_transform(texts, embeddings=vectors)[0], np.int32)
    for topic, ours in enumerate(topic_words(phrases, labels)):
        theirs = dict(model.get_topics()[topic])
        assert sorted(theirs.values()) == pytest.approx(sorted(one for _, one in ours[:10]))
        assert all(theirs.get(word, weight) == pytest.approx(weight) for word, weight in ours[:10])


@pytest.mark.slow
def test_warnings_logging_and_environment_are_left_as_they_were() -> None:
    """A fresh process: BERTopic is used without being kept, nor torch, UMAP or HDBSCAN loaded."""
    done = subprocess.run(
        [sys.executable, "-c", FENCED], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [True, 0, []]
