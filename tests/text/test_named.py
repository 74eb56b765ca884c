"""Titles, roles, introductions and signatures give names away; what only looks so stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cxnlp.text.named import mask_named

PLANTED = Path(__file__).with_name("planted_names.toml")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Dr Okafor's clinic ran late.", "Dr [NAME]'s clinic ran late."),
        ("I saw Mr. G. Da Silva.", "I saw Mr. [NAME]."),
        ("dr singh did not listen", "dr [NAME] did not listen"),
        ("Our waiter Luca, and my son Oliver", "Our waiter [NAME], and my son [NAME]"),
        ("My name is Ruth Abernathy and I wait.", "My name is [NAME] and I wait."),
        ("A lady called Beatriz helped.", "A lady called [NAME] helped."),
        ("Bad.\n\nKind regards,\nPetra Vance", "Bad.\n\nKind regards,\n[NAME]"),
    ],
)
def test_a_name_in_such_a_place_is_masked_and_the_words_around_it_stay(
    text: str, masked: str
) -> None:
    assert mask_named(text) == masked
    assert mask_named(masked) == masked


@pytest.mark.parametrize("which", ["nameless", "nameless_later"])
def test_what_is_no_name_stays(which: str) -> None:
    texts = tomllib.loads(PLANTED.read_text(encoding="utf-8"))[which]
    assert [mask_named(text) for text in texts] == texts


def test_names_in_other_places_are_left_to_the_model() -> None:
    text = "Thanks to Siobhan and the whole ward. Regards to Leeds from all of us."
    assert mask_named(text) == text


def test_by_themselves_the_rules_find_a_third_of_planted_names() -> None:
    """Floors below what docs/decisions/2026-11-22-names.md tells."""
    planted = tomllib.loads(PLANTED.read_text(encoding="utf-8"))
    for which, floor in (("named", 14), ("named_later", 18)):
        found = sum(
            name not in mask_named(words[0]) for words in planted[which] for name in words[1:]
        )
        assert found >= floor
