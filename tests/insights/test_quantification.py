"""Shares without judged comments: only where no more than the mix has changed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from cxnlp.errors import InputDataError, UsageError
from cxnlp.insights.quantification import prior_shift_p_value, quantified_shares
from cxnlp.insights.quantifiers import likeliest_shares


def comments(mix: list[float], rows: int, seed: int, *, lean: float = 0.0) -> tuple:  # type: ignore[type-arg]
    """Probabilities calibrated for an even mix, and levels; `lean` moves what the texts say."""
    random = np.random.default_rng(seed)
    true = random.choice(6, rows, p=mix)
    place = true + lean + random.normal(0, 0.4, rows)
    density = np.exp(-((place[:, None] - np.arange(6)) ** 2) / (2 * 0.16))
    return density / density.sum(axis=1, keepdims=True), true + 1


EVEN = [1 / 6] * 6
BAD = [0.35, 0.3, 0.15, 0.1, 0.06, 0.04]
REFERENCE = comments(EVEN, 1200, 1)


def test_a_changed_mix_is_found() -> None:
    run, levels = comments(BAD, 1500, 2)
    found = quantified_shares(run, *REFERENCE, draws=40)
    assert found.shares is not None
    truth = np.bincount(levels, minlength=7)[1:] / 1500
    assert found.shares.value == pytest.approx(truth, abs=0.03)
    assert (found.shares.low <= found.shares.value).all()
    assert (found.shares.value <= found.shares.high).all()


def test_comments_that_look_otherwise_to_a_sharp_model_are_refused() -> None:
    run, _ = comments(BAD, 1500, 2, lean=0.5)
    found = quantified_shares(run, *REFERENCE, draws=40)
    assert found.shares is None
    assert found.p_value < 0.05


def test_a_rare_false_alarm_does_not_switch_the_test_off() -> None:
    """Found by a reviewer: of 200 resamples no p-value is below 1 in 201, so all passed."""
    run, _ = comments(BAD, 600, 2, lean=0.7)
    found = quantified_shares(run, *REFERENCE, false_alarms=0.004, draws=40)
    assert found.shares is None
    assert found.draws == 1000
    assert found.p_value < 0.004
    assert found.told == "p < 0.001"


def test_a_probability_of_which_no_test_can_tell_is_refused() -> None:
    for wrong in (0.00009, 0.0, 1.0, float("nan")):
        with pytest.raises(UsageError, match=r"false alarms"):
            quantified_shares(REFERENCE[0], *REFERENCE, false_alarms=wrong)


def test_the_test_refuses_a_changed_mix_as_rarely_as_stated() -> None:
    """At 20 in 100 over 40 runs; 17 or more would have a probability below 1 in 1,000."""
    refused = 0
    for seed in range(40):
        run, _ = comments(BAD, 400, 100 + seed)
        known = comments(EVEN, 600, 200 + seed)
        refused += prior_shift_p_value(run, *known, draws=59, seed=seed) <= 0.2
    assert refused < 17


def test_a_level_that_the_reference_hardly_knows_is_named() -> None:
    chances, levels = REFERENCE
    few = (levels != 6) | (np.cumsum(levels == 6) <= 4)
    with pytest.raises(InputDataError, match="4 comments of the level 6"):
        quantified_shares(chances, chances[few], levels[few])


def test_no_other_mix_makes_the_probabilities_likelier() -> None:
    """An optimiser that knows nothing of expectation-maximisation finds the same shares."""
    run, _ = comments(BAD, 1500, 2)
    prior = np.bincount(REFERENCE[1], minlength=7)[1:] / len(REFERENCE[1])

    def surprise(free: np.ndarray) -> float:
        shares = np.exp(free) / np.exp(free).sum()
        return -float(np.log(run @ (shares / prior)).mean())

    best = np.exp(minimize(surprise, np.zeros(6), tol=1e-10).x)
    assert likeliest_shares(run, prior) == pytest.approx(best / best.sum(), abs=2e-3)


def test_a_run_of_a_few_comments_is_refused() -> None:
    """The test of the shift would pass anything."""
    with pytest.raises(InputDataError, match="29 comments with a level"):
        quantified_shares(REFERENCE[0][:29], *REFERENCE)


def test_a_model_that_was_calibrated_for_another_mix_is_set_right_by_the_reference() -> None:
    """It finds *desired* likely before it has read a word, as if most comments were so."""
    tilt = np.array([0.1, 0.2, 0.5, 3.0, 1.0, 0.4])
    run, levels = comments(BAD, 1500, 2)
    known, marks = REFERENCE
    crooked = [(part * tilt) / (part * tilt).sum(axis=1, keepdims=True) for part in (run, known)]
    found = quantified_shares(crooked[0], crooked[1], marks, draws=40)
    assert found.shares is not None
    truth = np.bincount(levels, minlength=7)[1:] / 1500
    assert found.shares.value == pytest.approx(truth, abs=0.03)
    prior = np.bincount(marks, minlength=7)[1:] / len(marks)
    assert likeliest_shares(crooked[0], prior) != pytest.approx(truth, abs=0.05)


def test_a_level_that_the_reference_hardly_holds_is_named() -> None:
    known, levels = REFERENCE
    kept = (levels != 6) | (np.cumsum(levels == 6) <= 4)
    with pytest.raises(InputDataError, match="4 comments of the level 6"):
        quantified_shares(known, known[kept], levels[kept], draws=40)


def test_a_run_of_a_handful_is_refused() -> None:
    known, levels = REFERENCE
    with pytest.raises(InputDataError, match="5 comments with a level"):
        quantified_shares(known[:5], known, levels, draws=40)
