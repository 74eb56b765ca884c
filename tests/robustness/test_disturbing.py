"""Disturbances are small and the same on every machine, so that pass rates can be compared."""

from __future__ import annotations

import pytest

from cxnlp.robustness.disturbing import NAMES, PLACES, cased, misspelt, punctuated


def test_one_slip_of_the_keyboard_is_two_letters_swapped_or_one_left_out() -> None:
    found = list(misspelt("Friendly people"))
    assert len(found) == 6
    for place, text in enumerate(found):
        if place % 2:
            assert len(text) == 14, "every second one leaves a letter out"
        else:
            assert sorted(text) == sorted("Friendly people"), "and the others swap two"
        assert text != "Friendly people"
        assert text.startswith("Friendly p")


def test_only_the_inside_of_long_small_words_is_touched() -> None:
    """A capital, the first and the last letter, and words of four letters stay."""
    for text in misspelt("Kind WAITERS and lovely soup"):
        assert text.startswith("Kind WAITERS and l")
        assert text.endswith("y soup")


def test_equal_neighbours_are_never_swapped_for_that_would_be_no_slip() -> None:
    """Of "aabbb" every place inside has an equal letter to its right, but for one."""
    for text in misspelt("bbbbb", versions=20):
        assert text == "bbbb"


def test_every_place_inside_of_a_word_is_reached_and_its_ends_are_not() -> None:
    found = set(misspelt("abcdef", versions=60))
    swapped = {"acbdef", "abdcef", "abcedf"}
    left_out = {"acdef", "abdef", "abcef"}
    assert found == swapped | left_out


@pytest.mark.parametrize("text", ["", "Kind", "KIND WAITERS", "So so, all in all."])
def test_a_text_without_a_long_word_has_no_slips(text: str) -> None:
    assert list(misspelt(text)) == []


def test_the_same_text_has_the_same_slips() -> None:
    assert list(misspelt("Friendly people")) == list(misspelt("Friendly people"))
    assert len(list(misspelt("Friendly people", versions=2))) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Good shop.", ["good shop.", "Good Shop."]),
        ("the WC  was d\u00fcster", ["the wc  was d\u00fcster", "The WC  Was D\u00fcster"]),
        ("", ["", ""]),
    ],
)
def test_capitals_go_or_come_and_spaces_stay(text: str, found: list[str]) -> None:
    assert list(cased(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Slow, poor.", ["Slow, poor", "Slow,  poor.", "Slow. poor."]),
        ("Why?!.", ["Why", "Why?!."]),
        ("Fine", ["Fine", "Fine"]),
    ],
)
def test_marks_at_the_end_go_spaces_widen_and_commas_become_dots(
    text: str, found: list[str]
) -> None:
    assert list(punctuated(text)) == found


def test_names_and_places_differ_and_are_of_more_than_one_origin() -> None:
    assert len(set(NAMES)) == len(NAMES) == 10
    assert len(set(PLACES)) == len(PLACES) == 8
    assert not {*NAMES} & {*PLACES}
