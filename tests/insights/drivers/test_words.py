"""What a reader must know of drivers, in sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.insights.drivers.conftest import by_key, make_driver, make_drivers, table, untold

from cxnlp.insights.drivers import Reason, drivers, sentence
from cxnlp.insights.drivers.words import caveats
from cxnlp.metrics import Estimate


def test_words_say_association_and_whose_text_it_is() -> None:
    random = np.random.default_rng(12)
    phone = random.random(400) < 0.5
    level = np.clip(4 - 2 * phone + random.integers(-1, 2, 400), 1, 6)
    found = drivers(table(400, level=level, touch_phone=phone)).outcomes[0]
    assert found.caveats[0].startswith("These are associations, not causes")
    assert any("same text" in one for one in found.caveats)
    assert any("does not know its customers" in one for one in found.caveats)
    told = sentence(found.drivers[0], found)
    assert "go with a level of service" in told
    assert not {"cause", "because", "leads to", "effect"} & set(told.lower().split())
    assert "chance" not in told
    unsure = replace(found.drivers[0], flagged=False)
    assert ", which may be chance, than like comments without." in sentence(unsure, found)


def test_words_of_what_cannot_be_adjusted_say_why_and_give_the_plain_means() -> None:
    csat = np.where(np.arange(500) < 19, 1.0, 5.0)
    csat[20:40] = 3
    common = {"touch_web": np.arange(500) % 2 == 0, "csat": csat}
    found = drivers(table(500, touch_phone=np.arange(500) < 19, **common), outcomes=["csat"])
    told = sentence(by_key(found.outcomes[0])["touch_phone"], found.outcomes[0])
    assert told.startswith("Comments with phone are too few to hold other things fixed; ")
    assert "their mean CSAT is 1.00 against 4.92 (points) without." in told
    once = drivers(table(500, touch_phone=np.arange(500) < 1, **common), outcomes=["csat"])
    alone = by_key(once.outcomes[0])["touch_phone"]
    assert alone.simple is None
    assert sentence(alone, once.outcomes[0]).endswith("hold other things fixed.")


def test_a_driver_is_told_in_one_sentence_with_its_interval() -> None:
    one = make_driver(adjusted=Estimate(-0.5, -0.754, -0.25, 40))
    assert sentence(one, make_drivers(one)) == (
        "Comments with phone go with a level of service 0.50 levels lower "
        "(95 % interval -0.75 to -0.25) than like comments without."
    )
    up = make_driver(adjusted=Estimate(0.0, -1.0, 1.0, 40, 0.9), flagged=False, twin="web")
    assert sentence(up, make_drivers(up, title="CSAT", unit="points")) == (
        "Comments with phone go with CSAT 0.00 points higher (90 % interval -1.00 to 1.00), "
        "which may be chance, than like comments without. They mostly come together with web."
    )


def test_many_of_something_take_no_article() -> None:
    one = make_driver()
    assert " go with hours 0.50 hours lower" in sentence(
        one, make_drivers(one, title="hours", unit="hours")
    )


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (Reason.RARE, "are too few to hold other things fixed"),
        (
            Reason.COLLINEAR,
            "always come together with other drivers and cannot be told apart from them",
        ),
        (
            Reason.SEPARATED,
            "nearly all share one outcome, so that nothing else can be held fixed",
        ),
    ],
)
def test_what_has_no_effect_says_why_and_gives_the_two_means(reason: Reason, why: str) -> None:
    one = untold("touch_phone", reason)
    assert sentence(one, make_drivers(one)) == (
        f"Comments with phone {why}; their mean level of service is 3.00 against 3.50 (levels) "
        "without."
    )
    bare = untold("touch_phone", reason, simple=None)
    assert sentence(bare, make_drivers(bare)) == f"Comments with phone {why}."


def test_that_it_is_association_always_stands_with_what_was_held_fixed() -> None:
    (first,) = caveats(make_drivers(adjusted_for=("period", "channel")))
    assert first == (
        "These are associations, not causes: comments with a driver may differ from others in more "
        "than is held fixed here (other drivers, period, channel). Only a trial tells what a "
        "change would bring."
    )


def test_what_is_missing_is_told_with_the_levels_of_both_sides() -> None:
    some = make_drivers(
        title="CSAT", n=1500, missing=700, invalid=50, level_with=4.0, level_without=2.5
    )
    assert caveats(some)[1:] == (
        (
            "700 of 2,250 comments have no CSAT and are left out; their mean level is 2.5, that of "
            "the others 4.0. What is said holds for those who answered."
        ),
        "50 values out of range are left out.",
    )


def test_drivers_without_an_effect_are_counted_by_their_reason() -> None:
    listed = [
        *(untold(key, Reason.RARE) for key in "ab"),
        untold("c", Reason.COLLINEAR),
        untold("d", Reason.SEPARATED),
        make_driver("e"),
    ]
    assert caveats(make_drivers(*listed))[1:] == (
        "2 drivers not tested: too few customers with or without.",
        "1 driver not tested: other drivers always come along.",
        "1 driver not adjusted: nearly all comments share one outcome.",
    )


def test_what_the_text_tells_of_itself_and_who_wrote_it_is_said() -> None:
    said = caveats(make_drivers(same_text=True, clustered=False))
    assert said[1].startswith("Level and drivers are read from the same text by the same model")
    assert said[2].startswith("The run does not know its customers")
    assert len(said) == 3
