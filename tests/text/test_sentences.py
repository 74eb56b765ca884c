"""Sentences end where one thought does."""

from __future__ import annotations

import pytest

from cxnlp.text import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("no capitals here. still two", ["no capitals here.", "still two"]),
        (
            "Dr. Ray saw me at 9.30 a.m. and was kind.",
            ["Dr. Ray saw me at 9.30 a.m. and was kind."],
        ),
        ("Open till 5 p.m. Then it shut.", ["Open till 5 p.m.", "Then it shut."]),
        ("Soap, towels etc. were missing", ["Soap, towels etc. were missing"]),
        ("Bad!!!! Really... bad", ["Bad!!!!", "Really...", "bad"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("- slow\n- rude", ["- slow", "- rude"]),
        ("1. slow\n2. rude", ["1. slow", "2. rude"]),
        ("It cost 3.50 and weighs 2.5kg.", ["It cost 3.50 and weighs 2.5kg."]),
        ("glued together.Next one", ["glued together.", "Next one"]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("Great! 😊", ["Great! 😊"]),
        ("Ok", ["Ok"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("J. Smith was kind.", ["J. Smith was kind."]),
        ("So am I. Then we left.", ["So am I.", "Then we left."]),
        ("They sent me. Then we left.", ["They sent me.", "Then we left."]),
        ("Soap, towels etc.Then we left.", ["Soap, towels etc.", "Then we left."]),
        ("Soap, towels etc. Then we left.", ["Soap, towels etc.", "Then we left."]),
        ("Mr. Ray came.", ["Mr. Ray came."]),
        ("(Dr. Ray came.)", ["(Dr. Ray came.)"]),
        ("We left.\n2. rude", ["We left.", "2. rude"]),
        ("Rated 2. Rude.", ["Rated 2.", "Rude."]),
        ("Well... Dr.. Ray", ["Well...", "Dr..", "Ray"]),
        ("Fine. 👍 ... Bye.", ["Fine. 👍 ...", "Bye."]),
    ],
)
def test_initials_titles_and_bullets_go_on_and_the_rest_ends(
    text: str, sentences: list[str]
) -> None:
    assert split_sentences(text) == sentences
