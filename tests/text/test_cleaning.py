"""Cleaning keeps what the customer wrote and removes what only machines see."""

from __future__ import annotations

import pytest

from cxnlp.text import clean, clean_all


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  spaced \t out  ", "spaced out"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a \n\n  \n b", "a\nb"),
        ("cafe\u0301", "café"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("no\u00a0break", "no break"),
        ("\u202eevil\u202c", "evil"),
        ("Tom &amp; Ana&#39;s", "Tom & Ana's"),
        ("twice &amp;amp; escaped", "twice & escaped"),
        ("R&D; AT&T", "R&D; AT&T"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_machines_added_is_removed(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "GREAT!!! :-)",
        "5/5 👍🏽 for the 👨‍👩‍👧 room",
        "الخدمة ممتازة جدا",
        "می‌خواهم",
        "<script>alert(1)</script>",
        "=HYPERLINK(0)",
        "😡",
    ],
)
def test_what_the_customer_wrote_is_kept(text: str) -> None:
    assert clean(text) == text


def test_a_lone_surrogate_becomes_a_character_that_can_be_written() -> None:
    assert clean("bad \ud800 half").encode() == "bad \N{REPLACEMENT CHARACTER} half".encode()


def test_many_texts_are_cleaned_as_one_is() -> None:
    texts = ["fine", " blank ", "é\r\n", "", "a  b", "&lt;"]
    assert clean_all(texts) == [clean(text) for text in texts]


@pytest.mark.parametrize(
    "text", [" lead", "trail ", "  both  ", "two  blanks", "\nlead", "trail\n"]
)
def test_blanks_are_trimmed_on_either_side(text: str) -> None:
    assert clean(text) == " ".join(text.split())
    assert clean_all([text]) == [clean(text)]
