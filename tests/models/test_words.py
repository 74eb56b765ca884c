"""Texts are split into words that are the same wherever they stand."""

from __future__ import annotations

import numpy as np

from cxnlp.models.words import hash_word, split


def _known(texts: list[str]) -> list[list[str]]:
    """The words of each text, spelled from the letters that `split` gives."""
    words = split(texts)
    spelled = [
        bytes(words.letters[words.owner == word]).decode().strip()
        for word in range(len(words.hashes))
    ]
    return [
        [spelled[word] for word in words.word[words.text == text]] for text in range(words.texts)
    ]


def test_words_are_runs_of_letters_digits_and_apostrophes_in_lower_case() -> None:
    assert _known(["Didn't call BACK, twice in 2 days"]) == [
        ["didn't", "call", "back", "twice", "in", "2", "days"]
    ]


def test_exclamation_and_question_marks_are_words() -> None:
    assert _known(["Why?? Awful!"]) == [["why", "??", "awful", "!"]]


def test_typographic_apostrophes_are_plain_ones() -> None:
    assert _known(["can\u2019t"]) == _known(["can't"])


def test_letters_beyond_ascii_belong_to_words() -> None:
    assert _known(["the café was naïve"]) == [["the", "café", "was", "naïve"]]


def test_a_text_without_words_has_none() -> None:
    assert _known(["", "...", "fine"]) == [[], [], ["fine"]]


def test_no_texts_give_no_words() -> None:
    words = split([])
    assert words.texts == 0
    assert len(words.text) == 0


def test_a_hash_is_the_same_in_every_place() -> None:
    words = split(["slow", "it was slow", "x" * 5000 + " slow"])
    slow = hash_word("slow")
    assert [slow in words.hashes[words.word[words.text == text]] for text in range(3)] == [True] * 3


def test_capitals_of_two_letters_or_more_are_shouted() -> None:
    words = split(["I said NO to A refund"])
    assert words.shouted.tolist() == [False, False, True, False, False, False]


def test_a_comma_ends_a_clause() -> None:
    clause = split(["not good, fine"]).clause
    assert clause[0] == clause[1] < clause[2]


def test_a_nul_inside_a_text_does_not_move_the_next_text() -> None:
    words = split(["one\0two", "three"])
    assert words.text.tolist() == [0, 0, 1]


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert len(split(["bad \ud800 text"]).text) == 3


def test_hashes_of_different_words_differ() -> None:
    many = [f"w{number}" for number in range(20_000)]
    assert len(np.unique(split([" ".join(many)]).hashes)) == len(many)


def test_sentences_end_at_marks_before_a_blank_and_at_line_ends() -> None:
    words = split(["Cold soup! Paid 2.50. why?\nNo idea", "Late"])
    assert np.unique(words.sentence, return_inverse=True)[1].tolist() == [
        *(0, 0, 0),
        *(1, 1, 1),
        *(2, 2),
        *(3, 3),
        4,
    ]


def test_sentences_can_be_looked_at_as_texts() -> None:
    words = split(["Cold soup. Rude.", "", "Late"])
    assert words.among_sentences().tolist() == [True, True, True, False]
    rows = words.kept(words.among_sentences()).by_sentence()
    assert (rows.texts, rows.text.tolist()) == (2, [0, 0, 1])


def test_a_token_tells_where_it_stands_in_its_text() -> None:
    texts = ["  Cold, soup", "Caf\u00e9 now"]
    words = split(texts)
    spelled = [
        texts[text].encode()[start : start + length].decode()
        for text, start, length in zip(words.text, words.start, words.length, strict=True)
    ]
    assert spelled == ["Cold", "soup", "Caf\u00e9", "now"]


def test_a_capital_is_told_from_a_shout() -> None:
    words = split(["Cold SOUP now"])
    assert words.capital.tolist() == [True, True, False]
    assert words.shouted.tolist() == [False, True, False]
