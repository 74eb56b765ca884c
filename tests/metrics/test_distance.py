"""Distances on the scale of levels."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.metrics

from cxnlp.levels import ServiceLevel
from cxnlp.metrics import (
    mean_absolute_error,
    off_by_two_rate,
    per_level_mean_absolute_error,
    ranked_probability_score,
)

_TRUE = np.array([1, 2, 3, 4, 5, 6, 6], np.int8)
_ANSWERED = np.array([1, 3, 1, 4, 6, 6, 3], np.int8)


def test_the_absolute_error_is_that_of_scikit_learn() -> None:
    expected = sklearn.metrics.mean_absolute_error(_TRUE, _ANSWERED)
    assert mean_absolute_error(_TRUE, _ANSWERED) == pytest.approx(expected)


def test_small_integers_do_not_wrap() -> None:
    assert mean_absolute_error(np.array([1], np.uint8), np.array([6], np.uint8)) == 5


def test_far_means_two_levels_or_more() -> None:
    assert off_by_two_rate(_TRUE, _ANSWERED) == pytest.approx(2 / 7)


def test_errors_stand_by_true_level_and_only_where_it_occurs() -> None:
    errors = per_level_mean_absolute_error(_TRUE[:5], _ANSWERED[:5])
    assert errors[ServiceLevel.EXPECTED] == 2
    assert ServiceLevel.UNBELIEVABLE not in errors


def test_the_ranked_score_of_a_certain_answer_is_its_distance() -> None:
    probabilities = np.eye(6)[[0, 0, 5]]
    found = [
        ranked_probability_score(np.array([level]), row[None])
        for level, row in zip([1, 6, 1], probabilities, strict=True)
    ]
    assert found == [0, 1, 1]


def test_the_ranked_score_prefers_a_near_miss() -> None:
    true = np.array([1])
    near, far = np.eye(6)[[1]], np.eye(6)[[4]]
    assert ranked_probability_score(true, near) < ranked_probability_score(true, far)


def test_no_rows_give_no_number() -> None:
    none = np.zeros(0, np.int64)
    assert np.isnan(mean_absolute_error(none, none))
    assert np.isnan(off_by_two_rate(none, none))
    assert np.isnan(ranked_probability_score(none, np.zeros((0, 6))))
