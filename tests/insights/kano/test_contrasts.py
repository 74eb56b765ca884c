"""Penalty-reward contrasts at one time, and along a straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import f as fisher

from cxnlp.insights.kano.contrasts import Sides, lines, pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.kano.contrasts import Line


def _sides(marks: NDArray[np.int64], value: NDArray[np.float64]) -> Sides:
    """What 300 customers praise (1) and blame (-1) of each item, and the levels they give."""
    praised, blamed = csr_array((marks > 0) * 1.0), csr_array((marks < 0) * 1.0)
    return Sides(praised, blamed, csr_array((300, 0)), value, np.arange(300))


def test_lines_end_where_exact_effects_begin_and_end() -> None:
    """Reward falls from 2 to 1, cost rises from 0 to 3; nothing else is there."""
    time = np.repeat(np.linspace(0, 1, 5), 60)
    sign = np.tile([-1, 0, 1], 100)
    value = 3 + (sign > 0) * (2 - time) - (sign < 0) * 3 * time
    value += np.random.default_rng(11).normal(0, 1e-3, 300)
    sides = _sides(sign[:, None], value)
    line: Line | None = lines(sides, time, floor=20)[0]
    assert line is not None
    assert line.before.value == pytest.approx([2, 0], abs=0.01)
    assert line.now.value == pytest.approx([1, 3], abs=0.01)
    assert line.p_value < 1e-6
    assert pairs(sides, floor=20)[0].value == pytest.approx([1.5, 1.5], abs=0.3)


def test_of_items_that_always_come_together_nothing_is_told() -> None:
    sign = np.tile([-1, 0, 1], 100)
    other = np.repeat([-1, 0, 1], 100)
    marks = np.stack([sign, sign, other], axis=1)
    value = 3 + sign + other + np.random.default_rng(15).normal(0, 0.1, 300)
    sides = _sides(marks, value)
    one, twin, apart = pairs(sides, floor=20)
    for held in (one, twin):
        assert np.isnan(held.value).all()
        assert np.isnan(held.variance).all()
    assert apart.value == pytest.approx([1, 1], abs=0.1)


def test_over_time_nothing_is_told_of_items_that_always_come_together() -> None:
    time = np.repeat(np.linspace(0, 1, 5), 60)
    sign, other = np.tile([-1, 0, 1], 100), np.tile(np.repeat([-1, 0, 1], 3), 34)[:300]
    marks = np.stack([sign, sign, other], axis=1)
    value = 3 + sign + other + np.random.default_rng(17).normal(0, 0.1, 300)
    sides = _sides(marks, value)
    one, twin, apart = lines(sides, time, floor=20)
    assert one is None
    assert twin is None
    assert apart is not None
    assert apart.now.value == pytest.approx([1, 1], abs=0.1)


def few(
    sign: list[int], value: list[float], customer: list[int] | None = None, *, others: int = 0
) -> Sides:
    """One item, and as many others that nobody names."""
    marks = np.array([[one, *[0] * others] for one in sign])
    who = np.arange(len(sign)) if customer is None else np.array(customer)
    return Sides(
        csr_array((marks > 0) * 1.0),
        csr_array((marks < 0) * 1.0),
        csr_array((len(sign), 0)),
        np.array(value),
        who,
    )


SIGN = [1, 1, 1, 0, 0, 0, -1, -1, -1]
VALUE = [4.0, 5.0, 6.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0]


def test_reward_and_cost_are_distances_from_the_neutral_mean() -> None:
    """Means of 5, 3 and 2: done well gains 2, done badly takes 1.

    Each side of three with squares of 2 has a jackknife variance of 2 / 6 * 3 / 2, all of it times
    8/9 for the nine customers; the neutral side stands in both, with opposite signs.
    """
    (found,) = pairs(few(SIGN, VALUE), floor=3)
    assert found.value == pytest.approx([2, 1])
    one = 2 / 6 * 3 / 2 * 8 / 9
    assert found.variance == pytest.approx(np.array([[2 * one, -one], [-one, 2 * one]]), rel=1e-5)
    assert (found.freedom > 1).all()


def test_a_side_below_the_floor_joins_the_neutral_comments() -> None:
    """Two complaints are too few: praise stands against all the other five, of mean 2.4."""
    (found,) = pairs(few(SIGN[:8], [*VALUE[:6], 1.0, 2.0]), floor=3)
    assert found.value[0] == pytest.approx(5 - 12 / 5)
    assert np.isnan(found.value[1])
    assert np.isnan(found.variance[:, 1]).all()
    assert np.isfinite(found.variance[0, 0])


def test_the_floor_counts_customers_and_not_their_comments() -> None:
    once = few(SIGN, VALUE)
    twice = few(SIGN, VALUE, [0, 0, 1, 2, 3, 4, 5, 6, 7])
    assert (once.behind(once.well).tolist(), once.behind(once.badly).tolist()) == ([3], [3])
    assert twice.behind(twice.well).tolist() == [2]
    (found,) = pairs(twice, floor=3)
    assert np.isnan(found.value[0])
    assert np.isfinite(found.value[1])


def test_an_item_that_nobody_names_has_no_pair_and_is_counted_as_such() -> None:
    sides = few(SIGN, VALUE, others=1)
    assert sides.behind(sides.well).tolist() == [3, 0]
    named, silent = pairs(sides, floor=3)
    assert named.value == pytest.approx([2, 1])
    assert np.isnan(silent.value).all()
    (nothing,) = pairs(few([0] * 4, [1.0, 2.0, 3.0, 4.0]), floor=1)
    assert np.isnan(nothing.variance).all()


def test_some_comments_are_taken_with_all_that_is_known_of_them() -> None:
    part = few(SIGN, VALUE).take(np.array([8, 0]))
    assert part.value.tolist() == [3, 4]
    assert part.customer.tolist() == [8, 0]
    assert (part.well.toarray().tolist(), part.badly.toarray().tolist()) == ([[0], [1]], [[1], [0]])
    assert part.controls.shape == (2, 0)


def test_each_half_of_the_time_needs_enough_of_both_sides_and_the_middle_is_late() -> None:
    sides = few(SIGN * 3, VALUE * 3)
    early = np.repeat([0.0, 0.5, 1.0], 9)
    assert lines(sides, early, floor=3)[0] is not None
    assert lines(sides, early, floor=4) == [None]
    late = np.repeat([0.5, 0.75, 1.0], 9)
    assert lines(sides, late, floor=1) == [None]


def test_the_test_of_change_is_hotellings() -> None:
    """T squared by 2 f / (f - 1) is Fisher's F of 2 and f - 1 degrees (Hotelling 1931)."""
    random = np.random.default_rng(18)
    sides = _sides(np.tile([-1, 0, 1], 100)[:, None], random.normal(3, 1, 300))
    (line,) = lines(sides, np.repeat(np.linspace(0, 1, 5), 60), floor=20)
    assert line is not None
    change = line.change
    assert change.value == pytest.approx(line.now.value - line.before.value)
    squared = change.value @ np.linalg.inv(change.variance) @ change.value
    freedom = change.freedom.min()
    expected = fisher(2, freedom - 1).sf(squared * (freedom - 1) / (2 * freedom))
    assert line.p_value == pytest.approx(expected, rel=1e-6)
    assert 0.001 < line.p_value < 1
