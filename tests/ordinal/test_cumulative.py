"""From "is it above level k?" to levels and back."""

from __future__ import annotations

import numpy as np

from cxnlp.ordinal import exceedances, level_scores, mean_and_spread


def test_falling_log_odds_give_the_differences_of_their_probabilities() -> None:
    exceed = np.array([[0.9, 0.7, 0.4, 0.2, 0.1]])
    found = np.exp(level_scores(np.log(exceed / (1 - exceed))))
    assert np.allclose(found, [[0.1, 0.2, 0.3, 0.2, 0.1, 0.1]])


def test_contradicting_answers_are_made_to_fall() -> None:
    found = np.exp(level_scores(np.array([[0.0, 3.0]])))
    assert np.allclose(found, [[0.5, 0.0, 0.5]], atol=1e-5)


def test_extreme_log_odds_stay_finite() -> None:
    for sign in (-1e4, 1e4):
        scores = level_scores(np.full((1, 5), sign))
        assert np.isfinite(scores).all()
        assert np.isfinite(exceedances(scores)).all()


def test_exceedances_undo_level_scores() -> None:
    above = np.array([[2.0, 1.0, 0.5, -1.0, -3.0], [4.0, 0.0, -0.5, -2.0, -2.5]])
    assert np.allclose(exceedances(level_scores(above)), above)


def test_mean_and_spread_are_those_of_the_level_number() -> None:
    mean, spread = mean_and_spread(np.array([[0.25, 0.5, 0.25]]))
    assert np.allclose(mean, 2)
    assert np.allclose(spread, np.sqrt(0.5))


def test_the_spread_is_that_around_the_mean_wherever_it_lies() -> None:
    mean, spread = mean_and_spread(np.array([[0.2, 0.3, 0.5], [0.0, 0.0, 1.0]]))
    assert np.allclose(mean, [2.3, 3])
    assert np.allclose(spread, [np.sqrt(0.61), 0])


def test_what_is_as_good_as_impossible_has_odds_of_one_to_a_million_millions() -> None:
    found = exceedances(np.array([[0.0, -1e3, -1e3], [-1e3, -1e3, 0.0]]))
    assert np.allclose(found, np.log(1e-12) * np.array([[1, 1], [-1, -1]]))
