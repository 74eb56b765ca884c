"""Trends and spikes in words, with their rate of false alarms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxnlp.insights import Spike, Trend, Trends
from cxnlp.reporting.alerts import alerts


def trend(topic: int, direction: int, q: float) -> Trend:
    share = np.array([0.1, np.nan, 0.2, 0.3][::direction])
    return Trend(topic, f"topic {topic}", 90, share, direction, q / 2, q, q <= 0.05)


def found(*some: Trend, spikes: tuple[Spike, ...] = ()) -> Trends:
    return Trends("month", ("2026-01", "2026-02", "2026-03", "2026-04"), some, spikes, 2, 0.05)


def test_only_flagged_trends_are_told_with_their_direction() -> None:
    told = alerts(found(trend(1, 1, 0.0002), trend(2, -1, 0.03), trend(3, 1, 0.2)))
    assert told is not None
    assert [line.name for line in told.lines] == ["topic 1", "topic 2"]
    assert told.lines[0].words == (
        "grows: a mean share of 10.0% in the first third of the time, 30.0% in the last "
        "(q = under 0.001)"
    )
    assert told.lines[1].words.startswith("shrinks: a mean share of 30.0%")
    assert "at most 5% are false alarms" in told.method
    assert "2 topics with too few customers stayed untested" in told.method


def test_levels_that_move_are_told_with_their_direction_and_their_customers() -> None:
    mean = np.array([4.0, np.nan, 3.5, 2.25])
    levels = (
        Trend(5, "topic 5", 1200, mean, -1, 0.001, 0.002, flagged=True),
        Trend(6, "topic 6", 40, mean[::-1], 1, 0.02, 0.04, flagged=True),
        Trend(7, "topic 7", 40, mean, -1, 0.5, 0.5, flagged=False),
    )
    told = alerts(replace(found(trend(1, 1, 0.03)), levels=levels))
    assert told is not None
    assert [line.name for line in told.lines] == ["topic 1", "topic 5", "topic 6"]
    assert told.lines[1].words == (
        "gets worse: a mean level of 4.00 in the first third of the time, 2.25 in the last "
        "(1,200 customers, q = 0.002)"
    )
    assert told.lines[2].words.startswith("gets better: a mean level of 2.25")
    assert "the levels of 3 topics with enough customers" in told.method


def test_a_spike_is_told_against_the_usual_share() -> None:
    told = alerts(found(spikes=(Spike(4, "topic 4", "2026-02", 12, 0.25, 0.05, 0.012),)))
    assert told is not None
    assert told.lines[0].words == (
        "spikes in 2026-02: 12 customers, 25.0% of those heard, against 5.0% otherwise (q = 0.012)"
    )


def test_many_findings_are_listed_in_part_and_counted() -> None:
    told = alerts(found(*(trend(at, 1, 0.01) for at in range(30))))
    assert told is not None
    assert len(told.lines) == 13
    assert told.lines[-1].words == "and 18 further findings"


def test_one_period_has_nothing_to_tell() -> None:
    assert alerts(Trends("month", ("2026-01",), (), (), 3, 0.05)) is None
