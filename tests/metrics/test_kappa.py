"""Agreement beyond chance, on names that have no order."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxnlp.metrics.kappa import cohens_kappa

YES, NO = 1, 0


def from_counts(both: int, first: int, second: int, neither: int) -> float:
    """Of two raters: both say yes, only the first does, only the second, neither."""
    true = [YES] * both + [YES] * first + [NO] * second + [NO] * neither
    answered = [YES] * both + [NO] * first + [YES] * second + [NO] * neither
    return cohens_kappa(np.array(true), np.array(answered))


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [
        ((20, 5, 10, 15), 0.4),  # 0.7 observed, 0.5 * 0.6 + 0.5 * 0.4 = 0.5 by chance
        ((5, 0, 0, 5), 1.0),
        ((0, 5, 5, 0), -1.0),
        ((25, 25, 25, 25), 0.0),
        ((90, 10, 0, 0), 0.0),
        ((5, 0, 0, 1), 1.0),
    ],
)
def test_kappa_is_what_agreement_there_is_beyond_chance(
    counts: tuple[int, int, int, int], kappa: float
) -> None:
    assert from_counts(*counts) == pytest.approx(kappa)


def test_it_does_not_matter_who_is_called_true_nor_what_the_values_are() -> None:
    one, other = np.array(["a", "b", "c", "a"]), np.array(["a", "c", "c", "d"])
    # 0.5 observed; by chance 2/4 * 1/4 for a, 0 for b, 1/4 * 2/4 for c, 0 for d: 0.25.
    assert cohens_kappa(one, other) == cohens_kappa(other, one) == pytest.approx(1 / 3)


def test_where_one_value_is_all_that_was_given_there_is_no_number() -> None:
    ones = np.ones(3)
    assert math.isnan(cohens_kappa(ones, ones))
    assert math.isnan(cohens_kappa(np.array([]), np.array([])))
