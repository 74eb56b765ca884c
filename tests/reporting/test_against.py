"""The last period against the one before."""

from __future__ import annotations

import math

from tests.insights.conftest import make_labels

from cxnlp.insights import level_shares
from cxnlp.metrics import Estimate
from cxnlp.reporting.against import LastPeriod, difference_of, together


def test_a_difference_has_the_interval_of_newcombe() -> None:
    """Newcombe 1998, table II, example (a), method 10: 56/70 against 48/80."""
    found = difference_of(
        Estimate(56 / 70, 0.6918, 0.8774, 70), Estimate(48 / 80, 0.4905, 0.7003, 80)
    )
    assert math.isclose(found.value, 0.2)
    assert math.isclose(found.low, 0.0524, abs_tol=2e-4)
    assert math.isclose(found.high, 0.3339, abs_tol=2e-4)


def test_equal_figures_differ_by_nothing_with_room_on_both_sides() -> None:
    one = Estimate(0.3, 0.2, 0.45, 50)
    found = difference_of(one, one)
    assert found.value == 0
    assert found.low < 0 < found.high


def test_a_sum_of_shares_stays_a_share() -> None:
    found = together(Estimate(0.02, 0.0, 0.2, 1), Estimate(0.95, 0.7, 1.0, 9))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == 10


def test_periods_without_a_level_have_no_change() -> None:
    some, none = level_shares(make_labels([1, 4])), level_shares(make_labels([None]))
    assert LastPeriod("month", "b", "a", some, none).mean is None
    change = LastPeriod("month", "b", "a", some, some).mean
    assert change is not None
    assert change.value == 0
