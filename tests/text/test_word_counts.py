"""Words counted by the block are those counted one by one."""

from __future__ import annotations

import pytest

from cxnlp.text.english import ENGLISH_MARKS, ENGLISH_WORDS, words_of
from cxnlp.text.word_counts import _LONGEST, _spread, _table, count_words


def one_by_one(text: str) -> tuple[int, int, int, int]:
    words = words_of(text)
    marks = sum(word in ENGLISH_MARKS for word in words)
    known = sum(word in ENGLISH_WORDS for word in words)
    return len(words), sum(map(len, words)), marks, known


def by_block(texts: list[str]) -> list[tuple[int, ...]]:
    counts = count_words(texts)
    columns = (counts.words, counts.letters, counts.marks, counts.known)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "I", "The the THE", "theme other there", "un@#[`{~derstanding"),
        *("understanding", "understandings", "misunderstanding", "everyone everything everythin"),
        *("don't won't", "3 stars\n5 stars", "a1b2c3", "_the_", "x" * 500, "professional-ish"),
    ],
)
def test_odd_texts_are_counted_alike(text: str) -> None:
    assert by_block([text]) == [one_by_one(text)]


def test_every_word_of_the_lists_is_known_and_no_piece_of_it_is_by_chance() -> None:
    words = sorted(ENGLISH_WORDS)
    variants = [*words, *(word + "s" for word in words), *(word[:-1] for word in words)]
    variants += [f"{word}{other}" for word in words[:20] for other in words[-20:]]
    assert by_block(variants) == [one_by_one(word) for word in variants]


def test_neighbours_do_not_matter() -> None:
    texts = ["the end", "", "of", "them all"]
    assert by_block(texts) == [one_by_one(text) for text in texts]


def test_no_word_of_the_lists_is_too_long_and_each_has_a_place_of_its_own() -> None:
    """Where a new word breaks this, try another odd number for `_ODD`."""
    assert max(map(len, ENGLISH_WORDS)) <= _LONGEST
    assert len(set(_spread(_table().first).tolist())) == len(ENGLISH_WORDS)
