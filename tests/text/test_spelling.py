"""Slips, and what they are mended to."""

from __future__ import annotations

import pytest

from cxnlp.text.spelling import Spelling, is_slip, stems

SPELLING = Spelling(
    ("service", "staff", "stuff", "waiting", "rude"), frozenset({"stiff", "waning", "services"})
)


@pytest.mark.parametrize(
    "slip", ["srvice", "servicce", "servise", "sevrice", "servic"], ids=str.title
)
def test_one_letter_out_in_or_other_or_two_that_changed_places_is_mended(slip: str) -> None:
    assert SPELLING.mended(slip) == "service"


def test_of_two_near_words_the_more_frequent_is_meant() -> None:
    assert SPELLING.mended("stoff") == "staff"


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("stiff", "known"),
        ("services", "known"),
        ("rud", "too short"),
        ("zervice", "another first letter"),
        ("servicing", "three letters away"),
        ("s" * 40, "too long"),
        ("", "nothing"),
    ],
)
def test_what_is_no_slip_stays(word: str, why: str) -> None:
    assert SPELLING.mended(word) is None, why


def test_no_word_is_a_slip_of_a_short_one() -> None:
    assert Spelling(("bad",), frozenset()).mended("badd") is None


@pytest.mark.parametrize(
    ("one", "other"), [("abcd", "abdc"), ("abcd", "abc"), ("abcd", "xabcd"), ("abcd", "abxd")]
)
def test_a_slip_has_two_directions(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(("one", "other"), [("abcd", "dbca"), ("abcd", "ab"), ("abcd", "badc")])
def test_two_slips_are_no_slip(one: str, other: str) -> None:
    assert not is_slip(one, other)


@pytest.mark.parametrize(
    ("word", "stem"),
    [("scammers", "scam"), ("abused", "abuse"), ("lies", "lie"), ("rudely", "rude"), ("ran", None)],
)
def test_a_form_leads_to_its_word(word: str, stem: str | None) -> None:
    assert stem in stems(word) if stem else not list(stems(word))
