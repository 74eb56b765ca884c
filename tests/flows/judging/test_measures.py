"""The measures: their order in every table, which way is better, and between what they lie."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.flows.judging.measures import KAPPA, MEASURES, one_level
from cxnlp.models import Predictions
from cxnlp.training import LabelledTexts

FOUND = Predictions(
    levels=np.array([1, 3, 6], np.int8),
    probabilities=np.eye(6, dtype=np.float32)[[0, 2, 5]],
    evidence=np.ones(3, np.float32),
    intervals=np.array([[1, 1], [3, 3], [6, 6]], np.int8),
    aspects={},
)
TRUE = np.array([1, 3, 6])


def test_tables_and_gates_name_them_in_this_order_and_by_these_names() -> None:
    assert list(MEASURES) == [
        "quadratic_weighted_kappa",
        "macro_f1",
        "mean_absolute_error",
        "off_by_two_rate",
        "ranked_probability_score",
    ]
    assert KAPPA == "quadratic_weighted_kappa"


def test_agreement_is_good_and_error_is_not() -> None:
    better_high = {name for name, one in MEASURES.items() if one.higher_is_better}
    assert better_high == {"quadratic_weighted_kappa", "macro_f1"}


@pytest.mark.parametrize("name", MEASURES)
def test_right_answers_reach_the_good_end_and_wrong_ones_stay_within_both(name: str) -> None:
    measure = MEASURES[name]
    every = np.ones(3, bool)
    best = measure.of(TRUE, measure.take(FOUND, every))
    assert best == pytest.approx(measure.most if measure.higher_is_better else measure.least)
    wrong = measure.of(TRUE[::-1], measure.take(FOUND, every))
    assert measure.least <= wrong <= measure.most
    assert (wrong < best) == measure.higher_is_better


def test_the_worst_answers_of_all_are_at_the_bad_end() -> None:
    """All on the best level where all is on the worst, and the other way round."""
    true, answers = np.array([1, 6]), np.array([6, 1])
    chances = np.eye(6, dtype=np.float32)[answers - 1]
    at_the_end = {"quadratic_weighted_kappa": -1, "macro_f1": 0, "mean_absolute_error": 5}
    at_the_end |= {"off_by_two_rate": 1, "ranked_probability_score": 1}
    for name, measure in MEASURES.items():
        given = chances if measure.answers == "probabilities" else answers
        assert measure.of(true, given) == pytest.approx(at_the_end[name]), name
        assert at_the_end[name] == (measure.least if measure.higher_is_better else measure.most)


def test_only_the_chosen_rows_are_taken_of_levels_or_of_probabilities() -> None:
    chosen = np.array([True, False, True])
    assert MEASURES["macro_f1"].take(FOUND, chosen).tolist() == [1, 6]
    taken = MEASURES["ranked_probability_score"].take(FOUND, chosen)
    assert taken.tolist() == np.eye(6)[[0, 5]].tolist()


def test_a_share_of_rows_tells_which_rows_it_counts() -> None:
    counted = {name for name, one in MEASURES.items() if one.hits is not None}
    assert counted == {"off_by_two_rate"}
    hits = MEASURES["off_by_two_rate"].hits
    assert hits is not None
    assert hits(np.array([1, 1, 1, 5]), np.array([1, 2, 3, 3])).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([1, 1], "all rows of m.csv are on the level criminal: kappa means nothing there"),
        ([0, 6, 0], "all rows of m.csv are on the level unbelievable: kappa means nothing there"),
        ([3, 4], None),
        ([0, 0], None),
    ],
)
def test_that_all_rows_are_on_one_level_is_said_rows_without_one_aside(
    levels: list[int], told: str | None
) -> None:
    n = len(levels)
    none = np.full(n, ""), np.zeros(n, bool)
    assert one_level(LabelledTexts("m.csv", ("a",) * n, np.array(levels), *none)) == told
