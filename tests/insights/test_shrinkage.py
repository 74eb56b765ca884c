"""Differences are drawn together as far as chance spreads them, and ranks are told with doubt."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.insights.shrinkage import rank_intervals, shrunk

NOISE = 0.3


def table(spread: float, groups: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    true = random.normal(0, spread, groups)
    return true, true + random.normal(0, NOISE, groups)


def drawn(found: np.ndarray) -> np.ndarray:
    count = np.full(len(found), 30)
    return shrunk(found, np.full(len(found), NOISE**2), count).value


def test_pure_chance_is_drawn_nearly_to_nothing() -> None:
    found = table(0.0, 30, np.random.default_rng(0))[1]
    assert np.abs(drawn(found)).max() < 0.5 * np.abs(found).max()


def test_real_differences_are_left_nearly_as_they_are() -> None:
    found = table(5.0, 30, np.random.default_rng(0))[1]
    assert np.abs(drawn(found) - found).max() < 0.1 * np.abs(found).max()


def test_the_less_is_known_of_a_group_the_more_it_is_drawn() -> None:
    difference = np.array([1.0, 1.0, -1.0, -0.5, 0.6, -0.7])
    variance = np.array([0.02, 1.0, 0.1, 0.1, 0.1, 0.1])
    found = shrunk(difference, variance, np.full(6, 10))
    assert found.value[1] < found.value[0]
    assert found.high[1] - found.low[1] > found.high[0] - found.low[0]


def test_two_groups_show_no_spread_to_learn_from() -> None:
    found = shrunk(np.array([0.4, -0.4]), np.full(2, 0.01), np.full(2, 30))
    assert found.value.tolist() == [0.4, -0.4]
    assert found.low[0] == pytest.approx(0.4 - 0.196, abs=0.001)


def test_a_group_that_is_not_known_stays_unknown() -> None:
    found = shrunk(np.array([np.nan, 0.4, 0.1, -0.5]), np.full(4, 0.01), np.full(4, 30))
    assert np.isnan(found.value[0])
    assert not np.isnan(found.value[1:]).any()
    assert np.isnan(shrunk(np.array([np.nan]), np.array([1.0]), np.array([1])).low).all()


def test_who_cannot_be_told_apart_may_hold_any_rank() -> None:
    low, high = rank_intervals(np.array([0.1, 0.0, -0.1]), np.full(3, 1.0))
    assert (low.tolist(), high.tolist()) == ([1, 1, 1], [3, 3, 3])


def test_what_is_unknown_ranks_anywhere() -> None:
    low, high = rank_intervals(np.array([np.nan, 5.0, 0.0]), np.full(3, 0.01))
    assert (low[0], high[0]) == (1, 3)
    assert (low[1], high[1]) == (1, 2)


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("groups", [3, 8, 30])
def test_intervals_hold_the_truth_and_drawing_together_is_nearer(
    spread: float, groups: int
) -> None:
    random = np.random.default_rng(1)
    held, ranked, near, far = [], [], 0.0, 0.0
    for _ in range(300):
        true, found = table(spread, groups, random)
        variance = np.full(groups, NOISE**2)
        told = shrunk(found, variance, np.full(groups, 30))
        held.append((told.low <= true) & (true <= told.high))
        near += float(((told.value - true) ** 2).sum())
        far += float(((found - true) ** 2).sum())
        low, high = rank_intervals(found, variance)
        rank = groups - np.argsort(np.argsort(true))
        ranked.append((low <= rank) & (rank <= high))
    assert np.concatenate(held).mean() >= 0.93
    assert near <= 1.02 * far
    if spread:
        assert np.concatenate(ranked).mean() >= 0.95


@pytest.mark.parametrize(("groups", "reach"), [(2, 1.960), (3, 2.241), (6, 2.576)])
def test_a_rank_is_told_where_the_difference_passes_bonferronis_reach(
    groups: int, reach: float
) -> None:
    """Two-sided 5 %, shared by the others: the standard normal's tables."""
    variance = np.full(groups, 0.5)  # so that a difference has variance 1
    for difference, told in ((reach - 0.002, False), (reach + 0.002, True)):
        figure = np.zeros(groups)
        figure[0] = difference
        low, high = rank_intervals(figure, variance)
        assert bool(high[0] == 1) is told
        assert bool((low[1:] == 2).all()) is told
    low, high = rank_intervals(np.linspace(0.0, 100.0, groups), variance)
    assert low.tolist() == high.tolist() == list(range(groups, 0, -1))


def test_drawing_together_is_the_posterior_mean_under_every_spread_alike() -> None:
    """Normal differences, any spread as likely as another: integrated over a grid of our own."""
    seen, noise = np.array([0.9, -0.2, 0.1, -0.5, 0.3]), np.array([0.04, 0.09, 0.01, 0.25, 0.04])
    found = shrunk(seen, noise, np.full(5, 30))
    widest = 4 * np.sqrt((seen**2).mean() + noise.min())
    weights, means, seconds = [], [], []
    for spread in np.linspace(0, widest, 20_001):
        total = noise + spread**2
        likelihood = np.prod(np.exp(-0.5 * seen**2 / total) / np.sqrt(total))
        kept = spread**2 / total
        weights.append(likelihood)
        means.append(kept * seen)
        seconds.append(kept * noise + (kept * seen) ** 2)
    share = np.array(weights) / np.sum(weights)
    mean = share @ np.array(means)
    half = 1.95996 * np.sqrt(share @ np.array(seconds) - mean**2)
    np.testing.assert_allclose(found.value, mean, atol=2e-3)
    np.testing.assert_allclose(found.high - found.value, half, atol=4e-3)
    np.testing.assert_allclose(found.value - found.low, half, atol=4e-3)
