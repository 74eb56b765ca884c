"""Kano classes: told where intervals allow, and flagged where they have really changed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.kano.conftest import by_name, signed, table

from cxnlp.errors import ConfigurationError
from cxnlp.insights.kano import Change, KanoClass, kano
from kano_drift import DATA, DRIFT, STILL, World, flags, source, unlabelled


@pytest.mark.parametrize(
    ("reward", "cost", "kind"),
    [
        (1.3, 0.1, KanoClass.DELIGHTER),
        (1.0, 1.0, KanoClass.PERFORMANCE),
        (0.1, 1.3, KanoClass.BASIC),
        (0.0, 0.0, KanoClass.INDIFFERENT),
        (1.0, 0.5, KanoClass.UNDECIDED),
    ],
)
def test_an_item_is_classed_by_what_good_gains_and_bad_costs(
    reward: float, cost: float, kind: KanoClass
) -> None:
    sign, level = signed(np.random.default_rng(0), 2000, reward, cost)
    item = kano(table(2000, level=level, empathy=sign)).items[0]
    assert item.whole.kind is kind
    assert item.whole.reward is not None
    assert item.whole.penalty is not None
    assert item.whole.reward.low - 0.02 < reward < item.whole.reward.high + 0.02
    assert item.whole.penalty.low - 0.02 < -cost < item.whole.penalty.high + 0.02


def test_few_comments_leave_the_class_undecided() -> None:
    sign, level = signed(np.random.default_rng(1), 75, 0.5, 0.3)
    assert kano(table(75, level=level, empathy=sign)).items[0].whole.kind is KanoClass.UNDECIDED


def test_planted_drift_is_found_and_said_in_words() -> None:
    found = by_name(kano(DRIFT.labels(np.random.default_rng(5)), period="year"))
    drifted = found["expertise"]
    assert drifted.change is Change.CHANGED
    assert drifted.before is not None
    assert drifted.now is not None
    assert (drifted.before.kind, drifted.now.kind) == (KanoClass.DELIGHTER, KanoClass.BASIC)
    assert drifted.ageing is not None
    assert drifted.ageing.low > 1
    assert drifted.words.endswith("Once it surprised, now it is expected.")
    assert drifted.periods[0].kind is KanoClass.DELIGHTER
    assert drifted.periods[-1].kind is KanoClass.BASIC
    steady = [one for name, one in found.items() if name != "expertise"]
    assert {one.change for one in steady} == {Change.STEADY}


def test_stationary_comments_stay_quiet() -> None:
    for world in STILL[:2]:
        found = kano(world.labels(np.random.default_rng(3)), period="year")
        assert {one.change for one in found.items} == {Change.STEADY}
        assert all(one.words.endswith("No change over time was found.") for one in found.items)


def test_without_dates_or_in_one_period_nothing_is_said_of_change() -> None:
    sign, level = signed(np.random.default_rng(4), 600, 1.0, 1.0)
    dateless = kano(table(600, level=level, empathy=sign))
    assert (dateless.period, dateless.names, dateless.undated) == (None, (), 600)
    one_period = kano(table(600, months=0.5, level=level, empathy=sign))
    assert one_period.names == ("2024-01",)
    assert any("one period" in one for one in one_period.caveats)
    for found in (dateless, one_period):
        assert found.items[0].change is Change.UNTESTED
        assert found.items[0].whole.kind is KanoClass.PERFORMANCE


def test_periods_are_as_fine_as_the_comments_allow() -> None:
    sign, level = signed(np.random.default_rng(5), 4000, 1.0, 1.0)
    assert kano(table(4000, months=12, level=level, empathy=sign)).period == "month"
    assert kano(table(4000, months=60, level=level, empathy=sign)).period == "quarter"
    assert kano(table(4000, months=200, level=level, empathy=sign)).period == "year"


@pytest.mark.parametrize(
    ("columns", "outcome", "why"),
    [
        ({"level": [4] * 100}, "level", "the same"),
        ({}, "csat", "no column"),
        ({"csat": [1.0, 700.0] * 50}, "csat", "scale"),
    ],
)
def test_an_outcome_that_cannot_be_used_gives_no_item_and_a_reason(
    columns: dict[str, object], outcome: str, why: str
) -> None:
    labels = table(100, months=None, empathy=[1, -1] * 50, **columns)
    found = kano(labels, outcome=outcome)
    assert (found.items, found.n) == ((), 0)
    assert why in found.left_out[0].why


def test_less_is_better_where_hours_are_counted() -> None:
    random = np.random.default_rng(7)
    sign = random.integers(-1, 2, 900).astype(np.int8)
    hours = 20 - 8 * (sign > 0) + random.exponential(3, 900)
    item = kano(table(900, timeliness=sign, resolution_hours=hours), outcome="resolution_hours")
    whole = item.items[0].whole
    assert whole.reward is not None
    assert whole.reward.value == pytest.approx(8, abs=0.6)
    assert whole.kind is KanoClass.DELIGHTER


def test_rates_out_of_range_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="confidence"):
        kano(table(10), confidence=95)


@pytest.mark.slow
@pytest.mark.parametrize("world", STILL, ids=lambda world: world.name)
def test_false_alarms_keep_to_their_rate(world: World) -> None:
    # 10 of 200 runs are expected at most; more than 20 come up in under one trial of a thousand.
    assert flags(world, draws=200).any_flag <= 0.1


@pytest.mark.slow
def test_planted_drift_is_found_in_nearly_every_run() -> None:
    found = flags(DRIFT, draws=100)
    assert found.by_item["expertise"] > 0.95
    assert found.changed["expertise"] > 0.6
    assert max(share for name, share in found.by_item.items() if name != "expertise") <= 0.06


@pytest.mark.real
@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data")
def test_seats_are_classed_by_sub_ratings_over_the_years() -> None:
    """Customers' own ratings on both sides, so that no model is needed."""
    reviews, dense = source("skytrax_seat")
    labels = unlabelled(reviews)
    found = kano(labels, outcome="overall", ratings=dense, period="year")
    assert found.names == tuple(str(year) for year in range(2007, 2016))
    assert found.undated == 24  # the rows dated 1970
    assert {one.name for one in found.items} >= {"seat legroom", "seat width", "viewing tv"}
    for item in found.items:
        assert item.whole.reward is not None
        assert item.whole.penalty is not None
    legroom = by_name(found)["seat legroom"]
    assert legroom.change is Change.MOVED
    assert legroom.ageing is not None
    assert legroom.ageing.low > 0
    assert "from surprising to expected" in legroom.words


