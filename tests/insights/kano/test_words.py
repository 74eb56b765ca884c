"""What is said of Kano classes and their change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.insights.kano.conftest import by_name, make_item, signed, table

from cxnlp.insights.drivers import OutcomeKind
from cxnlp.insights.drivers.outcomes import OutcomeValues
from cxnlp.insights.kano import Change, Kano, KanoClass, kano
from cxnlp.insights.kano.words import caveats, sentence
from kano_drift import DRIFT


def test_words_name_association_and_the_ends_of_the_scale() -> None:
    sign, level = signed(np.random.default_rng(13), 300, 1.0, 1.0)
    found = kano(table(300, level=level, empathy=sign))
    assert found.caveats[0].startswith("These are associations, not causes")
    assert any("Levels end at 1 and 6" in one for one in found.caveats)
    assert (KanoClass.DELIGHTER.wish, KanoClass.BASIC.wish) == ("surprising", "expected")


def test_words_name_the_way_that_the_effects_go() -> None:
    """The other way round: what was expected surprises, as in a trade that all others left."""
    found = by_name(kano(DRIFT.labels(np.random.default_rng(5)), period="year"))["expertise"]
    assert found.ageing is not None
    back = replace(found, before=found.now, now=found.before)
    assert "The other way round: it was expected, now it surprises." in back.words
    moved = replace(found, change=Change.MOVED)
    assert "on the way from surprising to expected" in moved.words
    away = replace(found.ageing, value=-1.5, low=-2.0, high=-1.0)
    assert "from expected to surprising" in replace(moved, ageing=away).words
    unsure = replace(found.ageing, low=-0.5)
    assert "its effects have changed (" in replace(moved, ageing=unsure).words


D, P, B = KanoClass.DELIGHTER, KanoClass.PERFORMANCE, KanoClass.BASIC


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (
            D,
            P,
            (
                "delighter (surprising) before, performance (desired) now. "
                "Once it surprised, now it is desired."
            ),
        ),
        (
            D,
            B,
            (
                "delighter (surprising) before, basic (expected) now. "
                "Once it surprised, now it is expected."
            ),
        ),
        (
            P,
            B,
            (
                "performance (desired) before, basic (expected) now. "
                "Once it was desired, now it is expected."
            ),
        ),
        (
            P,
            D,
            (
                "performance (desired) before, delighter (surprising) now. "
                "The other way round: it was desired, now it surprises."
            ),
        ),
        (
            B,
            P,
            (
                "basic (expected) before, performance (desired) now. "
                "The other way round: it was expected, now it is desired."
            ),
        ),
        (
            B,
            D,
            (
                "basic (expected) before, delighter (surprising) now. "
                "The other way round: it was expected, now it surprises."
            ),
        ),
    ],
)
def test_each_way_from_class_to_class_is_told(before: KanoClass, now: KanoClass, told: str) -> None:
    assert sentence(make_item("empathy", Change.CHANGED, before, now)) == f"empathy: {told}"


def test_what_was_not_tested_or_found_says_so() -> None:
    assert sentence(make_item(change=Change.UNTESTED)) == (
        "empathy: delighter (surprising). Too little to look for a change over time."
    )
    one = make_item()
    unsure = replace(one, whole=replace(one.whole, kind=KanoClass.UNDECIDED))
    assert sentence(unsure).startswith("empathy: its class cannot be told. No change")
    idle = replace(one, whole=replace(one.whole, kind=KanoClass.INDIFFERENT))
    assert sentence(idle).startswith("empathy: indifferent. No change")


@pytest.mark.parametrize(
    ("ageing", "way"),
    [
        (None, ""),
        ((0.5, -0.1, 1.1), ""),
        ((0.5, 0.0, 1.0), ""),
        (
            (0.5, 0.1, 0.9),
            ", on the way from surprising to expected: good gains less or bad costs more",
        ),
        (
            (-0.5, -0.9, -0.1),
            ", on the way from expected to surprising: good gains more or bad costs less",
        ),
    ],
)
def test_effects_that_moved_within_a_class_tell_the_way_where_it_is_sure(
    ageing: tuple[float, float, float] | None, way: str
) -> None:
    one = make_item("empathy", Change.MOVED, D, D, ageing=ageing)
    told = f"empathy: its effects have changed{way} (delighter (surprising) in all)."
    assert sentence(one) == told


def test_a_change_to_or_from_no_effect_at_all_has_no_way_of_its_own() -> None:
    one = make_item("empathy", Change.CHANGED, KanoClass.INDIFFERENT, B)
    assert sentence(one).startswith("empathy: its effects have changed (delighter")


NOTHING = Kano(
    outcome="csat",
    unit="points",
    items=(),
    period=None,
    names=(),
    n=100,
    undated=0,
    matters=0.2,
    false_alarms=0.05,
    left_out=(),
    same_text=False,
    rule="",
    caveats=(),
)


def read(*, better: int = 1, missing: int = 0, invalid: int = 0) -> OutcomeValues:
    return OutcomeValues(
        name="csat",
        title="CSAT",
        unit="points",
        kind=OutcomeKind.LINEAR,
        better=better,
        value=np.zeros(0),
        factor=1.0,
        low=1.0,
        high=5.0,
        missing=missing,
        invalid=invalid,
    )


def test_where_nothing_limits_the_findings_only_association_is_named() -> None:
    (said,) = caveats(NOTHING, read(), clustered=True).caveats
    assert said == (
        "These are associations, not causes: a class says what goes with an item done well or "
        "badly in comments that mention it, not what an investment would bring."
    )


def test_each_limit_has_its_sentence_in_one_order() -> None:
    found = replace(NOTHING, outcome="level", same_text=True, undated=1, names=("2026",))
    said = caveats(found, read(better=0, missing=1100, invalid=100), clustered=False).caveats
    assert [one.split(":")[0].split(",")[0] for one in said] == [
        "These are associations",
        "Level and signs are read from the same text by the same model",
        "Levels end at 1 and 6",
        "It is not known which way CSAT is better; more was taken for better.",
        "Left out for want of a usable CSAT",
        "Counted in the whole only",
        "All comments lie in one period",
        "The run does not know its customers",
    ]
    assert said[4] == "Left out for want of a usable CSAT: 1,200 comments."
    assert said[5] == "Counted in the whole only, for want of a usable date: 1 comment."
