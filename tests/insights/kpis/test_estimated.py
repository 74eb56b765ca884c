"""KPIs that nobody asked for are estimated from the levels, and named estimates."""

from __future__ import annotations

import numpy as np
import pytest
from tests.insights.kpis.conftest import make_run

from cxnlp.insights.kpis import Kpi, KpiSettings, kpis
from cxnlp.insights.kpis.estimated import ERRORS
from cxnlp.insights.kpis.levelmap import LEAST_PAIRS


def test_satisfied_are_desired_and_better() -> None:
    found = kpis(make_run([1, 3, 4, 6] * 10, sure=1.0)).estimate(Kpi.CSAT)
    assert found is not None
    assert found.estimated
    assert "Estimate" in found.title
    assert found.total.value == pytest.approx(0.5)


def test_promoters_tell_everyone_and_detractors_warn_others() -> None:
    found = kpis(make_run([1, 2, 3, 4, 5, 6, 6, 6], sure=1.0)).estimate(Kpi.NPS)
    assert found is not None
    assert found.total.value == pytest.approx((4 - 2) / 8)


def test_probabilities_count_and_not_the_levels_alone() -> None:
    found = kpis(make_run([4] * 10, sure=0.5)).estimate(Kpi.CSAT)
    assert found is not None
    assert found.total.value == pytest.approx(0.5 + 2 * 0.1)


def test_the_interval_holds_the_error_of_the_estimate() -> None:
    """A million comments do not make it sharper than it is."""
    found = kpis(make_run([2, 5] * 5000, sure=1.0)).estimate(Kpi.CSAT)
    assert found is not None
    assert found.error == ERRORS[Kpi.CSAT]
    assert found.total.high - found.total.low > 2 * 1.9 * ERRORS[Kpi.CSAT]


def test_what_levels_do_not_tell_is_not_estimated() -> None:
    found = kpis(make_run([2, 5], sure=0.9))
    assert found.estimate(Kpi.CES) is None
    assert any("no estimate" in one.why and "ces" in one.what for one in found.left_out)


def test_a_measured_kpi_needs_no_estimate() -> None:
    found = kpis(make_run([2, 5] * 20, sure=0.9, csat=[1.0, 5.0] * 20))
    assert found.measured(Kpi.CSAT) is not None
    assert found.estimate(Kpi.CSAT) is None


def test_estimates_can_be_left_out() -> None:
    found = kpis(make_run([2, 5], sure=0.9), KpiSettings(estimates=False))
    assert not any(one.estimated for one in found.figures)


def test_without_probabilities_there_is_no_estimate() -> None:
    found = kpis(make_run([2, 5]))
    assert found.estimate(Kpi.CSAT) is None
    assert any("No comment has a level with probabilities" in one.why for one in found.left_out)


def test_where_some_were_asked_the_others_are_estimated_by_a_fitted_map() -> None:
    """Only those on levels 4 and up were asked: the plain share is too good, the map is not."""
    random = np.random.default_rng(0)
    levels = random.integers(1, 7, 3000).tolist()
    answers = [5.0 if random.random() < (0.9 if one >= 4 else 0.1) else 1.0 for one in levels]
    asked = [
        answer if random.random() < (0.8 if one >= 4 else 0.2) else None
        for one, answer in zip(levels, answers, strict=True)
    ]
    found = kpis(make_run(levels, sure=0.95, csat=asked))
    measured, estimate = found.measured(Kpi.CSAT), found.estimate(Kpi.CSAT)
    assert measured is not None
    assert estimate is not None
    assert measured.total.value > 0.65
    assert "Estimate for all comments" in estimate.title
    assert estimate.total.n == 3000
    assert abs(estimate.total.value - 0.5) < abs(measured.total.value - 0.5)


@pytest.mark.parametrize(
    ("kpi", "by_level"),
    [
        (Kpi.CSAT, [0, 0, 0, 1, 1, 1]),
        (Kpi.NPS, [-1, -1, 0, 0, 1, 1]),
        (Kpi.RETENTION, [0, 0, 0, 1, 1, 1]),
        (Kpi.ESCALATED, [1, 0, 0, 0, 0, 0]),
    ],
)
def test_each_level_stands_for_what_its_definition_says(kpi: Kpi, by_level: list[int]) -> None:
    for level, value in enumerate(by_level, start=1):
        found = kpis(make_run([level] * 10, sure=1.0)).estimate(kpi)
        assert found is not None
        assert found.total.value == pytest.approx(value)


def test_where_nearly_all_were_asked_the_rest_needs_no_estimate() -> None:
    answers: list[float | None] = [1.0, 5.0] * 500
    answers[7] = None
    found = kpis(make_run([2, 5] * 500, sure=0.9, csat=answers))
    assert found.measured(Kpi.CSAT) is not None
    assert found.estimate(Kpi.CSAT) is None


@pytest.mark.parametrize(("asked", "told"), [(LEAST_PAIRS, True), (LEAST_PAIRS - 1, False)])
def test_a_map_is_fitted_from_a_hundred_answers_on(asked: int, *, told: bool) -> None:
    answers = [[1.0, 5.0][at % 2] if at < asked else None for at in range(400)]
    found = kpis(make_run([2, 5] * 200, sure=0.9, csat=answers))
    assert (found.estimate(Kpi.CSAT) is not None) is told


def test_a_group_that_nobody_was_asked_in_is_estimated_from_its_levels() -> None:
    """The map rises with the levels: on level 6 nine of ten are satisfied, on level 1 one."""
    random = np.random.default_rng(1)
    levels = random.integers(1, 7, 1200).tolist() + [6] * 200 + [1] * 200
    answers: list[float | None] = [
        5.0 if random.random() < (0.9 if one >= 4 else 0.1) else 1.0 for one in levels[:1200]
    ]
    channel = ["desk"] * 1200 + ["mail"] * 200 + ["chat"] * 200
    run = make_run(levels, sure=0.95, csat=answers + [None] * 400, channel=channel)
    estimate = kpis(run).estimate(Kpi.CSAT)
    assert estimate is not None
    groups = estimate.by["channel"]
    value = dict(zip(groups.names, groups.value.value.tolist(), strict=True))
    assert value["mail"] == pytest.approx(0.9, abs=0.08)
    assert value["chat"] == pytest.approx(0.1, abs=0.08)
