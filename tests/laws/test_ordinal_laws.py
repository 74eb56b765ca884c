"""Laws of ordinal answers, for any scores."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cxnlp.ordinal import (
    IntervalRule,
    LevelCalibration,
    exceedances,
    level_scores,
    posterior_median,
)

_SCORES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 40), st.just(6)),
    elements=st.floats(-30, 30, width=32),
)
_CALIBRATION = st.builds(
    LevelCalibration,
    slopes=st.tuples(*[st.floats(0.1, 5)] * 5),
    offsets=st.tuples(*[st.floats(-3, 3)] * 5),
)


@settings(deadline=None)
@given(_SCORES, _CALIBRATION)
def test_probabilities_sum_to_one_and_are_not_negative(
    scores: np.ndarray, calibration: LevelCalibration
) -> None:
    found = calibration.apply(scores)
    assert (found >= 0).all()
    assert np.allclose(found.sum(axis=1), 1)


@settings(deadline=None)
@given(_SCORES, _CALIBRATION)
def test_a_row_alone_answers_as_among_others_bit_for_bit(
    scores: np.ndarray, calibration: LevelCalibration
) -> None:
    together = calibration.apply(scores)
    for row in range(len(scores)):
        assert calibration.apply(scores[row : row + 1]).tobytes() == together[row].tobytes()


@settings(deadline=None)
@given(_SCORES, st.floats(0, 1), st.floats(0, 1))
def test_a_lower_threshold_never_narrows_an_interval(
    scores: np.ndarray, one: float, other: float
) -> None:
    probabilities = LevelCalibration().apply(scores)
    wide = IntervalRule(threshold=min(one, other)).apply(probabilities)
    narrow = IntervalRule(threshold=max(one, other)).apply(probabilities)
    assert (wide[:, 0] <= narrow[:, 0]).all()
    assert (narrow[:, 1] <= wide[:, 1]).all()


@settings(deadline=None)
@given(_SCORES)
def test_the_median_of_the_mirrored_scale_is_the_mirrored_median(scores: np.ndarray) -> None:
    probabilities = LevelCalibration().apply(scores)
    below = probabilities.cumsum(axis=1)
    plain = (np.abs(below - 0.5) > 1e-9).all(axis=1)  # a tie has two medians
    mirrored = 7 - posterior_median(probabilities[:, ::-1])
    assert (posterior_median(probabilities)[plain] == mirrored[plain]).all()


@settings(deadline=None)
@given(
    arrays.arrays(np.float64, st.tuples(st.integers(1, 20), st.just(5)), elements=st.floats(-8, 8))
)
def test_levels_and_exceedances_hold_the_same_knowledge(above: np.ndarray) -> None:
    falling = np.minimum.accumulate(above, axis=1)
    odds = np.exp(exceedances(level_scores(above)))
    share = odds / (1 + odds)
    assert np.allclose(share, 1 / (1 + np.exp(-falling)), atol=1e-4)
