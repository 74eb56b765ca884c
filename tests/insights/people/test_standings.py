"""One figure of every group against the others, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from cxnlp.insights.intervals import Estimates
from cxnlp.insights.people.members import Members, read_members
from cxnlp.insights.people.standings import GroupFigure, group_figure, standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.insights.people.views import Standing, Verdict

NAN = float("nan")


def members(sizes: Sequence[int], *, least: int = 1) -> Members:
    """Teams a, b, c of these sizes, the largest first, every comment by its own customer."""
    team = [name for name, size in zip("abc", sizes, strict=False) for _ in range(size)]
    n = len(team)
    table = {"row": range(n), "level": [4] * n, "status": ["labelled"] * n, "team": team}
    return read_members(pa.table(table), "team", within=(), least=least)


def figure(
    p_value: list[float], difference: list[float], n: list[int] | None = None
) -> GroupFigure:
    """One figure of groups 0, 1, 2 … of ten comments each."""
    size, away = len(p_value), np.array(difference)
    half = np.full(size, 0.5)
    own = Estimates(half, half - 0.1, half + 0.1, np.array(n or [10] * size))
    drawn = Estimates(away / 2, away / 2 - 0.1, away / 2 + 0.1, own.n)
    p_values = np.array(p_value)
    return GroupFigure(own, drawn, away, half, p_values, ~np.isnan(p_values))


def verdicts(found: list[list[Standing | None]]) -> list[list[Verdict | None]]:
    return [[None if one is None else one.verdict for one in row] for row in found]


def test_a_group_stands_against_all_the_others_in_the_unit_of_the_figure() -> None:
    """Half of a's comments say yes, a quarter of b's: on a scale from 1 to 6, 3.5 and 2.25."""
    value = np.array([1.0, 0.0] * 10 + [1.0, 0.0, 0.0, 0.0] * 4)
    found = group_figure(members([20, 16]), value, width=5.0, shift=1.0)
    assert found.own.value == pytest.approx([3.5, 2.25])
    assert found.difference == pytest.approx([1.25, -1.25])
    plain = group_figure(members([20, 16]), value)
    assert plain.difference == pytest.approx([0.25, -0.25])
    assert found.variance == pytest.approx(25 * plain.variance)
    assert found.p_value == pytest.approx(plain.p_value)
    assert found.drawn.value == pytest.approx(5 * plain.drawn.value)
    assert plain.own.coverage == plain.drawn.coverage == 0.95


def test_comments_that_say_nothing_do_not_count_and_too_few_are_not_tested() -> None:
    """Five of a's comments speak, and four of b's."""
    value = np.full(40, NAN)
    value[:5], value[20:24] = [1, 0, 1, 0, 1], [0, 1, 0, 0]
    found = group_figure(members([20, 20]), value, fewest=5)
    assert found.own.n.tolist() == [5, 4]
    assert found.enough.tolist() == [True, False]
    assert np.isnan(found.difference).tolist() == [False, True]
    assert np.isnan(found.p_value).tolist() == [False, True]
    assert np.isnan(found.drawn.value).tolist() == [False, True]


def test_only_judged_groups_are_compared_though_the_others_belong_to_the_rest() -> None:
    """c's five comments are too few to judge, and yet a part of what a and b stand against."""
    value = np.array([1.0] * 10 + [0.0] * 10 + [0.0] * 10 + [1.0] * 5)
    found = group_figure(members([20, 10, 5], least=10), value)
    assert found.own.value == pytest.approx([0.5, 0, 1])
    assert found.difference == pytest.approx([0.5 - 5 / 15, 0 - 15 / 25])


def test_verdicts_need_a_q_value_at_the_rate_over_all_figures_together() -> None:
    """p-values 0.01, 0.5 and 0.02, 0.9: q-values of 0.04 each for the first, of 0.67 and 0.9."""
    found = standings(
        [figure([0.01, 0.5], [0.3, -0.3]), figure([0.02, 0.9], [-0.2, 0.2])],
        np.array([0, 1]),
        false_alarms=0.04,
    )
    assert verdicts(found) == [["strong", "like the others"], ["weak", "like the others"]]
    (first, second), (third, fourth) = found
    assert first is not None
    assert second is not None
    assert third is not None
    assert fourth is not None
    q_values = [one.q_value for one in (first, second, third, fourth)]
    assert q_values == pytest.approx([0.04, 2 / 3, 0.04, 0.9])
    assert first.difference is not None
    assert (first.value.value, first.difference.value) == (0.5, 0.15)


def test_the_rate_itself_is_enough_and_anything_above_is_not() -> None:
    one = [figure([0.05], [0.3])]
    assert verdicts(standings(one, np.array([0]), false_alarms=0.05)) == [["strong"]]
    assert verdicts(standings(one, np.array([0]), false_alarms=0.0499)) == [["like the others"]]


def test_what_was_not_tested_is_too_few_and_what_was_not_said_is_nothing() -> None:
    found = standings(
        [figure([NAN, NAN, 0.5], [NAN, NAN, 0.1], [3, 0, 10])],
        np.array([0, 1, 2]),
        false_alarms=0.05,
    )
    assert verdicts(found) == [["too few", None, "like the others"]]
    few = found[0][0]
    assert few is not None
    assert few.difference is None
    assert np.isnan(few.q_value)


def test_alike_beyond_any_test_is_like_the_others_without_a_difference() -> None:
    alike = replace(figure([NAN], [NAN]), enough=np.array([True]))
    ((one,),) = standings([alike], np.array([0]), false_alarms=0.05)
    assert one is not None
    assert (one.verdict, one.difference) == ("like the others", None)


def test_judged_groups_find_their_own_figure() -> None:
    """Two groups were counted, the second alone is judged."""
    both = figure([0.9, 0.5], [0.2, 0.1], [10, 7])
    judged = replace(both, p_value=both.p_value[1:], enough=both.enough[1:])
    ((one,),) = standings([judged], np.array([1]), false_alarms=0.05)
    assert one is not None
    assert one.value.n == 7


def test_without_figures_there_is_no_standing() -> None:
    assert standings([], np.array([0, 1]), false_alarms=0.05) == []
