"""Grams: rare ones weigh more, each text has length 1, whatever stands beside it."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.topicmodel.grams import PLACES, fit_grams

TEXTS = ("late tram", "late soup")
NEVER, ONCE, ALWAYS = np.log(3) + 1, np.log(1.5) + 1, 1.0
"""ln((1 + 2) / (1 + texts that hold it)) + 1."""


def test_a_gram_weighs_by_how_few_texts_hold_it() -> None:
    grams = fit_grams(TEXTS)
    assert grams.words.shape == grams.characters.shape == (PLACES,) == (131_072,)
    assert grams.words.dtype == np.float32
    found, counts = np.unique(grams.words.round(4), return_counts=True)
    assert found.tolist() == pytest.approx([ALWAYS, ONCE, NEVER], abs=1e-4)
    # "late"; "tram", "soup" and both pairs; all other places.
    assert counts.tolist() == [1, 4, PLACES - 5]


def test_a_text_is_its_words_and_pairs_of_words_at_length_one() -> None:
    words, characters = fit_grams(TEXTS).of(["late tram", "late", "", "LATE  tram"])
    length = np.sqrt(ALWAYS**2 + 2 * ONCE**2)
    both = sorted([ALWAYS / length, ONCE / length, ONCE / length])
    assert sorted(words[[0]].data.tolist()) == pytest.approx(both, abs=1e-6)
    assert words[[1]].data.tolist() == [1.0]
    assert words[[2]].nnz == characters[[2]].nnz == 0
    assert np.array_equal(words[[3]].toarray(), words[[0]].toarray())
    for one in (words, characters):
        assert one.dtype == np.float32
        norms = np.sqrt((one.toarray() ** 2).sum(axis=1))
        assert norms.tolist() == pytest.approx([1, 1, 0, 1], abs=1e-6)


def test_a_word_that_stands_twice_weighs_less_than_twice() -> None:
    """1 + ln 2 for two, before the length is taken; "tram tram" is a pair that no text held."""
    words, _ = fit_grams(TEXTS).of(["tram tram"])
    twice, pair = (1 + np.log(2)) * ONCE, NEVER
    length = np.hypot(twice, pair)
    found = sorted(words.data.tolist())
    assert found == pytest.approx(sorted([twice / length, pair / length]), abs=1e-6)


def test_a_slip_of_the_pen_leaves_most_pieces_of_the_word() -> None:
    words, characters = fit_grams(TEXTS).of(["tram", "trram", "soup"])
    assert float((words[[0]] @ words[[1]].T).sum()) == 0
    near = float((characters[[0]] @ characters[[1]].T).sum())
    far = float((characters[[0]] @ characters[[2]].T).sum())
    assert near > 0.3 > far


def test_a_row_does_not_depend_on_the_others_bit_for_bit() -> None:
    grams = fit_grams(TEXTS)
    texts = [f"late tram number {n}, and again late" for n in range(9)]
    for whole, alone in zip(grams.of(texts), grams.of(texts[4:5]), strict=True):
        assert np.array_equal(whole[[4]].toarray(), alone.toarray())
