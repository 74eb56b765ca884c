"""The words by which English is told, and how a text falls into words."""

from __future__ import annotations

import pytest

from cxnlp.text.english import ENGLISH_MARKS, ENGLISH_WORDS, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n5/10 -- _", []),
        ("It's 5 stars", ["it", "s", "stars"]),
        ("GOOD_food2go", ["good", "food", "go"]),
        ("Na\u00efve caf\u00e95s_\u00c9t\u00e9", ["na\u00efve", "caf\u00e9", "s", "\u00e9t\u00e9"]),
    ],
)
def test_all_but_letters_parts_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_each_sign_of_ascii_parts_words_alike_in_a_plain_text_and_beside_others() -> None:
    for code in range(128):
        plain = f"a{chr(code)}b"
        assert words_of(f"{plain} \u00e9") == [*words_of(plain), "\u00e9"]


def test_marks_are_words_too_and_other_languages_share_none_of_them() -> None:
    assert ENGLISH_MARKS < ENGLISH_WORDS
    foreign = "is had was die de la le les der das und et en un une no in an so for me war also"
    assert ENGLISH_MARKS.isdisjoint(foreign.split())
    assert {"the", "and", "very"} <= ENGLISH_MARKS


def test_every_word_is_one_that_a_text_can_fall_into() -> None:
    for word in ENGLISH_WORDS:
        assert words_of(word) == [word]
