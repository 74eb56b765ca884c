"""Intervals by resampling."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import Estimate, bootstrap, resamples


def _mean(values: np.ndarray) -> float:
    return float(values.mean())


def test_the_interval_of_a_mean_is_about_two_standard_errors_wide() -> None:
    values = np.random.default_rng(6).normal(0, 1, 400)
    found = bootstrap(_mean, values)
    assert found.value == _mean(values)
    assert found.high - found.low == pytest.approx(2 * 1.96 / 20, rel=0.15)
    assert found.n == 400


def test_rows_of_the_same_customer_widen_the_interval() -> None:
    random = np.random.default_rng(7)
    customer = np.repeat(np.arange(40), 10)
    values = random.normal(0, 1, 40)[customer] + random.normal(0, 0.1, 400)
    alone = bootstrap(_mean, values)
    together = bootstrap(_mean, values, clusters=customer)
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(8).normal(0, 1, 50)
    assert bootstrap(_mean, values, seed=3) == bootstrap(_mean, values, seed=3)
    assert bootstrap(_mean, values, seed=3) != bootstrap(_mean, values, seed=4)


def test_arrays_are_drawn_by_the_same_rows() -> None:
    values = np.arange(30.0)
    found = bootstrap(lambda one, other: float(np.abs(one - other).max()), values, values.copy())
    assert (found.low, found.high) == (0, 0)


def test_draws_without_a_number_are_left_out() -> None:
    values = np.array([0.0, 1.0])

    def picky(drawn: np.ndarray) -> float:
        return float("nan") if drawn.min() == drawn.max() else 0.5

    assert bootstrap(picky, values, draws=50).low == 0.5


def test_of_a_single_cluster_nothing_is_known_about_others() -> None:
    values = np.random.default_rng(8).normal(0, 1, 50)
    found = bootstrap(_mean, values, clusters=["one customer"] * 50)
    assert np.isnan([found.low, found.high]).all()
    assert found.value == values.mean()


def test_rows_without_a_customer_stand_for_themselves() -> None:
    values = np.random.default_rng(8).normal(0, 1, 50)
    alone = bootstrap(_mean, values, clusters=[str(row) for row in range(50)])
    nobody = bootstrap(_mean, values, clusters=[""] * 50)
    assert nobody.high - nobody.low == pytest.approx(alone.high - alone.low, rel=0.2)


def test_of_a_single_row_no_interval_is_known() -> None:
    found = bootstrap(lambda x: float(x.mean()), np.array([3.0]))
    assert found.value == 3
    assert np.isnan([found.low, found.high]).all()


def test_of_no_rows_or_no_number_nothing_is_made_up() -> None:
    nothing = bootstrap(lambda x: float(x.sum()), np.array([]))
    assert (nothing.value, nothing.low, nothing.high, nothing.n) == (0, 0, 0, 0)
    never = bootstrap(lambda x: float("nan") * float(x.sum()), np.arange(5.0), draws=20)
    assert np.isnan([never.value, never.low, never.high]).all()
    assert never.n == 5


def test_what_is_not_known_is_said_in_words() -> None:
    nothing = float("nan")
    assert str(Estimate(1.0, nothing, nothing, 1)) == "1.000 (no interval)"
    assert str(Estimate(nothing, nothing, nothing, 9)) == "no number"


def test_resamples_are_the_same_whatever_is_measured_on_them() -> None:
    clusters = ["a", "a", "b", "c"]
    first = [rows.tolist() for rows in resamples(4, clusters, draws=5, seed=2)]
    assert first == [rows.tolist() for rows in resamples(4, clusters, draws=5, seed=2)]
    for rows in first:
        assert rows.count(0) == rows.count(1)
    assert [*resamples(3, ["a"] * 3)] == []
