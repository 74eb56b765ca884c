"""One level from six probabilities."""

from __future__ import annotations

import numpy as np

from cxnlp.ordinal import least_expected_cost, posterior_median


def test_the_median_is_the_lowest_level_with_half_of_the_mass_at_or_below_it() -> None:
    probabilities = np.array([[0.1, 0.2, 0.2, 0.5, 0, 0], [0.49, 0, 0, 0, 0, 0.51]])
    assert posterior_median(probabilities).tolist() == [3, 6]


def test_certainty_gives_its_own_level() -> None:
    assert posterior_median(np.eye(6)).tolist() == [1, 2, 3, 4, 5, 6]


def test_absolute_cost_gives_a_median() -> None:
    random = np.random.default_rng(1)
    probabilities = random.dirichlet(np.ones(6), 200)
    absolute = np.abs(np.subtract.outer(np.arange(6.0), np.arange(6.0)))
    assert (least_expected_cost(probabilities, absolute) == posterior_median(probabilities)).all()


def test_a_cost_that_forgives_nothing_gives_the_most_probable_level() -> None:
    probabilities = np.array([[0.2, 0.2, 0.6], [0.4, 0.25, 0.35]])
    assert least_expected_cost(probabilities, 1 - np.eye(3)).tolist() == [3, 1]


def test_missing_a_complaint_can_be_made_dear() -> None:
    probabilities = np.array([[0.3, 0.7]])
    assert least_expected_cost(probabilities, np.array([[0.0, 5.0], [1.0, 0.0]])).tolist() == [1]


def test_no_rows_give_no_levels() -> None:
    assert posterior_median(np.zeros((0, 6))).shape == (0,)
