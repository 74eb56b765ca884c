"""Kano classes: told where intervals allow, and flagged where they have really changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import make_assignments, make_topics

from cxnlp.errors import ConfigurationError, InputDataError
from cxnlp.insights.kano import Change, Kano, KanoClass, KanoItem, kano
from cxnlp.insights.kano.contrasts import Sides, lines, pairs
from cxnlp.insights.kano.items import after_holm
from kano_drift import DATA, DRIFT, STILL, World, flags, source, unlabelled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.kano.contrasts import Line

MONTH: Final = 30 * 86_400_000_000


def table(n: int, *, months: float | None = None, **columns: object) -> pa.Table:
    """Labelled rows, spread evenly over this many months; the level is 3 and 4 in turn."""
    level = columns.pop("level", np.arange(n) % 2 + 3)
    if months is not None:
        stamp = np.datetime64("2024-01-02", "us") + np.linspace(0, months * MONTH, n).astype(
            "m8[us]"
        )
        columns["created_at"] = pa.array(stamp, pa.timestamp("us"))
    return pa.table(
        {"row": np.arange(n), "status": ["labelled"] * n, "level": np.asarray(level), **columns}
    )


def signed(
    random: np.random.Generator, n: int, reward: float, cost: float
) -> tuple[np.ndarray, np.ndarray]:
    """Signs of one item, and levels that go with them."""
    sign = random.integers(-1, 2, n).astype(np.int8)
    value = 3.5 + reward * (sign > 0) - cost * (sign < 0) + random.normal(0, 0.6, n)
    return sign, np.clip(np.round(value), 1, 6).astype(np.int8)


def by_name(found: Kano) -> dict[str, KanoItem]:
    return {one.name: one for one in found.items}


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


def test_an_item_that_hardly_anybody_names_is_left_out_with_its_counts() -> None:
    sign = np.zeros(500, np.int8)
    sign[:7], sign[7:10] = 1, -1
    found = kano(table(500, empathy=sign))
    assert not found.items
    assert found.left_out[0].why.startswith("7 customers say that it was done well, 3 that")


def test_a_side_with_too_few_customers_is_empty_and_the_class_undecided() -> None:
    sign, level = signed(np.random.default_rng(6), 600, 1.0, 0.0)
    sign[np.flatnonzero(sign < 0)[5:]] = 0
    item = kano(table(600, level=level, empathy=sign)).items[0]
    assert item.whole.reward is not None
    assert (item.whole.penalty, item.whole.kind) == (None, KanoClass.UNDECIDED)


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


def test_topics_take_their_sign_from_the_level_where_customers_rated_themselves() -> None:
    """Praise of the rooms lifts the rating; complaints about them cost nothing, and so on."""
    random = np.random.default_rng(8)
    topic, level = random.integers(0, 2, 2000), random.choice([1, 3, 5], 2000)
    lift = np.where(topic == 0, 1.2 * (level == 5), -1.2 * (level == 1))
    csat = np.clip(np.round(3 + lift + random.normal(0, 0.7, 2000)), 1, 5)
    csat[:40] = [1, 2, 3, 4, 5] * 8
    found = kano(
        table(2000, level=level, csat=csat),
        make_assignments(topic.tolist()),
        make_topics("rooms", "queue"),
        outcome="csat",
    )
    assert by_name(found)["rooms"].whole.kind is KanoClass.DELIGHTER
    assert by_name(found)["queue"].whole.kind is KanoClass.BASIC
    assert not found.same_text
    assert "level is desired or better" in found.rule


def test_topics_are_never_signed_by_the_level_that_they_are_held_against() -> None:
    topics = make_assignments([0, 1] * 200), make_topics("rooms", "queue")
    plain = kano(table(400), *topics)
    assert not plain.items
    assert "neither dimensions nor" in plain.left_out[0].why
    sign, level = signed(np.random.default_rng(9), 400, 1.0, 1.0)
    by_dimension = kano(table(400, level=level, empathy=sign), *topics)
    assert {one.key for one in by_dimension.items} == {"empathy", "topic:0", "topic:1"}
    assert by_dimension.same_text
    assert any("same text" in one for one in by_dimension.caveats)


def test_only_the_strongest_topic_of_a_comment_takes_its_verdict() -> None:
    labels = table(120, level=[5, 1, 3] * 40, csat=[5.0, 1.0, 3.0] * 40)
    both = make_assignments(
        [0, 1] * 120, rows=np.repeat(np.arange(120), 2).tolist(), strength=[0.9, 0.4] * 120
    )
    found = kano(labels, both, make_topics("rooms", "queue"), outcome="csat")
    assert [one.name for one in found.items] == ["rooms"]
    assert found.left_out[0].name == "queue"


def test_sub_ratings_are_cut_in_thirds_and_zero_is_not_rated() -> None:
    random = np.random.default_rng(10)
    seat = random.integers(0, 6, 1500)
    level = np.clip(np.round(3 + 1.2 * (seat >= 4) + random.normal(0, 0.6, 1500)), 1, 6)
    found = kano(table(1500, level=level, seat_rating=seat), ratings=["seat_rating"])
    item = found.items[0]
    assert (item.key, item.name) == ("seat_rating", "seat")
    assert item.whole.well == (seat >= 4).sum()
    assert item.whole.badly == ((seat == 1) | (seat == 2)).sum()
    assert item.whole.kind is KanoClass.DELIGHTER
    assert not found.same_text


@pytest.mark.parametrize("column", [["a"] * 60, [1, 2] * 30])
def test_a_sub_rating_without_a_scale_is_refused(column: list[object]) -> None:
    with pytest.raises(InputDataError, match="column seat"):
        kano(table(60, seat=column), ratings=["seat"])
    with pytest.raises(InputDataError, match="no such column"):
        kano(table(60), ratings=["row_of_seats"])


def test_rates_out_of_range_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="confidence"):
        kano(table(10), confidence=95)


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


def test_holm_asks_more_of_each_item_the_more_there_are() -> None:
    found = kano(STILL[0].labels(np.random.default_rng(12)), period="year")
    p_values = sorted(one.p_value for one in found.items if one.p_value is not None)
    holm = sorted(one.holm for one in found.items if one.holm is not None)
    running = np.maximum.accumulate([min(p * (5 - at), 1) for at, p in enumerate(p_values)])
    assert holm == pytest.approx(running.tolist())
    assert after_holm(found.items, 0.999999)[0].change in {Change.MOVED, Change.CHANGED}


def test_words_name_association_and_the_ends_of_the_scale() -> None:
    sign, level = signed(np.random.default_rng(13), 300, 1.0, 1.0)
    found = kano(table(300, level=level, empathy=sign))
    assert found.caveats[0].startswith("These are associations, not causes")
    assert any("Levels end at 1 and 6" in one for one in found.caveats)
    assert (KanoClass.DELIGHTER.wish, KanoClass.BASIC.wish) == ("surprising", "expected")


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


def _sides(marks: NDArray[np.int64], value: NDArray[np.float64]) -> Sides:
    """What 300 customers praise (1) and blame (-1) of each item, and the levels they give."""
    from scipy.sparse import csr_array

    praised, blamed = csr_array((marks > 0) * 1.0), csr_array((marks < 0) * 1.0)
    return Sides(praised, blamed, csr_array((300, 0)), value, np.arange(300))


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


def test_words_name_the_way_that_the_effects_go() -> None:
    """The other way round: what was expected surprises, as in a trade that all others left."""
    found = by_name(kano(DRIFT.labels(np.random.default_rng(5)), period="year"))["expertise"]
    assert found.ageing is not None
    back = replace(found, before=found.now, now=found.before)
    assert "The other way round: it was expected, now it surprises." in back.words
    moved = replace(found, change=Change.MOVED)
    assert "on the way from surprising to expected" in moved.words
    away = replace(found.ageing, value=-1.5, low=-2.0, high=-1.0)
    assert "from expected to surprising" in replace(moved, ageing=away).words
    unsure = replace(found.ageing, low=-0.5)
    assert "its effects have changed (" in replace(moved, ageing=unsure).words


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


def test_a_run_in_which_no_topic_was_found_has_dimensions_alone() -> None:
    labels = table(120, level=[5, 1, 3] * 40, empathy=[1, -1, 0] * 40)
    found = kano(labels, make_assignments([]), make_topics())
    assert [one.key for one in found.items] == ["empathy"]
