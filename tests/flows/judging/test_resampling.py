"""Intervals of an evaluation: the same rows, or clusters, are drawn for every figure."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.flows.judging.resampling import Resampling
from cxnlp.models import Predictions
from cxnlp.training import LabelledTexts

ALONE = Resampling(None, 200, 0)
TRUE = np.repeat(np.arange(1, 7), 10)
NEAR = np.minimum(TRUE + 1, 6)
"""One level too high, but at the top."""


def test_kappa_of_one_level_alone_is_no_number_and_says_of_how_many_rows() -> None:
    for name, known in (("quadratic_weighted_kappa", False), ("macro_f1", True)):
        found = ALONE.named(name, np.full(9, 4), np.full(9, 4))
        assert np.isfinite(found.value) == known
        assert found.n == 9


def test_a_measure_is_taken_on_the_answers_with_its_interval() -> None:
    found = ALONE.named("mean_absolute_error", TRUE, NEAR)
    assert found.value == pytest.approx(50 / 60)
    assert found.low < found.value < found.high


def test_a_share_of_none_has_an_upper_end_too() -> None:
    """Wilson's interval of 0 of 60 ends at z^2 / (n + z^2) = 3.8415 / 63.8415."""
    found = ALONE.named("off_by_two_rate", TRUE, NEAR)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(3.8415 / 63.8415, abs=1e-4)
    assert ALONE.share(np.array([True, False, False, True])).value == 0.5


def test_the_same_seed_draws_the_same_rows_and_another_seed_others() -> None:
    same, again, other = (
        Resampling(None, 50, seed).named("mean_absolute_error", TRUE, NEAR) for seed in (3, 3, 4)
    )
    assert (same.low, same.high) == (again.low, again.high)
    assert (same.low, same.high) != (other.low, other.high)


def test_clusters_go_with_their_rows() -> None:
    clusters = np.array(["a", "a", "b", "c"])
    some = Resampling(clusters, 7, 5).rows(np.array([True, False, True, False]))
    assert some.clusters is not None
    assert some.clusters.tolist() == ["a", "b"]
    assert (some.draws, some.seed) == (7, 5)
    assert ALONE.rows(np.array([True])).clusters is None


def test_rows_of_one_cluster_give_a_figure_without_an_interval() -> None:
    whole = Resampling(np.zeros(60), 50, 0)
    for found in (whole.named("mean_absolute_error", TRUE, NEAR), whole.share(TRUE > 3)):
        assert np.isfinite(found.value)
        assert np.isnan(found.low)
        assert np.isnan(found.high)


def test_a_measure_on_chosen_rows_takes_their_truth_their_answers_and_their_clusters() -> None:
    levels = np.array([1, 2, 6, 0])
    gold = LabelledTexts("m.csv", ("a", "b", "c", "d"), levels, np.full(4, ""), np.zeros(4, bool))
    answers = np.array([1, 4, 6, 3], np.int8)
    chances = np.eye(6, dtype=np.float32)[answers - 1]
    both = np.stack([answers, answers], axis=1)
    found = Predictions(answers, chances, np.ones(4, np.float32), both, {})
    rows = np.array([True, True, True, False])
    drawn = Resampling(np.array(["x", "y", "z", "z"]), 20, 0)
    assert drawn.measured("mean_absolute_error", found, gold, rows).value == pytest.approx(2 / 3)
    assert drawn.measured("mean_absolute_error", found, gold, rows).n == 3
    # Of a sure answer the score is the distance in levels over five.
    score = drawn.measured("ranked_probability_score", found, gold, rows).value
    assert score == pytest.approx(2 / 5 / 3)


def test_how_each_level_is_answered_stands_in_a_table_of_six_by_six() -> None:
    found = ALONE.answered(np.array([1, 1, 6]), np.array([1, 2, 6], np.int8))
    assert found.value.shape == (6, 6)
    assert found.value[0].tolist() == [0.5, 0.5, 0, 0, 0, 0]
    assert found.value[5].tolist() == [0, 0, 0, 0, 0, 1]
    assert np.isnan(found.value[1]).all(), "no row is on the second level"
    assert found.rows.tolist() == [2, 0, 0, 0, 0, 1]


def test_how_often_probabilities_come_true_is_bounded_too() -> None:
    right = np.array([True, False, True, True])
    found = ALONE.reliability(right, np.full(4, 0.7))
    assert found.accuracy.tolist() == [0.75]
    assert found.confidence == pytest.approx([0.7])
    assert found.accuracy_low is not None
    assert found.accuracy_high is not None
    assert found.accuracy_low[0] < 0.75 < found.accuracy_high[0]
