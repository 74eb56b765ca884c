"""Whether probabilities may be taken at their word."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import (
    bounded_reliability,
    calibrated_error,
    error_by_chance,
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


def test_the_error_by_chance_holds_a_calibrated_model_in_95_of_100_tables() -> None:
    random = np.random.default_rng(5)
    confidence = random.uniform(0.3, 1, 300)
    range_ = error_by_chance(confidence, draws=500)
    shown = [
        expected_calibration_error(random.random(300) < confidence, confidence) for _ in range(200)
    ]
    inside = np.mean([range_.low <= one <= range_.high for one in shown])
    assert 0.9 <= inside <= 0.99
    assert range_.n == 300
    assert np.isnan(error_by_chance(np.zeros(0)).value)


def test_bins_have_intervals_that_know_clusters() -> None:
    right = np.repeat([True, False] * 4, 10)
    confidence = np.full(80, 0.55)
    alone = bounded_reliability(right, confidence, draws=200)
    whole = bounded_reliability(right, confidence, draws=200, clusters=np.arange(80) // 10)
    widths = []
    for one in (alone, whole):
        assert one.accuracy_low is not None
        assert one.accuracy_high is not None
        assert one.accuracy_low[0] < 0.5 < one.accuracy_high[0]
        widths.append(one.accuracy_high[0] - one.accuracy_low[0])
    assert widths[1] > 2 * widths[0]
