"""The door to BERTopic: its words come out, its habits stay inside."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from cxnlp.topicmodel.fit import topic_words

TEXTS = [
    "the tram was late",
    "late tram again this morning",
    "tram late once more",
    "lovely soup and fresh bread",
    "the soup was lovely",
]
VECTORS = np.eye(5, dtype=np.float32)
LABELS = np.array([0, 0, 0, 1, 1], np.int32)

FENCED = """
import json, logging, os, sys, warnings
import numpy as np
warnings.simplefilter("error")
before = (list(warnings.filters), dict(os.environ), logging.getLogger("BERTopic").handlers[:])
from cxnlp.topicmodel.fit import topic_words
topic_words(["late tram", "tram late", "nice soup"], np.eye(3, dtype="f4"), np.array([0, 0, 1]))
after = (list(warnings.filters), dict(os.environ), logging.getLogger("BERTopic").handlers[:])
loaded = [name for name in ("bertopic", "torch", "umap", "hdbscan") if name in sys.modules]
print(json.dumps([before == after, logging.getLogger("BERTopic").level, loaded]))
"""


def test_a_topic_is_told_by_its_own_words() -> None:
    tram, soup = topic_words(TEXTS, VECTORS, LABELS)
    assert {word for word, _ in tram[:3]} <= {"tram", "late", "late tram", "tram late"}
    assert "soup" in [word for word, _ in soup]
    assert "tram" not in [word for word, _ in soup]


def test_the_numbers_of_the_communities_are_kept_whatever_their_order() -> None:
    swapped = topic_words(TEXTS, VECTORS, (1 - LABELS).astype(np.int32))
    assert swapped == topic_words(TEXTS, VECTORS, LABELS)[::-1]


def test_no_phrase_spans_two_texts() -> None:
    tram, _ = topic_words(TEXTS, VECTORS, LABELS)
    assert "morning tram" not in [word for word, _ in tram]


def test_a_text_outside_all_topics_gives_them_no_words() -> None:
    labels = np.array([0, 0, 0, -1, -1], np.int32)
    (tram,) = topic_words(TEXTS, VECTORS, labels)
    assert "soup" not in [word for word, _ in tram]


def test_without_a_telling_word_there_are_none() -> None:
    assert topic_words(["it was", "we were"], VECTORS[:2], np.array([0, 0], np.int32)) == [[]]


def test_a_single_telling_word_names_the_topics_that_hold_it() -> None:
    texts = ["it was late", "late it was", "so it was"]
    labels = np.array([0, 0, 1], np.int32)
    assert topic_words(texts, VECTORS[:3], labels) == [[("late", 1.0)], []]


@pytest.mark.slow
def test_warnings_logging_and_environment_are_left_as_they_were() -> None:
    """A fresh process: BERTopic is used without being kept, nor torch, UMAP or HDBSCAN loaded."""
    done = subprocess.run(
        [sys.executable, "-c", FENCED], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [True, 0, []]
