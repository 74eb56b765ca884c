"""What a model learned from, in counts and means: no texts, and no row that was picked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
from cxnlp.flows.reference import reference_of
from cxnlp.models import LevelModel, load
from cxnlp.training import LabelledTexts

THINGS = ("room", "meal", "flight", "repair", "card", "parcel", "visit")
SAYINGS = (
    "The {} was fine and the people were friendly, visit {}.",
    "I waited a little for the {}, number {}.",
    "They lied about the {} and kept my money, {}.",
)


def learned(rows: int, first: int = 0) -> LabelledTexts:
    texts = tuple(
        SAYINGS[n % 3].format(THINGS[n % len(THINGS)], n) for n in range(first, first + rows)
    )
    return LabelledTexts(
        "labels.csv", texts, np.full(rows, 3), np.full(rows, ""), np.zeros(rows, bool)
    )


@pytest.fixture(scope="module")
def model() -> LevelModel:
    return load("levels-fast")


def test_comments_are_counted_by_words_and_language_and_levels_are_of_the_test(
    model: LevelModel,
) -> None:
    known = reference_of(model, learned(60), learned(51, first=900))
    assert known is not None
    assert known.comments == 60
    # The three sayings have 11, 9 and 10 words.
    assert known.lengths == {9: 20, 10: 20, 11: 20}
    assert known.languages == {"en": 60}
    assert sum(known.levels.values()) == 51
    assert list(known.levels) == sorted(known.levels)
    assert known.encoder == open_encoder("static").encoder.identity
    assert len(known.content) == 6, "means of ten"
    assert not any(word in known.model_dump_json() for word in (*THINGS, "friendly"))


def test_fewer_than_fifty_comments_that_were_not_picked_are_no_reference(
    model: LevelModel,
) -> None:
    data = learned(60)
    picked = replace(data, enriched=np.arange(60) >= 49)
    assert reference_of(model, picked, None) is None
    known = reference_of(model, replace(data, enriched=np.arange(60) >= 50), None)
    assert known is not None
    assert known.comments == 50


@pytest.mark.parametrize("test", [None, learned(49, first=900)])
def test_without_a_test_of_fifty_comments_the_mix_of_levels_stays_untold(
    model: LevelModel, test: LabelledTexts | None
) -> None:
    known = reference_of(model, learned(50), test)
    assert known is not None
    assert known.levels == {}


def test_of_many_a_thousand_are_looked_at_the_same_for_the_same_seed(model: LevelModel) -> None:
    data = learned(1_020)
    one, again, other = (reference_of(model, data, None, seed=seed) for seed in (3, 3, 4))
    assert one is not None
    assert other is not None
    assert one.comments == 1_000
    assert len(one.content) == 100
    assert one == again
    assert one.content != other.content