def test_two_periods_are_enough_for_a_change_and_coarse_ones_come_before_thin_ones() -> None:
    sign, level = signed(np.random.default_rng(14), 250, 1.0, 1.0)
    found = kano(table(250, months=5, level=level, empathy=sign))
    assert (found.period, found.names) == ("quarter", ("2024-Q1", "2024-Q2"))


@pytest.mark.parametrize(
    ("outcome", "values", "matters"),
    [
        ("level", [1, 2, 4, 5, 6] * 20, 0.25),
        ("csat", [1.0, 2.0, 3.0, 4.0, 5.0] * 20, 0.2),
        ("nps", [0.0, 5.0, 8.0, 9.0, 10.0] * 20, 10.0),
        ("escalated", [True, False, False, True, True] * 20, 5.0),
        # Without ends a tenth of the standard deviation: of 0, 10 in turn it is 5.
        ("minutes", [0.0, 10.0] * 50, 0.5),
    ],
)
def test_what_matters_is_a_twentieth_of_the_range(
    outcome: str, values: list[object], matters: float
) -> None:
    level = [1 + at % 5 for at in range(100)]
    columns = {"level": level, "empathy": [1, -1] * 50, outcome: values}
    found = kano(table(100, months=None, **columns), outcome=outcome)
    assert found.n == 100
    assert found.matters == pytest.approx(matters)
    assert kano(table(100, months=None, **columns), outcome=outcome, matters=0.75).matters == 0.75


@pytest.mark.parametrize(
    ("months", "each", "kind"), [(24, 150, "month"), (25, 150, "quarter"), (24, 149, "quarter")]
)
def test_periods_are_at_most_twenty_four_with_a_hundred_and_fifty_comments_in_the_median(
    months: int, each: int, kind: str
) -> None:
    month = np.datetime64("2024-01", "M") + np.repeat(np.arange(months), each)
    found = kano(table(months * each, created_at=pa.array(month.astype("M8[us]"))))
    assert found.period == kind
