"""From fitted contrasts to items with classes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.insights.kano.conftest import make_item

from cxnlp.insights.kano import Change, KanoClass, kano
from cxnlp.insights.kano.contrasts import Line, Pair, Sides
from cxnlp.insights.kano.items import Judge, after_holm, counted, with_line
from kano_drift import STILL


def test_holm_asks_more_of_each_item_the_more_there_are() -> None:
    found = kano(STILL[0].labels(np.random.default_rng(12)), period="year")
    p_values = sorted(one.p_value for one in found.items if one.p_value is not None)
    holm = sorted(one.holm for one in found.items if one.holm is not None)
    running = np.maximum.accumulate([min(p * (5 - at), 1) for at, p in enumerate(p_values)])
    assert holm == pytest.approx(running.tolist())
    assert after_holm(found.items, 0.999999)[0].change in {Change.MOVED, Change.CHANGED}


JUDGE = Judge(confidence=0.95, matters=0.25)


def pair(
    reward: float, cost: float, variance: tuple[float, float] = (0.01, 0.04), freedom: float = 10.0
) -> Pair:
    return Pair(np.array([reward, cost]), np.diag(variance), np.array([freedom, freedom]))


def test_what_bad_costs_is_told_as_a_change_of_the_outcome_below_zero() -> None:
    """Students t at ten degrees is 2.228: 1 +- 0.223, and a cost of 0.2 +- 0.446 turned round."""
    found = JUDGE.contrast(pair(1.0, 0.2), "2026", (100, 40, 30))
    assert (found.period, found.n, found.well, found.badly) == ("2026", 100, 40, 30)
    assert found.reward is not None
    assert found.penalty is not None
    assert (found.reward.low, found.reward.high) == pytest.approx((0.77719, 1.22281), abs=1e-5)
    ends = (found.penalty.low, found.penalty.value, found.penalty.high)
    assert ends == pytest.approx((-0.64563, -0.2, 0.24563), abs=1e-5)
    assert (found.reward.n, found.penalty.n) == (40, 30)
    assert found.kind is KanoClass.UNDECIDED
    sure = JUDGE.contrast(pair(1.0, 0.2, (1e-4, 1e-4)), "2026", (100, 40, 30))
    assert sure.kind is KanoClass.DELIGHTER


def test_a_side_that_cannot_be_told_has_no_figure_and_leaves_no_class() -> None:
    found = JUDGE.contrast(pair(1.0, float("nan"), (1e-4, float("nan"))), "all", (100, 40, 0))
    assert found.reward is not None
    assert (found.penalty, found.kind) == (None, KanoClass.UNDECIDED)
    assert JUDGE.interval(1.0, float("nan"), 10.0, 5) is None


def test_the_class_is_told_by_the_fewer_degrees_of_freedom() -> None:
    """Two and a half errors are enough at a hundred degrees, not at three (t = 3.18)."""
    sides = np.array([1.0, 0.0]), np.diag([0.16, 0.0])
    assert JUDGE.contrast(Pair(*sides, np.array([100, 100])), "all", (9, 9, 9)).kind is (
        KanoClass.DELIGHTER
    )
    assert JUDGE.contrast(Pair(*sides, np.array([100, 3])), "all", (9, 9, 9)).kind is (
        KanoClass.UNDECIDED
    )


def test_comments_are_counted_in_all_and_on_each_side() -> None:
    well, badly = csr_array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), csr_array((3, 2))
    sides = Sides(well, badly, csr_array((3, 0)), np.zeros(3), np.zeros(3, np.int64))
    assert counted(sides).tolist() == [[3, 2, 0], [3, 1, 0]]


def test_an_item_without_a_line_stays_as_it_is() -> None:
    item = make_item(change=Change.UNTESTED)
    assert with_line(item, None, JUDGE, ("2025", "2026")) is item


def test_ageing_is_what_bad_costs_more_less_what_good_gains_more() -> None:
    """Cost up by 1, reward down by 0.5; their variances add, twice their covariance is taken off.

    0.02 + 0.05 - 2 * 0.01 is 0.05; with five degrees of freedom t is 2.571.
    """
    change = Pair(
        np.array([-0.5, 1.0]), np.array([[0.02, 0.01], [0.01, 0.05]]), np.array([5.0, 9.0])
    )
    line = Line(pair(1.0, 0.0), pair(0.5, 1.0), change, 0.03)
    found = with_line(make_item(change=Change.UNTESTED), line, JUDGE, ("2025", "2025-Q4", "2026"))
    assert found.ageing is not None
    assert found.ageing.value == pytest.approx(1.5)
    assert found.ageing.high - 1.5 == pytest.approx(2.570582 * 0.05**0.5, abs=1e-5)
    assert (found.ageing.n, found.p_value) == (70, 0.03)
    assert found.before is not None
    assert found.now is not None
    assert (found.before.period, found.now.period) == ("2025", "2026")
    assert (found.now.n, found.now.well, found.now.badly) == (100, 40, 30)
    assert found.before.reward is not None
    assert found.now.reward is not None
    assert (found.before.reward.value, found.now.reward.value) == (1.0, 0.5)


D, B, U = KanoClass.DELIGHTER, KanoClass.BASIC, KanoClass.UNDECIDED


def test_holms_steps_are_those_worked_out_by_hand() -> None:
    """Of 0.01, 0.04 and 0.03: three times the least, twice the next, and no less for the last."""
    items = [make_item(key, Change.UNTESTED, D, B, p_value=p) for key, p in P_VALUES.items()]
    found = {one.key: one for one in after_holm(items, 0.05)}
    assert [found[key].holm for key in "abc"] == pytest.approx([0.03, 0.06, 0.06])
    assert [found[key].change for key in "abc"] == [Change.CHANGED, Change.STEADY, Change.STEADY]


P_VALUES = {"a": 0.01, "b": 0.04, "c": 0.03}


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (D, B, Change.CHANGED),
        (D, D, Change.MOVED),
        (U, B, Change.MOVED),
        (D, U, Change.MOVED),
    ],
)
def test_a_change_is_one_of_class_only_where_both_are_told(
    before: KanoClass, now: KanoClass, change: Change
) -> None:
    (found,) = after_holm([make_item("a", Change.UNTESTED, before, now, p_value=0.05)], 0.05)
    assert (found.change, found.holm) == (change, 0.05)


def test_an_item_that_was_not_tested_stays_untested_and_costs_the_others_nothing() -> None:
    items = [make_item("a", Change.UNTESTED), make_item("b", Change.UNTESTED, D, B, p_value=0.04)]
    first, second = after_holm(items, 0.05)
    assert (first.key, first.holm, first.change) == ("b", 0.04, Change.CHANGED)
    assert (second.holm, second.change) == (None, Change.UNTESTED)


def test_no_corrected_p_value_is_above_one() -> None:
    items = [make_item(key, Change.UNTESTED, D, B, p_value=0.8) for key in "ab"]
    assert [one.holm for one in after_holm(items, 0.05)] == [1.0, 1.0]


def test_changed_items_come_first_then_moved_ones_then_the_greatest_effects() -> None:
    items = [
        make_item("small", Change.UNTESTED, reward=0.6),
        make_item("none", Change.UNTESTED, reward=None),
        make_item("great", Change.UNTESTED, reward=-2.0),
        make_item("moved", Change.UNTESTED, D, D, p_value=1e-4, reward=0.1),
        make_item("changed", Change.UNTESTED, D, B, p_value=1e-3, reward=0.1),
        make_item("also small", Change.UNTESTED, reward=0.6),
    ]
    order = [one.key for one in after_holm(items, 0.05)]
    # A penalty of half a level stands behind the item without a reward.
    assert order == ["changed", "moved", "great", "also small", "small", "none"]
