"""One KPI in total, by period and by group, with verdicts that chance does not give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.insights.kpis.conftest import make_run

from cxnlp.insights.kpis import Kpi, KpiFigure, KpiSettings, kpis

if TYPE_CHECKING:
    from collections.abc import Sequence


def escalated(
    flags: Sequence[bool | None],
    text: str = "",
    *,
    team: Sequence[str | None] | None = None,
    customer: Sequence[str | None] | None = None,
) -> KpiFigure:
    nobody = [None] * len(flags)
    run = make_run(
        [3] * len(flags), escalated=flags, team=team or nobody, customer=customer or nobody
    )
    found = kpis(run, KpiSettings.parse(text)).measured(Kpi.ESCALATED)
    assert found is not None
    return found


def test_groups_with_few_answers_are_not_shown_but_counted() -> None:
    teams: Sequence[str | None] = ["big"] * 30 + ["small"] * 9 + ["mute"] * 10
    flags: Sequence[bool | None] = [True, False, False] * 13 + [None] * 10
    groups = escalated(flags, team=teams).by["team"]
    assert groups.names == ("big",)
    assert [(one.n, one.what) for one in groups.left_out] == [(1, "values of team")]


def test_a_group_that_really_differs_is_told_and_worse_means_worse() -> None:
    teams: Sequence[str | None] = ["a", "b", "c", "d"] * 100
    flags: Sequence[bool | None] = [
        team == "b" or place % 7 == 0 for place, team in enumerate(teams)
    ]
    groups = escalated(flags, team=teams).by["team"]
    at = groups.names.index("b")
    assert groups.verdict[at] == -1
    assert groups.q_value[at] < 0.001
    assert groups.difference is not None
    assert groups.difference.value[at] > 0.5
    assert all(groups.verdict[groups.names.index(name)] >= 0 for name in "acd")


def test_one_group_has_nothing_to_differ_from() -> None:
    groups = escalated([True, False] * 10, team=["only"] * 20).by["team"]
    assert np.isnan(groups.q_value).all()
    assert groups.verdict.tolist() == [0]


def test_only_the_largest_groups_are_shown() -> None:
    teams: Sequence[str | None] = ["a"] * 20 + ["b"] * 15 + ["c"] * 10
    groups = escalated([True, False, False] * 15, "most_groups = 2", team=teams).by["team"]
    assert groups.names == ("a", "b")
    assert groups.left_out[0].n == 1


def test_periods_without_an_answer_are_gaps() -> None:
    run = make_run([3] * 4, days=[0, 1, 65, 66], escalated=[True, False, True, True])
    found = kpis(run, KpiSettings(period="month"))
    figure = found.measured(Kpi.ESCALATED)
    assert found.periods == ("2026-01", "2026-02", "2026-03")
    assert figure is not None
    assert figure.by_period is not None
    assert np.array_equal(figure.by_period.value, [0.5, np.nan, 1], equal_nan=True)
    assert figure.by_period.n.tolist() == [2, 0, 2]


def test_one_customer_who_writes_often_widens_the_interval() -> None:
    flags: Sequence[bool | None] = ([True] * 10 + [False] * 10) * 10
    alone = escalated(flags).total
    often = escalated(flags, customer=[f"c{place // 10}" for place in range(200)]).total
    assert often.value == alone.value == pytest.approx(0.5)
    assert often.high - often.low > 1.5 * (alone.high - alone.low)


def test_groups_of_times_are_compared_by_what_long_cases_do_not_move() -> None:
    random = np.random.default_rng(1)
    hours = random.lognormal(1, 1, 400)
    hours[::4] *= 4
    hours[1] = 50_000.0
    run = make_run([3] * 400, resolution_hours=hours.tolist(), team=["slow", "b", "c", "d"] * 100)
    found = kpis(run)
    median = found.measured(Kpi.RESOLUTION_MEDIAN)
    assert median is not None
    groups = median.by["team"]
    assert groups.names[int(np.argmin(groups.q_value))] == "slow"
    assert groups.verdict[groups.names.index("slow")] == -1
    assert groups.difference is None
    mean = found.measured(Kpi.RESOLUTION_MEAN)
    assert mean is not None
    assert np.isnan(mean.by["team"].q_value).all()
