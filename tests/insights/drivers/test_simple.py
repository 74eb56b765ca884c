"""A difference of two means, customer by customer, with nothing held fixed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from cxnlp.insights.drivers.simple import difference

PRESENT = np.arange(40) % 2 == 0


def test_of_an_outcome_without_ends_it_is_welchs() -> None:
    value = np.random.default_rng(3).normal(5, 2, 40) + PRESENT
    found = difference(PRESENT, value, np.arange(40))
    assert found is not None
    told = ttest_ind(value[PRESENT], value[~PRESENT], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((told.low, told.high), abs=1e-9)
    assert found.n == 20


def test_where_nothing_varies_on_either_side_the_difference_is_exact() -> None:
    found = difference(PRESENT, np.where(PRESENT, 2.0, 6.0), np.arange(40))
    assert found is not None
    assert (found.value, found.low, found.high) == (-4, -4, -4)


def test_one_customer_on_a_side_is_no_sample() -> None:
    customer = np.where(PRESENT, 99, np.arange(40))
    assert difference(PRESENT, np.arange(40.0), customer) is None


def test_of_two_shares_it_is_newcombes_tenth_method() -> None:
    """Newcombe (1998), table II, example (a): 56 of 70 against 48 of 80."""
    present = np.repeat([True, False], [70, 80])
    value = np.r_[np.ones(56), np.zeros(14), np.ones(48), np.zeros(32)]
    found = difference(present, value, np.arange(150), 0.0, 1.0)
    assert found is not None
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_an_outcome_with_ends_is_told_on_its_own_scale() -> None:
    """The same shares on a scale from 1 to 5: four times as far apart."""
    present = np.repeat([True, False], [70, 80])
    value = np.r_[np.ones(56), np.zeros(14), np.ones(48), np.zeros(32)]
    found = difference(present, 1 + 4 * value, np.arange(150), 1.0, 5.0)
    assert found is not None
    ends = (found.value, found.low, found.high)
    assert ends == pytest.approx((0.8, 4 * 0.0524, 4 * 0.3339), abs=2e-4)
    assert (found.n, found.coverage) == (70, 0.95)


def test_two_customers_on_each_side_are_enough() -> None:
    customer = np.where(PRESENT, np.arange(40) // 20, 2 + np.arange(40) // 20)
    assert difference(PRESENT, np.arange(40.0), customer) is not None


def test_customers_who_write_often_are_one_witness_each() -> None:
    """Each comment ten times over: the interval is that of the customers, not of the comments."""
    value = np.random.default_rng(5).normal(5, 2, 40) + PRESENT
    once = difference(PRESENT, value, np.arange(40))
    often = difference(np.repeat(PRESENT, 10), np.repeat(value, 10), np.repeat(np.arange(40), 10))
    assert once is not None
    assert often is not None
    assert (often.low, often.high) == pytest.approx((once.low, once.high))
