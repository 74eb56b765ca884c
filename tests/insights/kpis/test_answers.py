"""Answers count on one scale and in one direction; the rest is counted and said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.insights.kpis.answers import Answered, answered
from cxnlp.insights.kpis.settings import AnswerSettings

if TYPE_CHECKING:
    from cxnlp.insights.kpis.scales import Question

LEVELS = np.tile([1, 2, 3, 4, 5], 40)


def read(
    values: object,
    settings: AnswerSettings | None = None,
    *,
    question: Question = "csat",
    levels: np.ndarray | None = None,
    when: np.ndarray | None = None,
    groups: dict[str, np.ndarray] | None = None,
) -> Answered:
    value = np.asarray(values, float)
    nothing = np.full(len(value), np.datetime64("NaT", "us"))
    return answered(
        question,
        value,
        settings or AnswerSettings(),
        level=np.zeros(len(value), np.int64) if levels is None else levels,
        when=nothing if when is None else when,
        groups=groups or {},
    )


def test_answers_off_the_scale_are_counted_and_never_used() -> None:
    found = read([1, 2, 3, 4, 5] * 40 + [99, -1, np.nan])
    assert found.usable.sum() == 200
    assert np.isnan(found.place[-3:]).all()
    assert [(one.n, one.why) for one in found.left_out] == [
        (2, "They are no answers on the scale 1-5: -1, 99.")
    ]


def test_answers_that_fall_as_the_levels_rise_are_refused() -> None:
    """The British FFT asks 1 for very good: guessing would turn good into bad."""
    with pytest.raises(InputDataError, match="fall as the levels rise") as caught:
        read(6 - LEVELS, levels=LEVELS)
    assert 'csat.best = "low"' in caught.value.hint


def test_what_was_said_of_the_good_end_is_believed() -> None:
    found = read(6 - LEVELS, AnswerSettings(best="low"), levels=LEVELS)
    assert found.place[:5].tolist() == [0, 0.25, 0.5, 0.75, 1]


@pytest.mark.parametrize("effort", [True, False])
def test_which_end_of_a_short_effort_scale_is_easy_is_read_from_the_levels(*, effort: bool) -> None:
    found = read(6 - LEVELS if effort else LEVELS, question="ces", levels=LEVELS)
    assert found.scale.high_is_good is not effort
    assert found.place[:5].tolist() == [0, 0.25, 0.5, 0.75, 1]


def test_a_short_effort_scale_without_levels_is_asked_for() -> None:
    with pytest.raises(InputDataError, match="good end is not clear"):
        read(LEVELS, question="ces")


def test_a_said_scale_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InputDataError, match="answers on the scale 0-1"):
        read(LEVELS, AnswerSettings(scale="0-1"))


def test_zero_among_five_is_used_or_left_out_as_was_said() -> None:
    values = [0, 1, 2, 3, 4, 5]
    assert read(values, AnswerSettings(scale="1-5")).usable.sum() == 5
    assert read(values, AnswerSettings(scale="0-5")).place[0] == 0


def test_a_scale_that_changed_one_day_is_two_scales() -> None:
    random = np.random.default_rng(0)
    values = np.concatenate([random.integers(1, 6, 200), random.integers(1, 11, 100)])
    when = np.datetime64("2025-01-01", "us") + np.arange(300) * np.timedelta64(1, "D")
    change = np.flatnonzero(values > 5)[0]
    with pytest.raises(InputDataError, match="two scales in one column") as caught:
        read(values, when=when)
    day = str(when[change])[:10]
    assert f'csat.until = "{day}"' in caught.value.hint
    year, month, dom = map(int, day.split("-"))
    found = read(values, AnswerSettings(scale="1-5", until=date(year, month, dom)), when=when)
    assert found.usable.sum() == change
    assert found.left_out[0].n == 300 - change


def test_two_scales_by_channel_are_found() -> None:
    random = np.random.default_rng(0)
    values = np.concatenate([random.integers(1, 6, 100), random.integers(0, 11, 100)])
    with pytest.raises(InputDataError, match="part of column channel"):
        read(values, groups={"channel": np.repeat([0, 1], 100)})


def test_a_bad_team_is_not_taken_for_another_scale() -> None:
    """It gets answers of 0 too, or no 5s: of ten, all bad."""
    random = np.random.default_rng(0)
    values = np.concatenate([random.integers(0, 5, 60), random.integers(0, 11, 100)])
    found = read(values, groups={"team": np.repeat([0, 1], [60, 100])})
    assert str(found.scale) == "0-10"


def test_a_scale_that_was_given_up_one_day_is_two_scales_too() -> None:
    random = np.random.default_rng(0)
    values = np.concatenate([random.integers(0, 11, 100), random.integers(1, 6, 200)])
    when = np.datetime64("2025-01-01", "us") + np.arange(300) * np.timedelta64(1, "D")
    last = np.flatnonzero(values > 5)[-1]
    with pytest.raises(InputDataError, match="two scales in one column") as caught:
        read(values, when=when)
    day = str(when[last])[:10]
    assert f'csat.since = "{day}"' in caught.value.hint
    assert f"after {day}" in str(caught.value)


def test_a_zero_among_the_late_answers_shows_that_the_scale_has_not_changed() -> None:
    """It comes right after the last answer above 5; all that follow lie in 1 to 5."""
    random = np.random.default_rng(0)
    early = np.concatenate([random.integers(0, 11, 100), [9, 0]])
    values = np.concatenate([early, random.integers(1, 6, 200)])
    when = np.datetime64("2025-01-01", "us") + np.arange(302) * np.timedelta64(1, "D")
    assert str(read(values, when=when).scale) == "0-10"
    with pytest.raises(InputDataError, match="two scales in one column"):
        read(np.delete(values, 101), when=np.delete(when, 101))


def test_a_said_scale_has_whole_answers_only_where_no_half_was_given() -> None:
    assert read([1, 2, 5], AnswerSettings(scale="1-5")).scale.whole
    assert not read([1, 2.5, 5], AnswerSettings(scale="1-5")).scale.whole
    assert not read([0, 1, 1], AnswerSettings(scale="0-1")).scale.whole


def test_answers_before_and_after_the_days_that_were_said_are_left_out() -> None:
    days = np.array(["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"], "datetime64[us]")
    when = np.append(np.tile(days, 50), np.datetime64("NaT"))
    said = AnswerSettings(since=date(2026, 2, 1), until=date(2026, 3, 1))
    found = read([*([1, 5] * 100), 5], said, when=when)
    assert found.usable[:4].tolist() == [False, True, True, False]
    assert not found.usable[-1]
    assert found.usable.sum() == 100
