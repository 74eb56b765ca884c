"""Agreement of levels, checked against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from cxnlp.metrics import confusion, macro_f1, quadratic_weighted_kappa

_RANDOM = np.random.default_rng(11)
_TRUE = _RANDOM.integers(1, 7, 300)
_ANSWERED = np.clip(_TRUE + _RANDOM.integers(-2, 3, 300), 1, 6)


def test_confusion_is_that_of_scikit_learn() -> None:
    expected = confusion_matrix(_TRUE, _ANSWERED, labels=range(1, 7))
    assert (confusion(_TRUE, _ANSWERED) == expected).all()


def test_kappa_is_that_of_scikit_learn() -> None:
    expected = cohen_kappa_score(_TRUE, _ANSWERED, weights="quadratic")
    assert quadratic_weighted_kappa(_TRUE, _ANSWERED) == pytest.approx(expected)


def test_macro_f1_is_that_of_scikit_learn() -> None:
    assert macro_f1(_TRUE, _ANSWERED) == pytest.approx(f1_score(_TRUE, _ANSWERED, average="macro"))


def test_macro_f1_leaves_out_levels_that_nobody_named() -> None:
    true, answered = np.array([1, 2, 2]), np.array([1, 2, 1])
    assert macro_f1(true, answered) == pytest.approx(f1_score(true, answered, average="macro"))


def test_kappa_of_one_answer_for_all_is_zero() -> None:
    assert quadratic_weighted_kappa(_TRUE, np.full_like(_TRUE, 4)) == pytest.approx(0)


def test_kappa_of_a_single_level_is_no_number() -> None:
    ones = np.ones(3, np.int64)
    assert np.isnan(quadratic_weighted_kappa(ones, ones))


def test_no_rows_give_no_number() -> None:
    none = np.zeros(0, np.int64)
    assert np.isnan(macro_f1(none, none))
    assert np.isnan(quadratic_weighted_kappa(none, none))
