"""Scores that are too sure of themselves become probabilities that can be taken at their word."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from cxnlp.errors import ConfigurationError
from cxnlp.metrics import expected_calibration_error, level_confidence
from cxnlp.ordinal import EvidenceCalibration, LevelCalibration, posterior_median
from cxnlp.ordinal.cumulative import level_scores


def _rows(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    probabilities = random.dirichlet(np.ones(6), count)
    levels = (probabilities.cumsum(axis=1) < random.random((count, 1))).sum(axis=1) + 1
    return probabilities, np.minimum(levels, 6)


def test_a_model_that_is_right_already_is_left_nearly_as_it_is() -> None:
    probabilities, levels = _rows(4000)
    fitted = LevelCalibration.fit(np.log(probabilities), levels)
    assert np.allclose(fitted.slopes, 1, atol=0.15)
    assert np.allclose(fitted.offsets, 0, atol=0.15)


def test_an_overconfident_model_is_mended() -> None:
    probabilities, levels = _rows(4000)
    loud = 3 * np.log(probabilities)

    def error(calibration: LevelCalibration) -> float:
        found = calibration.apply(loud)
        answered = posterior_median(found)
        return expected_calibration_error(answered == levels, level_confidence(found, answered))

    assert error(LevelCalibration()) > 0.2
    assert error(LevelCalibration.fit(loud, levels)) < 0.05


def test_rows_sum_to_one() -> None:
    probabilities, levels = _rows(50)
    found = LevelCalibration.fit(np.log(probabilities), levels).apply(np.log(probabilities))
    assert np.allclose(found.sum(axis=1), 1)


def test_a_level_that_never_occurs_does_not_break_the_fit() -> None:
    probabilities, levels = _rows(300)
    kept = levels < 6
    fitted = LevelCalibration.fit(np.log(probabilities[kept]), levels[kept])
    assert np.isfinite(fitted.apply(np.log(probabilities))).all()


def test_a_calibration_survives_the_way_through_json() -> None:
    probabilities, levels = _rows(100)
    fitted = LevelCalibration.fit(np.log(probabilities), levels)
    assert LevelCalibration.model_validate_json(fitted.model_dump_json()) == fitted


def test_evidence_is_calibrated_by_a_line() -> None:
    random = np.random.default_rng(5)
    logits = random.normal(0, 2, 5000)
    evident = random.random(5000) < 1 / (1 + np.exp(-(0.5 * logits + 1)))
    fitted = EvidenceCalibration.fit(logits, evident)
    assert fitted.slope == pytest.approx(0.5, abs=0.06)
    assert fitted.offset == pytest.approx(1, abs=0.1)


def test_the_line_is_the_one_of_greatest_likelihood_held_to_no_change() -> None:
    random = np.random.default_rng(5)
    scores = random.normal(0, 2, 40)
    evident = random.random(40) < 1 / (1 + np.exp(-(0.4 * scores + 1)))

    def loss(line: np.ndarray) -> float:
        share = 1 / (1 + np.exp(-(np.exp(line[0]) * scores + line[1])))
        misses = -np.log(np.where(evident, share, 1 - share)).sum()
        return float(misses + (line**2).sum() / 2)

    found = minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-7}).x
    fitted = EvidenceCalibration.fit(scores, evident)
    assert (np.log(fitted.slope), fitted.offset) == pytest.approx(tuple(found), abs=1e-3)


def test_lines_are_held_by_one_row_unless_told_otherwise() -> None:
    probabilities, levels = _rows(60)
    plain = LevelCalibration.fit(np.log(probabilities), levels)
    assert plain == LevelCalibration.fit(np.log(probabilities), levels, strength=1.0)
    held = LevelCalibration.fit(np.log(probabilities), levels, strength=1e6)
    assert np.allclose(held.slopes, 1, atol=1e-3)
    assert np.allclose(held.offsets, 0, atol=1e-3)


@pytest.mark.parametrize("logit", [-3.0, -0.5, 0.0, 0.5, 3.0])
def test_evidence_without_a_fit_is_the_logistic_of_its_log_odds(logit: float) -> None:
    (found,) = EvidenceCalibration().apply(np.array([logit]))
    assert found == pytest.approx(1 / (1 + np.exp(-logit)), rel=1e-12)


def test_extreme_evidence_stays_between_zero_and_one() -> None:
    assert EvidenceCalibration().apply(np.array([-1e5, 1e5])).tolist() == [0, 1]


def test_an_evidence_threshold_out_of_range_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="threshold"):
        EvidenceCalibration.check({"threshold": 2})


def test_one_slope_makes_unsure_scores_surer_and_keeps_their_order() -> None:
    random = np.random.default_rng(5)
    levels = random.integers(1, 7, 800)
    sure = -1.2 * np.abs(np.arange(1, 7) - levels[:, None] - random.normal(0, 0.8, (800, 1)))
    fitted = LevelCalibration.fit_slope(0.3 * sure, levels)
    assert len(set(fitted.slopes)) == 1
    assert fitted.slopes[0] > 1
    assert set(fitted.offsets) == {0.0}
    before = LevelCalibration().apply(0.3 * sure)
    after = fitted.apply(0.3 * sure)
    place = np.arange(800), levels - 1
    assert np.log(after[place]).mean() > np.log(before[place]).mean()


@pytest.mark.parametrize(
    ("slopes", "offsets"),
    [((1.0, 1.0), (0.0,)), ((0.0,), (0.0,)), ((-1.0,), (0.0,)), ((1.0,), (float("nan"),))],
)
def test_lines_that_do_not_go_together_or_turn_the_order_round_are_refused(
    slopes: tuple[float, ...], offsets: tuple[float, ...]
) -> None:
    with pytest.raises(ConfigurationError):
        LevelCalibration.check({"slopes": list(slopes), "offsets": list(offsets)})


@pytest.mark.parametrize("slope", [0.0, -1.0, float("inf"), float("nan")])
def test_a_slope_of_evidence_that_turns_the_order_round_is_refused(slope: float) -> None:
    with pytest.raises(ConfigurationError):
        EvidenceCalibration.check({"slope": slope})


def test_the_one_slope_is_that_of_greatest_likelihood() -> None:
    random = np.random.default_rng(6)
    levels = random.integers(1, 7, 400)
    scores = -0.4 * np.abs(np.arange(1, 7) - levels[:, None] - random.normal(0, 0.8, (400, 1)))
    (slope, *_) = LevelCalibration.fit_slope(scores, levels).slopes

    def likelihood(one: float) -> float:
        lines = LevelCalibration(slopes=(one,) * 5, offsets=(0.0,) * 5)
        return float(np.log(lines.apply(scores)[np.arange(400), levels - 1]).mean())

    assert likelihood(slope) > max(likelihood(slope * 1.01), likelihood(slope / 1.01))


def test_the_one_slope_is_at_most_the_square_of_e_and_at_least_one_by_it() -> None:
    """Scores that are hardly sure and right would be raised without end, wrong ones lowered."""
    levels = np.tile(np.arange(1, 7), 10)
    right = np.where(levels[:, None] > np.arange(1, 6), 0.01, -0.01)
    (raised, *_) = LevelCalibration.fit_slope(level_scores(right), levels).slopes
    assert raised == pytest.approx(np.exp(2), rel=1e-3)
    (lowered, *_) = LevelCalibration.fit_slope(level_scores(1000 * right), 7 - levels).slopes
    assert lowered == pytest.approx(np.exp(-2), rel=1e-3)


def test_the_line_of_the_evidence_is_slope_times_log_odds_and_offset() -> None:
    found = EvidenceCalibration(slope=2.0, offset=-1.0).apply(np.array([1.5, -0.5]))
    assert found == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))])
