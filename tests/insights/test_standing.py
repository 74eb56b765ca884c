"""Shares of levels and their mean, over labelled comments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from tests.insights.conftest import make_labels

from cxnlp.insights import level_shares


def test_shares_are_taken_over_labelled_comments_only() -> None:
    found = level_shares(make_labels([1, 2, 3, 4, None, None]))
    assert found.rows == 6
    assert found.labelled == 4
    assert found.statuses["no_evidence"] == 2
    assert found.shares.value.tolist() == [0.25, 0.25, 0.25, 0.25, 0, 0]
    assert found.mean is not None
    assert found.below is not None
    assert found.above is not None
    assert (found.mean.value, found.below.value, found.above.value) == (2.5, 0.5, 0.25)
    assert found.below.n == 2


def test_where_nothing_is_labelled_there_is_no_figure() -> None:
    found = level_shares(make_labels([None, None]))
    assert found.labelled == 0
    assert found.mean is found.below is found.above is None
    assert np.isnan(found.shares.value).all()


def test_a_level_that_never_occurs_has_an_interval_above_zero() -> None:
    found = level_shares(make_labels([4] * 30))
    assert found.shares[5].value == 0
    assert 0 < found.shares[5].high < 0.2


def test_many_comments_of_few_customers_widen_the_interval() -> None:
    levels = [2, 5] * 50
    alone = level_shares(make_labels(levels)).mean
    ten = level_shares(make_labels(levels, customers=[str(at % 10) for at in range(100)])).mean
    assert alone is not None
    assert ten is not None
    assert ten.value == alone.value
    assert ten.high - ten.low > 2 * (alone.high - alone.low)


def test_below_and_above_leave_out_what_is_expected() -> None:
    found = level_shares(make_labels([1, 2, 3, 3, 4, 5, 6, 6]))
    assert found.below is not None
    assert found.above is not None
    assert (found.below.value, found.above.value) == (0.25, 0.5)
    assert (found.below.n, found.above.n) == (2, 4)


def test_the_interval_of_a_share_is_wilsons_where_each_customer_writes_once() -> None:
    found = level_shares(make_labels([4] * 13 + [2] * 7), confidence=0.9)
    told = binomtest(7, 20).proportion_ci(0.9, method="wilson")
    assert found.shares.value[1] == pytest.approx(0.35)
    assert (found.shares.low[1], found.shares.high[1]) == pytest.approx((told.low, told.high))
    assert found.below is not None
    assert (found.below.low, found.below.high) == pytest.approx((told.low, told.high))
    assert found.confidence == found.shares.coverage == 0.9


def test_customers_are_counted_where_the_run_names_them() -> None:
    assert level_shares(make_labels([4, 4])).customers is None
    named = level_shares(make_labels([4, 4, 4], customers=["ann", "ann", None]))
    assert named.customers == 1
