"""Laws of drivers and Kano classes: what holds for any comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.insights.drivers import Drivers, drivers
from cxnlp.insights.kano import KanoClass, kano
from cxnlp.insights.kano.classes import classify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.metrics import Estimate

SEEDS: Final = st.integers(0, 10_000)
EFFECTS: Final = st.floats(-3, 3, allow_nan=False)


def run(seed: int, n: int = 120) -> dict[str, object]:
    """Columns of a small run, with anything missing somewhere."""
    random = np.random.default_rng(seed)
    phone = random.random(n) < random.uniform(0.1, 0.9)
    effort = random.normal(3, 1, n) + random.normal() * phone
    return {
        "row": np.arange(n),
        "status": random.choice(["labelled", "no_evidence"], n, p=[0.95, 0.05]),
        "level": random.integers(1, 7, n),
        "touch_phone": phone,
        "touch_web": random.random(n) < 0.3,
        "empathy": random.integers(-1, 2, n).astype(np.int8),
        "effort": np.where(random.random(n) < 0.1, np.nan, effort),
        "escalated": random.random(n) < random.uniform(0.02, 0.98),
        "customer": [f"k{one}" for one in random.integers(0, 70, n)],
    }


def told(columns: Mapping[str, object], outcome: str) -> Drivers | None:
    found = drivers(pa.table(dict(columns)), outcomes=[outcome], floor=8)
    return found.outcomes[0] if found.outcomes else None


def same(one: Estimate | None, two: Estimate | None, factor: float = 1.0) -> bool:
    if one is None or two is None:
        return one is two
    ends = np.array([one.value, one.low, one.high]) * factor
    return bool(np.allclose(ends, [two.value, two.low, two.high], rtol=1e-4, atol=1e-6))


@given(SEEDS, st.sampled_from(["level", "effort", "escalated"]))
@settings(max_examples=25, deadline=None)
def test_figures_lie_in_their_intervals_and_what_is_flagged_has_one(
    seed: int, outcome: str
) -> None:
    found = told(run(seed), outcome)
    if found is None:
        return
    assert found.caveats
    for one in found.drivers:
        assert (one.adjusted is None) == (one.reason is not None) == (one.p_value is None)
        for figure in (one.simple, one.adjusted):
            assert figure is None or figure.low <= figure.value <= figure.high
        if one.p_value is not None:
            assert one.q_value is not None
            assert 0 <= one.p_value <= one.q_value <= 1
        assert one.flagged <= (one.adjusted is not None)
        assert one.customers <= one.n <= found.n


@given(SEEDS, st.sampled_from(["level", "effort", "escalated"]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_and_the_names_of_customers_change_nothing(
    seed: int, outcome: str
) -> None:
    columns = run(seed)
    order = np.random.default_rng(seed).permutation(120)
    other: dict[str, object] = {n: np.asarray(held)[order] for n, held in columns.items()}
    other["customer"] = [f"x{one}" for one in np.asarray(other["customer"])]
    one, two = told(columns, outcome), told(other, outcome)
    assert (one is None) == (two is None)
    if one is None or two is None:
        return
    second = {driver.key: driver for driver in two.drivers}
    for driver in one.drivers:
        assert same(driver.adjusted, second[driver.key].adjusted)
        assert same(driver.simple, second[driver.key].simple)


@given(SEEDS, st.floats(0.1, 50))
@settings(max_examples=15, deadline=None)
def test_another_unit_changes_the_figures_by_its_factor_only(seed: int, factor: float) -> None:
    columns = run(seed)
    scaled = {**columns, "effort": np.asarray(columns["effort"]) * factor + 7}
    one, two = told(columns, "effort"), told(scaled, "effort")
    assert one is not None
    assert two is not None
    second = {driver.key: driver for driver in two.drivers}
    for driver in one.drivers:
        assert same(driver.adjusted, second[driver.key].adjusted, factor)
        assert driver.flagged == second[driver.key].flagged


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_customer_who_says_all_twice_makes_nothing_surer(seed: int) -> None:
    columns = {**run(seed), "status": ["labelled"] * 120}
    twice = {name: np.concatenate([np.asarray(held)] * 2) for name, held in columns.items()}
    twice["row"] = np.arange(240)
    one, two = told(columns, "effort"), told(twice, "effort")
    assert one is not None
    assert two is not None
    second = {driver.key: driver for driver in two.drivers}
    for driver in one.drivers:
        assert same(driver.adjusted, second[driver.key].adjusted)


@given(EFFECTS, EFFECTS, st.floats(0.01, 2), st.floats(-0.95, 0.95))
@settings(max_examples=200, deadline=None)
def test_a_class_that_is_told_is_that_of_the_point_and_surer_intervals_keep_it(
    reward: float, cost: float, error: float, together: float
) -> None:
    variance = error**2 * np.array([[1.0, together], [together, 1.0]])
    kind = classify(reward, cost, variance, critical=2.0, matters=0.25)
    if kind is KanoClass.UNDECIDED:
        return
    exact = classify(reward, cost, variance * 0, critical=2.0, matters=0.25)
    assert classify(reward, cost, variance / 2, critical=2.0, matters=0.25) is kind is exact
    swapped = classify(cost, reward, variance, critical=2.0, matters=0.25)
    assert {kind, swapped} in (
        {KanoClass.DELIGHTER, KanoClass.BASIC},
        {KanoClass.PERFORMANCE},
        {KanoClass.INDIFFERENT},
    )


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_kano_counts_every_comment_once_and_orders_its_intervals(seed: int) -> None:
    columns = run(seed, 200)
    days = np.datetime64("2025-01-01", "us") + np.arange(200) * np.timedelta64(86_400_000_000, "us")
    labels = pa.table({**columns, "created_at": pa.array(days, pa.timestamp("us"))})
    found = kano(labels, floor=8, period="quarter")
    assert found.n == sum(one == "labelled" for one in labels["status"].to_pylist())
    for item in found.items:
        assert sum(one.n for one in item.periods) == found.n
        for one in (item.whole, *item.periods):
            assert one.well + one.badly <= one.n
            for figure in (one.reward, one.penalty):
                assert figure is None or figure.low <= figure.value <= figure.high
