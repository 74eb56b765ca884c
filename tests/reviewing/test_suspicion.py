"""How doubtful a label is."""

from __future__ import annotations

import numpy as np

from cxnlp.reviewing import suspicion
from cxnlp.reviewing.suspicion import LEAST_BY_LINEAR


def sure(level: int) -> np.ndarray:
    return np.eye(7)[[level]] * 0.94 + 0.06 / 7


def score(label: int, expected: int) -> float:
    return float(suspicion(np.array([label]), sure(expected)).score[0])


def test_a_label_is_the_more_doubtful_the_farther_it_is() -> None:
    scores = [score(label, 6) for label in (6, 5, 4, 3, 2, 1)]
    assert scores == sorted(scores)


def test_no_evidence_is_doubted_more_than_a_neighbour_and_less_than_two_levels() -> None:
    assert score(4, 3) < score(0, 3) < score(5, 3)


def test_an_unsure_model_doubts_less() -> None:
    unsure = suspicion(np.array([1]), np.full((1, 7), 1 / 7))
    assert score(1, 1) < unsure.score[0] < score(1, 6)


def test_the_suggestion_is_the_median_level_or_none_where_that_is_likelier_than_not() -> None:
    split = np.array([[0, 0.4, 0, 0.2, 0, 0, 0.4]])
    none = np.array([[0.6, 0, 0, 0, 0, 0, 0.4]])
    both = np.concatenate([split, none])
    assert suspicion(np.array([1, 1]), both).suggested.tolist() == [3, 0]


def test_no_rows_are_no_error() -> None:
    assert len(suspicion(np.zeros(0, np.int64), np.zeros((0, 7))).score) == 0


def test_a_probability_of_nothing_does_not_outweigh_the_distance() -> None:
    """Found by use: on 152 rows, 4 for 5 stood before 1 for 6; a calibration on few rows had 0."""
    neighbour = [0.09, 0.13, 0, 0, 0, 0.64, 0.14]
    far = [0.04, 0.08, 0.12, 0.01, 0.27, 0, 0.48]
    found = suspicion(np.array([4, 1]), np.array([neighbour, far]), least=LEAST_BY_LINEAR)
    assert found.suggested.tolist() == [5, 4]
    assert found.score[0] < found.score[1]
