"""A map from levels to a KPI: fitted in order, corrected where answers stand beside it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.insights.kpis.conftest import one_group

from cxnlp.errors import InputDataError
from cxnlp.insights.kpis import Kpi
from cxnlp.insights.kpis.levelmap import FittedMap, fit_level_map

TRUE = np.array([0.0, 0.1, 0.4, 0.8, 0.9, 1.0])


def simulated(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    level = random.integers(0, 6, n)
    chances = 0.94 * np.eye(6)[level] + 0.01
    satisfied = (random.random(n) < TRUE[level]).astype(float)
    return chances, satisfied


def flat(customer: np.ndarray, place: np.ndarray) -> FittedMap:
    """A map that says 0.5 of everyone, of comments that are all alike."""
    n = len(customer)
    return FittedMap(customer, np.full(n, 0.5), place, np.full((n, 6), 1 / 6), np.eye(6), error=0.1)


def test_the_value_of_each_level_is_found() -> None:
    chances, satisfied = simulated(20_000)
    found = fit_level_map(Kpi.CSAT, chances, satisfied, np.full(20_000, -1))
    assert np.abs(found.weights - TRUE).max() < 0.06
    assert found.error is None
    assert (np.diff(found.weights) >= 0).all()


def test_a_kpi_that_falls_with_the_levels_is_fitted_falling() -> None:
    chances, satisfied = simulated(5_000)
    found = fit_level_map(Kpi.ESCALATED, chances, 1 - satisfied, np.full(5_000, -1), rising=False)
    assert (np.diff(found.weights) <= 0).all()
    assert found.weights[0] > 0.9


def test_few_pairs_fit_no_map() -> None:
    chances, satisfied = simulated(99)
    with pytest.raises(InputDataError, match="99 rows with both"):
        fit_level_map(Kpi.CSAT, chances, satisfied, np.full(99, -1))


def test_how_far_groups_differ_beyond_chance_is_told() -> None:
    """Ten groups whose answers lie 0.2 above or below what their levels say."""
    chances, _ = simulated(10_000)
    group = np.arange(10_000) % 10
    place = np.clip(chances @ TRUE * 0.5 + np.where(group % 2, 0.45, 0.05), 0, 1)
    assert fit_level_map(Kpi.CSAT, chances, place, group).error == pytest.approx(0.2, abs=0.03)
    place = np.clip(chances @ TRUE, 0, 1)
    assert fit_level_map(Kpi.CSAT, chances, place, group).error == pytest.approx(0, abs=0.02)


def test_answers_correct_a_map_that_errs() -> None:
    """The map says 0.5 everywhere; of those asked, three quarters are satisfied."""
    place = np.full(400, np.nan)
    place[:100] = np.tile([1.0, 1, 1, 0], 25)
    whole = flat(np.arange(400), place)
    found = whole.within(one_group(400), 0.95)[0]
    assert found.value == pytest.approx(0.75)
    assert 0.64 < found.low < 0.69
    assert 0.81 < found.high < 0.86
    assert found.n == 400


def test_a_group_without_answers_carries_the_maps_error() -> None:
    whole = flat(np.arange(400), np.full(400, np.nan))
    found = whole.within(one_group(400), 0.95)[0]
    assert found.value == 0.5
    assert found.high - found.low > 2 * 0.19


def test_one_customer_tells_nothing() -> None:
    whole = flat(np.zeros(3, np.int64), np.full(3, np.nan))
    found = whole.within(one_group(3, [0, 0, 0]), 0.95)[0]
    assert (found.low, found.high) == (0, 1)


def test_the_error_between_groups_is_that_of_dersimonian_and_laird_written_out() -> None:
    """Seven groups of some hundred answers, three with too few to tell, and rows without one."""
    chances, satisfied = simulated(2000, seed=3)
    random = np.random.default_rng(4)
    group = random.choice(np.arange(-1, 10), 2000, p=[0.07, *[0.13] * 7, 0.01, 0.005, 0.005])
    place = np.clip(satisfied * 0.8 + 0.02 * group, 0, 1)
    found = fit_level_map(Kpi.CSAT, chances, place, group)
    residual = place - found.predicted(chances)
    held = [residual[group == one] for one in range(10) if (group == one).sum() >= 30]
    assert len(held) == 7
    weight = np.array([len(one) / one.var() for one in held])
    mean = np.array([one.mean() for one in held])
    centre = np.average(mean, weights=weight)
    excess = (weight * (mean - centre) ** 2).sum() - 6
    spread = np.sqrt(excess / (weight.sum() - (weight**2).sum() / weight.sum()))
    assert spread > 0.02
    assert found.error == pytest.approx(spread)


def test_an_answer_of_a_kind_that_there_is_too_much_of_counts_for_nothing_and_never_against() -> (
    None
):
    """Nearly all comments are surely of the first level; of thirty answers half lean the other way.

    Their weights are p times the inverse of [[.26, .24], [.24, .26]] times the mix (.985, .015):
    5.85 and -3.85. The map says 0.5, those who lean the first way 0.9: so does the estimate.
    """
    n = 1000
    chances = np.zeros((n, 6))
    chances[:, 0] = 1
    chances[:15, :2], chances[15:30, :2] = [0.6, 0.4], [0.4, 0.6]
    inverse = np.zeros((6, 6))
    inverse[:2, :2] = [[26, -24], [-24, 26]]
    place = np.full(n, np.nan)
    place[:15], place[15:30] = 0.9, 0.1
    whole = FittedMap(np.arange(n), np.full(n, 0.5), place, chances, inverse, error=0.1)
    assert whole.within(one_group(n), 0.95)[0].value == pytest.approx(0.9)
