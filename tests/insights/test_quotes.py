"""Quotes: short enough to read, each once, redacted before they are cut."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from cxnlp.insights.quotes import quotes_of, texts_of


def test_a_long_quote_is_cut_at_a_word_and_says_so() -> None:
    quote = quotes_of([0], {0: "queue after queue " * 40})[0]
    assert len(quote) <= 280
    assert quote.endswith(("queue…", "after…"))


def test_a_word_longer_than_half_a_quote_is_cut_in_its_middle() -> None:
    quote = quotes_of([0], {0: "b" * 120 + " " + "a" * 300})[0]
    assert len(quote) == 280
    assert quote.endswith("a…")
    assert quotes_of([0], {0: "b" * 200 + " " + "a" * 300}) == ["b" * 200 + "…"]


def test_a_script_without_spaces_is_cut_all_the_same() -> None:
    assert len(quotes_of([0], {0: "\u670d" * 400})[0]) == 280


def test_personal_data_at_the_cut_are_masked_whole() -> None:
    text = "x" * 9 + " word" * 52 + " mira.lindqvist@example.org and so on and on and on"
    assert "mira" not in quotes_of([0], {0: text})[0]


def test_the_same_words_are_quoted_once_and_blank_ones_never() -> None:
    texts = {0: "Never again!!", 1: "never  AGAIN", 2: "   ", 3: "Too slow for me."}
    assert quotes_of([0, 1, 2, 3], texts) == ["Never again!!", "Too slow for me."]


def test_texts_are_found_in_whichever_batch_holds_them() -> None:
    batches = [
        pa.table({"row": [0, 1], "text": ["a", None]}),
        pa.table({"row": [7], "text": ["c"]}),
    ]
    assert texts_of(batches, np.array([7, 1, 0])) == {0: "a", 7: "c"}
    assert texts_of([pa.table({"row": [0]})], np.array([0])) == {}


def test_a_comment_of_under_twelve_letters_comes_after_all_longer_ones() -> None:
    texts = {0: "eleven chrs", 1: "twelve chars", 2: "Ok"}
    assert quotes_of([0, 1, 2], texts) == ["twelve chars", "eleven chrs", "Ok"]
    assert quotes_of([0, 1, 2], texts, most=1) == ["twelve chars"]
