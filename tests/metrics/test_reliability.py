"""Whether probabilities may be taken at their word."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import (
    calibrated_error,
    expected_calibration_error,
    level_confidence,
    reliability_curve,
)


def test_a_calibrated_model_shows_about_what_chance_predicts() -> None:
    random = np.random.default_rng(4)
    confidence = random.uniform(0.3, 1, 500)
    shown = [
        expected_calibration_error(random.random(500) < confidence, confidence) for _ in range(50)
    ]
    assert calibrated_error(confidence) == pytest.approx(np.mean(shown), abs=0.01)


def test_fewer_rows_show_a_larger_error_by_chance() -> None:
    assert calibrated_error(np.full(20, 0.7)) > calibrated_error(np.full(2000, 0.7))


def test_an_overconfident_model_shows_its_gap() -> None:
    right = np.arange(1000) % 2 == 0
    assert expected_calibration_error(right, np.full(1000, 0.9)) == pytest.approx(0.4)


def test_the_curve_leaves_out_empty_bins() -> None:
    curve = reliability_curve(np.array([True, False, True]), np.array([0.05, 0.05, 1.0]))
    assert curve.rows.tolist() == [2, 1]
    assert curve.accuracy.tolist() == [0.5, 1]


def test_confidence_is_the_probability_of_what_was_answered() -> None:
    assert level_confidence(np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([1, 1])).tolist() == [
        0.2,
        0.6,
    ]
