"""The false discovery rate over many tests."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from cxnlp.insights.discoveries import adjusted


def test_benjamini_hochberg_gives_the_figures_of_the_paper() -> None:
    """Benjamini and Hochberg (1995), section 3: of 15 p-values the first four stand at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert np.count_nonzero(adjusted(np.array(p)) <= 0.05) == 4


def test_q_values_are_those_worked_out_by_hand() -> None:
    """Times 4 by the rank, each no larger than the next; in the order given."""
    found = adjusted(np.array([0.03, 0.5, 0.005, 0.04]))
    assert found == pytest.approx([0.16 / 3, 0.5, 0.02, 0.16 / 3])


def test_q_values_are_those_of_scipy() -> None:
    p_values = np.random.default_rng(1).random(50) ** 3
    assert adjusted(p_values) == pytest.approx(false_discovery_control(p_values))


def test_a_table_of_tests_is_one_family_and_keeps_its_shape() -> None:
    found = adjusted(np.array([[0.01, 0.2], [0.9, 0.02]]))
    assert found == pytest.approx(np.array([[0.04, 0.8 / 3], [0.9, 0.04]]))


def test_no_q_value_is_above_one_and_no_test_has_none() -> None:
    assert adjusted(np.array([1.0, 1.0])).tolist() == [1, 1]
    assert adjusted(np.array([])).shape == (0,)
