"""Families: what must hold of the answers, to the last half level."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.models import Predictions
from cxnlp.robustness.comments import NAMED, NEUTRAL, OPEN_ENDED, PLAIN, SARCASM, VERDICTS
from cxnlp.robustness.disturbing import NAMES, PLACES
from cxnlp.robustness.families import TOLERANCE, Case, Family, Sort, families

FAMILIES = {family.name: family for family in families()}


def answers(*means: float) -> Predictions:
    """Answers whose expected levels are these, split over two neighbours."""
    low = np.floor(np.minimum(means, 5)).astype(np.int8)
    share = np.array(means) - low
    rows = np.arange(len(means))
    chances = np.zeros((len(means), 6), np.float32)
    chances[rows, low - 1] = 1 - share
    chances[rows, low] += share
    levels = np.rint(means).astype(np.int8)
    return Predictions(
        levels, chances, np.ones(len(means), np.float32), np.stack([levels, levels], axis=1), {}
    )


def first(name: str) -> Case:
    return FAMILIES[name].cases[0]


def test_families_are_listed_invariance_first_then_direction_then_the_least_of_all() -> None:
    assert [(family.name, family.sort.value) for family in families()] == [
        ("typing errors", "invariance"),
        ("casing", "invariance"),
        ("punctuation", "invariance"),
        ("names", "invariance"),
        ("places", "invariance"),
        ("length", "invariance"),
        ("negation", "direction"),
        ("intensity", "direction"),
        ("sarcasm", "minimum functionality"),
        ("mixed verdicts", "minimum functionality"),
    ]


def test_each_family_has_the_cases_that_its_comments_give() -> None:
    counts = {name: len(family.cases) for name, family in FAMILIES.items()}
    assert counts["names"] == len(NAMED) * (len(NAMES) - 1) == 90
    assert counts["places"] == len(NAMED) * (len(PLACES) - 1) == 70
    assert counts["length"] == 2 * len(PLAIN) == 64
    assert counts["negation"] == 30
    assert counts["intensity"] == len(VERDICTS)
    assert counts["sarcasm"] == len(SARCASM)
    assert counts["mixed verdicts"] == len(OPEN_ENDED)
    # Each text in small letters, and with a capital at each word.
    assert counts["casing"] == 2 * len(PLAIN)


@pytest.mark.parametrize("name", [n for n, one in FAMILIES.items() if one.sort is Sort.INVARIANCE])
def test_the_expected_level_may_move_by_half_a_level_either_way(name: str) -> None:
    case = first(name)
    assert TOLERANCE == 0.5
    assert case.holds(answers(3.0, 3.5))
    assert case.holds(answers(3.0, 2.5))
    assert not case.holds(answers(3.0, 3.75))
    assert not case.holds(answers(3.0, 2.25))
    assert "at most 0.5" in FAMILIES[name].promise


def test_praise_that_is_negated_must_fall() -> None:
    holds = first("negation").holds
    assert holds(answers(4, 3))
    assert not holds(answers(4, 4))
    assert not holds(answers(4, 5))


def test_stronger_words_may_stay_but_not_turn_back() -> None:
    holds = first("intensity").holds
    assert holds(answers(3, 3, 3))
    assert holds(answers(1, 4, 6))
    assert not holds(answers(3, 4, 3))


@pytest.mark.parametrize(("level", "held"), [(1, True), (2, True), (3, False), (6, False)])
def test_irony_is_one_of_the_two_worst_levels(level: int, held: bool) -> None:
    assert first("sarcasm").holds(answers(level)) is held


def test_a_mixed_verdict_lies_between_its_own_bounds() -> None:
    for (text, low, high), case in zip(OPEN_ENDED, FAMILIES["mixed verdicts"].cases, strict=True):
        assert case.texts == (text,)
        held = [level for level in range(1, 7) if case.holds(answers(level))]
        assert held == list(range(low, high + 1))


def test_each_adjective_is_negated_where_one_would_say_it() -> None:
    pairs = {case.texts for case in FAMILIES["negation"].cases}
    assert ("The staff were helpful.", "The staff were not helpful.") in pairs
    assert ("I am happy.", "I am not happy.") in pairs
    assert ("The staff were happy.", "The staff were not happy.") not in pairs
    assert ("I am clean.", "I am not clean.") not in pairs


def test_a_sentence_that_says_nothing_stands_before_or_behind() -> None:
    before, behind = FAMILIES["length"].cases[:2]
    assert before.texts == (PLAIN[0], f"{NEUTRAL[0]} {PLAIN[0]}")
    assert behind.texts == (PLAIN[0], f"{PLAIN[0]} {NEUTRAL[0]}")
    assert FAMILIES["length"].cases[-1].texts == (PLAIN[31], f"{PLAIN[31]} {NEUTRAL[31 % 6]}")


def test_each_other_name_and_place_is_held_against_the_first() -> None:
    names = [case.texts for case in FAMILIES["names"].cases[: len(NAMES) - 1]]
    frame = NAMED[0].replace("{place}", "town")
    assert names == [
        (frame.replace("{name}", NAMES[0]), frame.replace("{name}", name)) for name in NAMES[1:]
    ]
    places = [case.texts for case in FAMILIES["places"].cases[: len(PLACES) - 1]]
    frame = NAMED[0].replace("{name}", "Sam")
    assert places == [
        (frame.replace("{place}", PLACES[0]), frame.replace("{place}", one)) for one in PLACES[1:]
    ]


def test_no_case_stands_twice_in_a_family() -> None:
    for family in FAMILIES.values():
        texts = [case.texts for case in family.cases]
        assert len(set(texts)) == len(texts), family.name
        assert isinstance(family, Family)
