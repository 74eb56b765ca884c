"""Drivers: what goes with an outcome is found, adjusted, bounded, and never called a cause."""

from __future__ import annotations

import numpy as np
import pytest
from tests.insights.drivers.conftest import by_key, only, table

from cxnlp.errors import ConfigurationError
from cxnlp.insights.drivers import DriverKind, drivers
from drivers_coverage import STILL, WORLDS, alarms, covered


def test_a_yes_no_driver_alone_moves_the_mean_by_the_difference_of_means() -> None:
    random = np.random.default_rng(0)
    phone = random.random(300) < 0.4
    effort = random.normal(5, 1, 300) - 2 * phone
    one = only(table(300, touch_phone=phone, effort=effort), "effort")["touch_phone"]
    assert one.adjusted is not None
    assert one.simple is not None
    assert one.adjusted.value == pytest.approx(effort[phone].mean() - effort[~phone].mean())
    assert one.adjusted.value == pytest.approx(one.simple.value)
    assert one.adjusted.low == pytest.approx(one.simple.low, abs=0.02)
    assert (one.n, one.kind, one.flagged) == (phone.sum(), DriverKind.TOUCHPOINT, True)


def test_missing_outcomes_are_left_out_and_said() -> None:
    csat = [5.0, 4.0, None, 1.0] * 100
    phone = [True, False, True, True] * 100
    labels = table(400, csat=csat, touch_phone=phone, level=[6, 5, 1, 2] * 100)
    found = drivers(labels, outcomes=["csat"]).outcomes[0]
    assert (found.n, found.missing) == (300, 100)
    assert found.level_with == pytest.approx(13 / 3)
    assert found.level_without == pytest.approx(1)
    assert "100 of 400 comments have no CSAT" in " ".join(found.caveats)


def test_without_drivers_or_with_few_customers_it_says_so() -> None:
    assert "neither topics" in drivers(table(100)).left_out[0].why
    few = drivers(table(30, touch_phone=[True, False] * 15)).left_out[0].why
    assert "Only 30 customers" in few


def test_an_outcome_is_not_its_own_driver() -> None:
    random = np.random.default_rng(10)
    labels = table(200, touch_phone=random.random(200) < 0.5, touch_web=random.random(200) < 0.5)
    assert list(only(labels, "touch_phone")) == ["touch_web"]


def test_channel_and_season_are_held_fixed() -> None:
    random = np.random.default_rng(11)
    app = random.random(1500) < 0.5
    phone = random.random(1500) < np.where(app, 0.1, 0.6)
    csat = np.clip(np.round(3 + app + random.normal(0, 0.7, 1500)), 1, 5)
    channel = np.where(app, "app", "desk")
    labels = table(1500, csat=csat, touch_phone=phone, channel=channel)
    found = drivers(labels, outcomes=["csat"])
    one = found.outcomes[0].drivers[0]
    assert found.outcomes[0].adjusted_for == ("channel",)
    assert one.adjusted is not None
    assert one.adjusted.low < 0 < one.adjusted.high
    loose = drivers(labels, outcomes=["csat"], controls=()).outcomes[0].drivers[0]
    assert loose.flagged


def test_rates_out_of_range_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="floor"):
        drivers(table(10), floor=1)
    with pytest.raises(ConfigurationError, match="false_alarms"):
        drivers(table(10), false_alarms=0)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS[:3], ids=lambda world: world.name)
@pytest.mark.parametrize("outcome", ["level", "csat", "resolved"])
def test_intervals_hold_the_truth_in_93_to_97_of_100_runs(world: object, outcome: str) -> None:
    held, _ = covered(world, outcome, draws=150)  # type: ignore[arg-type]  # a World
    every = [one for many in held.values() for one in many]
    assert len(every) > 1500
    assert 0.93 <= float(np.mean(every)) <= 0.97
    for many in held.values():
        # Four binomial standard errors of 150 runs below 95 %.
        assert float(np.mean(many)) > 0.95 - 4 * (0.95 * 0.05 / len(many)) ** 0.5


@pytest.mark.slow
def test_where_nothing_moves_any_driver_is_flagged_in_one_run_of_twenty() -> None:
    assert not STILL.moves
    runs, flagged, tests = alarms("level", draws=150)
    assert runs <= 16  # 7.5 expected; 16 or more come up in under 0.5 % of such trials
    assert flagged < 0.02 * tests


def test_twice_the_floor_of_customers_is_enough_and_one_less_is_not() -> None:
    phone = np.arange(40) % 2 == 0
    csat = np.where(phone, 1.0, 5.0)
    csat[::8] = 3
    enough = drivers(table(40, touch_phone=phone, csat=csat), outcomes=["csat"], floor=20)
    assert by_key(enough.outcomes[0])["touch_phone"].adjusted is not None
    few = drivers(table(39, touch_phone=phone[:39], csat=csat[:39]), outcomes=["csat"], floor=20)
    assert "Only 39 customers" in few.left_out[0].why
