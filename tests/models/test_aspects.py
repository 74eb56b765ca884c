"""Twenty-two outputs become five dimensions, four touchpoints and three stages."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.models.aspects import ASPECT_OUTPUTS, DIMENSIONS, FLAGS, AspectRule, aspect_odds
from cxnlp.schema import ASPECT_FIELDS

ABSENT = [9.0, 0.0, 0.0]


def outputs_of(*dimensions: list[float], flags: float = -9.0) -> np.ndarray:
    """One row: the dimensions that are given, the others absent, and one number for all flags."""
    three = [*dimensions, *[ABSENT] * (5 - len(dimensions))]
    return np.array([[number for one in three for number in one] + [flags] * 7])


def test_dimensions_stand_before_flags_in_the_order_of_a_run() -> None:
    assert DIMENSIONS == ("empathy", "timeliness", "expertise", "personalization", "consistency")
    assert (
        *("touch_in_person", "touch_phone", "touch_message", "touch_web"),
        *("stage_before", "stage_during", "stage_after"),
    ) == FLAGS
    assert (*DIMENSIONS, *FLAGS) == tuple(field.name for field in ASPECT_FIELDS)
    assert ASPECT_OUTPUTS == 22


@pytest.mark.parametrize(
    ("three", "odds", "sign"),
    [
        ([0.0, 0.0, 0.0], math.log(2), 1),
        ([1.0, 0.0, 0.0], math.log(2) - 1, 1),
        ([0.0, math.log(3), 0.0], math.log(4), 1),
        ([0.0, 0.0, math.log(3)], math.log(4), -1),
        ([0.0, -1000.0, 1000.0], 1000.0, -1),
        ([0.0, -1000.0, -1000.0], math.log(2) - 1000, 1),
    ],
)
def test_a_dimension_is_there_as_far_as_either_sign_is(
    three: list[float], odds: float, sign: int
) -> None:
    """Log-odds of positive or negative against absent: log(e^p + e^n) - a."""
    found, signs = aspect_odds(outputs_of(ABSENT, three))
    assert found[0, 1] == pytest.approx(odds)
    assert signs[0].tolist() == [1, sign, 1, 1, 1]


def test_the_outputs_of_flags_are_their_log_odds() -> None:
    row = outputs_of()
    row[0, 15:] = [1, 2, 3, 4, 5, 6, 7]
    odds, signs = aspect_odds(np.repeat(row, 2, axis=0))
    assert odds[:, 5:].tolist() == [[1, 2, 3, 4, 5, 6, 7]] * 2
    assert (odds.shape, signs.shape) == ((2, 12), (2, 5))


def test_an_aspect_is_there_above_its_threshold_and_not_at_it() -> None:
    half = (0.0,) * 11 + (0.5,)
    for flags, first, last in ((0.0, False, False), (0.5, True, False), (0.6, True, True)):
        found = AspectRule(thresholds=half).apply(outputs_of(flags=flags))
        assert (found["touch_in_person"][0], found["stage_after"][0]) == (first, last)


def test_what_is_told_bears_the_names_and_types_of_a_run() -> None:
    found = AspectRule().apply(outputs_of([0.0, 5, 1], [0.0, 1, 5], ABSENT, flags=1.0))
    assert list(found) == [*DIMENSIONS, *FLAGS]
    assert [found[name][0] for name in DIMENSIONS] == [1, -1, 0, 0, 0]
    assert {found[name].dtype for name in DIMENSIONS} == {np.dtype(np.int8)}
    assert all(found[name].tolist() == [True] for name in FLAGS)
    assert {found[name].dtype for name in FLAGS} == {np.dtype(np.bool_)}


@pytest.mark.parametrize("many", [11, 13])
def test_there_is_one_threshold_for_each_aspect(many: int) -> None:
    with pytest.raises(ConfigurationError, match="thresholds"):
        AspectRule.check({"thresholds": [0.0] * many})


def test_no_texts_have_no_aspects() -> None:
    found = AspectRule().apply(np.zeros((0, 22)))
    assert all(len(values) == 0 for values in found.values())
