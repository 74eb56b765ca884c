"""What a scorer sees of a text."""

from __future__ import annotations

import json

import pytest

from cxnlp.errors import ModelError
from cxnlp.models.normalisation import NAME, VOCABULARY, Normaliser

OFTEN = ("the", "was", "waiter", "staff", "friendly", "in", "and", "shop", "again", "late", "by")
NORMALISER = Normaliser(OFTEN, ("rude", "i", "shop", "we", "were", "served"), ("anna", "wafer"))


def seen(text: str) -> str:
    """The text as a scorer sees it."""
    return NORMALISER.normalise([text])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the wiater was rude", "the waiter was rude"),
        ("Freindly staff", "Friendly staff"),
        ("the waiter's late, the wiater's late", "the waiter's late, the waiter's late"),
        ("late again... Firendly shop", "late again... Friendly shop"),
    ],
)
def test_a_slip_is_mended_where_it_stands(text: str, expected: str) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize("name", ["Anna", "Mehmet", "Kwame Mensah", "Jos\u00e9"])
@pytest.mark.parametrize(
    "frame", ["{} was late", "we were served by {} in the shop", '"{}!" was late']
)
def test_every_name_is_the_same_name(frame: str, name: str) -> None:
    assert seen(frame.format(name)) == seen(frame.format("Priya"))


def test_what_belongs_to_a_name_stays_with_it() -> None:
    assert seen("the shop in Leeds was Mehmet\u2019s") == "the shop in Sam was Sam\u2019s"


@pytest.mark.parametrize(
    "text",
    [
        "The shop was late. Again!",
        "RUDE STAFFF, NHS and TV",
        "a wafer and 12 Zx9 caf\u00e9 \U0001f600",
        "A B I x",
        "",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert seen(text) == text


def test_each_text_is_looked_at_by_itself() -> None:
    texts = ["Mehmet was late", "late", "the wiater"] * 700
    assert NORMALISER.normalise(texts) == [seen(text) for text in texts[:3]] * 700


def test_an_empty_vocabulary_takes_every_capital_for_a_name() -> None:
    assert Normaliser((), (), ()).normalise(["fine by Anna"]) == ["fine by Sam"]


def test_a_normaliser_survives_the_way_through_a_file() -> None:
    assert Normaliser.read(NORMALISER.files()) == NORMALISER
    assert Normaliser.read({}) is None


@pytest.mark.parametrize("content", [b"{", json.dumps({"often": []}).encode(), b"[1]"])
def test_a_file_of_something_else_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(ModelError, match=VOCABULARY):
        Normaliser.read({VOCABULARY: content})


def test_in_a_text_of_a_word_or_two_nothing_is_taken_for_a_name() -> None:
    """It is a verdict sooner than a name; slips are mended all the same."""
    normaliser = Normaliser(("staff", "food", "friendly"), ("cold",), ())
    short = ["Magical", "Garbage food", "Harrowing!", "Freindly staff"]
    assert normaliser.normalise(short) == [
        "Magical",
        "Garbage food",
        "Harrowing!",
        "Friendly staff",
    ]
    assert normaliser.normalise(["Zoltan staff food"]) == [f"{NAME} staff food"]
