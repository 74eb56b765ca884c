"""Coherence: words that stand together are near 1, words that never do are at -1."""

from __future__ import annotations

import numpy as np
import pytest
from tests.topicmodel.conftest import TEXTS, TRUTH

from cxnlp.topicmodel.coherence import words_by_text

ONE = np.zeros(4, np.int32)


def test_words_that_stand_together_are_coherent_and_mixed_ones_are_not() -> None:
    words = words_by_text(TEXTS)
    told = words.npmi(TRUTH.astype(np.int32))
    mixed = words.npmi((np.arange(len(TEXTS)) % 5).astype(np.int32))
    assert told.mean() > mixed.mean() + 0.2
    assert ((told >= -1) & (told <= 1)).all()


@pytest.mark.parametrize(
    ("texts", "npmi"),
    [
        (["tram soup", "tram soup", "bread", "bread"], -1 / 3),  # 1, -1 and -1
        (["tram", "tram", "soup", "soup"], -1.0),
        (["tram soup"] * 4, 1.0),
        # Each in 3 of 4 texts, both in 2: ln(0.5 / 0.75**2) / -ln(0.5).
        (["tram", "tram soup", "tram soup", "soup"], -0.169925),
        # A word of every text tells nothing of another: ln(0.5 / 0.5) = 0.
        (["tram soup", "tram soup", "tram", "tram"], 0.0),
        (["tram", "tram", "tram", "tram"], 0.0),  # a single word is no pair
        (["late", "again", "soup", "tram"], 0.0),  # no word stands in two texts
    ],
)
def test_the_figure_is_that_of_bouma_over_whole_texts(texts: list[str], npmi: float) -> None:
    assert words_by_text(texts).npmi(ONE).tolist() == [pytest.approx(npmi, abs=1e-6)]


def test_a_word_that_stands_twice_in_a_text_counts_once() -> None:
    once = ["tram soup", "tram", "soup", "tram soup"]
    twice = ["tram soup tram", "tram tram", "soup", "tram soup"]
    found, same = words_by_text(once).npmi(ONE), words_by_text(twice).npmi(ONE)
    assert found.tolist() == same.tolist()


def test_texts_outside_all_groups_count_for_chance_and_not_for_keywords() -> None:
    words = words_by_text(["tram soup", "tram soup", "bread", "bread"])
    labels = np.array([0, 0, -1, -1], np.int32)
    assert words.npmi(labels).tolist() == [1.0]
    assert [len(found) for found in words.keywords(labels)] == [2]


def test_keywords_are_those_that_other_groups_do_not_have_best_first() -> None:
    texts = ["tram late", "tram late", "tram late", "soup late", "soup late", "soup"]
    words = words_by_text(texts)
    first, second = words.keywords(np.array([0, 0, 0, 1, 1, 1], np.int32))
    names = ["late", "soup", "tram"]
    assert [names[word] for word in first] == ["tram", "late"]
    assert [names[word] for word in second] == ["soup", "late"]


def test_ten_keywords_are_looked_at() -> None:
    text = " ".join(f"word{letter}" for letter in "abcdefghijkl")
    (found,) = words_by_text([text, text]).keywords(np.zeros(2, np.int32))
    assert found.tolist() == list(range(10)), "of equal weight the first by their letters"


def test_without_groups_there_are_no_figures() -> None:
    words = words_by_text(["tram", "tram"])
    assert words.npmi(np.full(2, -1, np.int32)).tolist() == []
    assert words_by_text([]).npmi(np.zeros(0, np.int32)).tolist() == []
