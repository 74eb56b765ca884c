"""The words that carried a level are those that change it when they are left out."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.labelling import explain
from cxnlp.models import load


def test_bad_words_pull_down_and_good_words_up() -> None:
    words = {word.word: word.shift for word in explain(load(), "A filthy room but lovely staff.")}
    assert words["filthy"] < 0 < words["lovely"]


def test_a_shift_is_what_leaving_the_word_out_does() -> None:
    model, text = load(), "They lost my parcel and laughed."
    strongest = explain(model, text)[0]
    without = (text[: strongest.at] + text[strongest.at + len(strongest.word) :]).replace("  ", " ")
    answers = model.predict_cleaned([text, without.strip()])
    expected = answers.probabilities.astype(np.float64) @ np.arange(1, 7)
    assert strongest.shift == pytest.approx(expected[0] - expected[1], abs=1e-3)


def test_a_long_comment_is_told_in_pieces() -> None:
    words = explain(load(), "We came on a Monday. " * 90 + "They stole my money, filthy liars.")
    assert 0 < len(words) <= 10
    assert max(len(word.word.split()) for word in words) > 1


def test_nothing_carries_nothing() -> None:
    assert explain(load(), "") == []
