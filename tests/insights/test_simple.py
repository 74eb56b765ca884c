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
