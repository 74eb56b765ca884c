"""The outcomes that drivers are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.drivers.conftest import table

from cxnlp.insights.comments import read_comments
from cxnlp.insights.drivers import OutcomeKind, drivers
from cxnlp.insights.drivers.outcomes import KNOWN, OutcomeValues, known_in, read_outcome
from cxnlp.insights.kpis import AnswerSettings, KpiSettings

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_nps_speaks_in_points_of_the_score() -> None:
    nps = [10.0] * 60 + [0.0] * 40
    phone = [False] * 50 + [True] * 50
    found = drivers(table(100, nps=nps, touch_phone=phone), outcomes=["nps"]).outcomes[0]
    assert found.unit == "NPS points"
    assert found.mean == pytest.approx(20)
    assert found.drivers[0].present == pytest.approx(-60)
    assert found.drivers[0].absent == pytest.approx(100)


def test_yes_no_outcomes_speak_in_percentage_points() -> None:
    random = np.random.default_rng(5)
    phone = random.random(800) < 0.5
    solved = random.random(800) < np.where(phone, 0.4, 0.7)
    labels = table(800, touch_phone=phone, resolved_first_contact=solved)
    found = drivers(labels, outcomes=["resolved_first_contact"]).outcomes[0]
    one = found.drivers[0]
    assert (found.kind, found.unit) == (OutcomeKind.LOGISTIC, "percentage points")
    assert one.adjusted is not None
    raw = 100 * (solved[phone].mean() - solved[~phone].mean())
    assert one.adjusted.value == pytest.approx(raw, abs=0.3)


@pytest.mark.parametrize(
    ("columns", "outcome", "why"),
    [
        ({"level": [3] * 100}, "level", "the same"),
        ({}, "csat", "no column"),
        ({"csat": [None] * 100}, "csat", "no value"),
        ({"team": ["a"] * 100}, "team", "neither numbers"),
        ({"csat": [1.0, 500.0] * 50}, "csat", "scale"),
        ({"nps": [float("nan")] * 100}, "nps", "no"),
    ],
)
def test_an_outcome_that_cannot_be_used_is_left_out_with_a_reason(
    columns: dict[str, object], outcome: str, why: str
) -> None:
    labels = table(100, touch_phone=[True, False] * 50, **columns)
    found = drivers(labels, outcomes=[outcome])
    assert not found.outcomes
    assert found.left_out[0].outcome == outcome
    assert why in found.left_out[0].why


def test_an_outcome_of_which_no_value_can_be_used_is_left_out_with_the_reason() -> None:
    columns = {"touch_phone": np.arange(60) % 2 == 0, "resolution_hours": np.full(60, -1.0)}
    found = drivers(table(60, **columns), outcomes=["resolution_hours"])
    assert found.outcomes == ()
    assert [(one.outcome, one.why) for one in found.left_out] == [
        ("resolution_hours", "The column 'resolution_hours' holds no usable value.")
    ]


def read(
    name: str,
    column: Sequence[object],
    *,
    level: Sequence[int] | None = None,
    settings: KpiSettings | None = None,
) -> OutcomeValues | str:
    n = len(column)
    levels = level or [1 + at % 6 for at in range(n)]
    columns = {"row": range(n), "status": ["labelled"] * n, "level": levels}
    chosen = pa.table({**columns, name: column})
    return read_outcome(chosen, name, read_comments(chosen), settings)


def usable(
    name: str,
    column: Sequence[object],
    *,
    level: Sequence[int] | None = None,
    settings: KpiSettings | None = None,
) -> OutcomeValues:
    found = read(name, column, level=level, settings=settings)
    assert isinstance(found, OutcomeValues)
    return found


def test_outcomes_are_looked_at_in_one_order_and_only_where_there_is_a_value() -> None:
    held = {name: [1.0] for name in reversed(KNOWN)} | {"ces": [None], "agent": ["Ada"]}
    assert known_in(pa.table(held)) == tuple(name for name in KNOWN if name != "ces")
    assert (KNOWN[0], len(KNOWN)) == ("level", 9)


def test_a_level_runs_from_one_to_six_and_is_fitted_as_levels() -> None:
    found = usable("level", [1, 4, 6, 4])
    assert (found.kind, found.unit, found.better) == (OutcomeKind.ORDINAL, "levels", 1)
    assert (found.low, found.high, found.factor) == (1, 6, 1)
    assert found.title == "level of service"


def test_promoters_detractors_and_the_rest_speak_in_points_of_the_score() -> None:
    found = usable("nps", [10.0, 9.0, 8.0, 7.0, 6.0, 0.0, None])
    assert found.value[:6].tolist() == [100, 100, 0, 0, -100, -100]
    assert np.isnan(found.value[6])
    assert (found.low, found.high, found.better, found.missing) == (-100, 100, 1, 1)


def test_hours_below_zero_are_invalid_and_fewer_are_better() -> None:
    found = usable("resolution_hours", [0.0, -0.5, 3.0, None, np.inf])
    assert (found.missing, found.invalid, found.better) == (1, 2, -1)
    assert (found.low, found.high, found.unit) == (0, np.inf, "hours")
    assert np.isnan(found.value[[1, 3, 4]]).all()


@pytest.mark.parametrize(
    ("name", "better"),
    [("escalated", -1), ("converted", 1), ("resolved", 1), ("resolved_first_contact", 1)],
)
def test_yes_and_no_are_shares_of_a_hundred_points(name: str, better: int) -> None:
    found = usable(name, [True, False, None, True])
    assert (found.kind, found.unit, found.better) == (
        OutcomeKind.LOGISTIC,
        "percentage points",
        better,
    )
    assert (found.factor, found.low, found.high) == (100, 0, 1)
    assert found.value[[0, 1, 3]].tolist() == [1, 0, 1]


def test_any_column_of_numbers_may_be_an_outcome_without_ends_or_a_better_side() -> None:
    found = usable("queue_minutes", [5, 7, 7, 12])
    assert (found.title, found.kind, found.better) == ("queue minutes", OutcomeKind.LINEAR, 0)
    assert (found.low, found.high, found.unit) == (-np.inf, np.inf, "points")
    assert usable("queue_minutes", [0, 1, 1, 0]).kind is OutcomeKind.LOGISTIC


def test_satisfaction_runs_on_its_own_scale_and_better_is_told() -> None:
    level = [1, 2, 3, 4, 5, 6] * 5
    csat = [float(min(one, 5)) for one in level]
    found = usable("csat", csat, level=level)
    assert (found.low, found.high, found.unit, found.better) == (1, 5, "points", 1)
    effort = KpiSettings(ces=AnswerSettings(scale="1-5", best="low"))
    assert usable("ces", csat, level=level[::-1], settings=effort).better == -1


@pytest.mark.parametrize(
    ("name", "column", "why"),
    [
        ("team", ["a", "b"], "The column 'team' holds neither numbers nor yes and no."),
        ("csat", [None, None], "The column 'csat' holds no value."),
        ("escalated", [True, True], "All 2 values of 'escalated' are the same, so nothing"),
        ("resolution_hours", [-1.0, None], "The column 'resolution_hours' holds no usable value."),
    ],
)
def test_what_cannot_be_an_outcome_says_so_in_a_sentence(
    name: str, column: list[object], why: str
) -> None:
    told = read(name, column)
    assert isinstance(told, str)
    assert told.startswith(why)
