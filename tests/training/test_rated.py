"""Ratings of all sorts become polarity from -1 to 1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from cxnlp.training import read_rated
from cxnlp.training.config import RatedSettings
from cxnlp.training.rated import polarity_of

if TYPE_CHECKING:
    from pathlib import Path

_STARS = RatedSettings(file="stars.csv", rating="stars", worst=1, best=5)


@pytest.mark.parametrize(("stars", "polarity"), [("1", -1), ("3", 0), ("5.0", 1)])
def test_stars_are_placed_between_worst_and_best(stars: str, polarity: float) -> None:
    assert polarity_of(stars, _STARS) == polarity


def test_a_scale_may_run_downward() -> None:
    assert polarity_of("1", RatedSettings(file="f", rating="r", worst=5, best=1)) == 1


@pytest.mark.parametrize("value", ["6", "don't know", None, "nan"])
def test_what_is_no_rating_says_nothing(value: object) -> None:
    assert math.isnan(polarity_of(value, _STARS))


def test_words_of_polarity_are_balanced() -> None:
    words = RatedSettings(file="f", rating="aspects", words=True)
    assert polarity_of(["food:positive", "staff:neutral"], words) == 0.5
    assert math.isnan(polarity_of("[]", words))


def test_repeated_avoided_and_unrated_texts_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "stars.csv").write_text("text,stars\ngood,5\ngood,4\nbad,1\nhmm,\nseen,3\n,5\n")
    found = read_rated(_STARS, tmp_path, avoid={"seen"})
    assert found.texts == ("good", "bad")
    assert found.polarity.tolist() == [1, -1]


def test_rows_with_a_value_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "stars.csv").write_text("text,stars,kind\ngood,5,spam\nbad,1,real\n")
    settings = _STARS.model_copy(update={"leave_out": {"kind": "spam"}})
    assert read_rated(settings, tmp_path, avoid=()).texts == ("bad",)
