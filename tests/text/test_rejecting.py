"""What cannot be labelled is rejected with a reason; a bare "nothing" is an answer."""

from __future__ import annotations

import pytest

from cxnlp.schema import MAXIMUM_CHARACTERS, RejectionReason
from cxnlp.text import (
    BARE_NOTHING,
    FILLERS,
    is_bare_nothing,
    is_wordless,
    rejection,
    rejections,
    tell_nothing,
)


@pytest.mark.parametrize(
    "text",
    [
        *("", "N/A", "n/a.", "na", "-", "--", ".", "...", "Did not answer", "No comment!"),
        *("no comments", "Not applicable", "NIL", "_", "No further comments."),
    ],
)
def test_blanks_fillers_and_placeholders_are_empty(text: str) -> None:
    found = rejection(text)
    assert found is not None
    assert found.reason is RejectionReason.EMPTY


def test_a_missing_text_is_empty() -> None:
    found = rejection(None)
    assert found is not None
    assert found.reason is RejectionReason.EMPTY


@pytest.mark.parametrize("text", ["10/10", "12345", "???", "$$$ 100%", "£5.00", "!!!"])
def test_figures_and_signs_alone_are_no_text(text: str) -> None:
    found = rejection(text)
    assert found is not None
    assert found.reason is RejectionReason.NOT_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "😡",
        "👍👍",
        "⭐⭐⭐⭐⭐",
        ":-(",
        "ok",
        "très bien",
        "很好",
        "ممتاز",
        "A",
        "nothing",
        "<script>",
    ],
)
def test_letters_of_any_script_and_emoji_are_text(text: str) -> None:
    assert rejection(text) is None


def test_the_limit_itself_is_not_too_long() -> None:
    assert rejection("a" * MAXIMUM_CHARACTERS) is None
    found = rejection("a" * (MAXIMUM_CHARACTERS + 1))
    assert found is not None
    assert found.reason is RejectionReason.TOO_LONG
    assert "aa" not in found.detail


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "Nothing.",
        "NONE",
        "no",
        "No.",
        "Nothing really!",
        "No, nothing",
        "Don\u2019t know",
    ],
)
def test_a_bare_nothing_is_recognised(text: str) -> None:
    assert is_bare_nothing(text)
    assert rejection(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Nothing to improve",
        "Nothing, all good",
        "No parking",
        "None of it worked",
        "Can't think of anything",
    ],
)
def test_a_nothing_that_goes_on_is_left_to_the_model(text: str) -> None:
    assert not is_bare_nothing(text)


def test_no_answer_is_both_filler_and_bare_nothing() -> None:
    assert not FILLERS & BARE_NOTHING


@pytest.mark.parametrize(
    "text", ["👍", "😡😡😡😡", "⭐⭐⭐⭐⭐", ":)", ":D", "<3 <3", "10/10 👍", "!!! 😀"]
)
def test_signs_without_a_word_have_none(text: str) -> None:
    assert is_wordless(text)
    assert rejection(text) is None, "a verdict, which is kept"


@pytest.mark.parametrize("text", ["👍 good", "ok 😀", "Très bien 👍", "漢", "D: broken", "A+"])
def test_a_word_beside_signs_is_a_word(text: str) -> None:
    assert not is_wordless(text)


def test_many_are_told_as_each_is() -> None:
    texts = ["", "n/a", "Nothing.", "👍", "x" * 100_001, "x" * 99, "…" * 60, "1" * 60, "é" * 50]
    assert rejections(texts) == [rejection(text) for text in texts]
    cleaned = [text for text in texts if text]
    assert tell_nothing(cleaned) == [is_bare_nothing(t) or is_wordless(t) for t in cleaned]


@pytest.mark.parametrize("answer", ["nothing", "n/a", "no comment", "good"])
def test_a_long_tail_of_signs_changes_nothing_however_long(answer: str) -> None:
    """Answers longer than any of the list are told at less cost, and must be told the same."""
    longest = max(map(len, FILLERS | BARE_NOTHING)) + 20
    for length in range(longest - 2, longest + 3):
        text = answer + "." * (length - len(answer))
        assert rejections([text]) == [rejection(text)]
        assert tell_nothing([text]) == [is_bare_nothing(text) or is_wordless(text)]
    assert is_bare_nothing("nothing" + "." * (longest - 7))
    assert not is_bare_nothing("nothing" + "." * (longest - 6))


def test_answers_that_begin_as_a_filler_does_are_told_from_it() -> None:
    texts = ["Nice", "nap", "No", "NO COMMENT", "Comment", "comments on the food", "Nil by mouth"]
    assert rejections(texts) == [rejection(text) for text in texts]
    assert [found is not None for found in rejections(texts)] == [
        *(False, False, False, True, True, False, False)
    ]
    assert tell_nothing(texts) == [False, False, True, False, False, False, False]
