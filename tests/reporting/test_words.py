"""Figures in words: rounded, signed and bracketed as a reader expects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from tests.insights.conftest import make_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

from cxnlp.insights import LevelMovement, level_shares, levels_over_time
from cxnlp.metrics import Estimate
from cxnlp.reporting import summary
from cxnlp.reporting.against import LastPeriod
from cxnlp.reporting.summary import change_words, still_words
from cxnlp.reporting.words import decimal, interval, percent, signed


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0.0%"), (1, "100%"), (0.0004, "<0.1%"), (0.0006, "0.1%"), (0.9996, "100%")],
)
def test_percentages_at_the_edges(share: float, words: str) -> None:
    assert percent(share) == words


def test_minus_is_a_minus_and_zero_has_none() -> None:
    assert decimal(-1.5, 1) == "\N{MINUS SIGN}1.5"
    assert signed(-0.001) == "0.00"
    assert signed(0.5, 1) == "+0.5"


def test_what_is_no_number_is_a_dash() -> None:
    assert decimal(math.nan) == percent(math.inf) == "\N{EN DASH}"
    assert interval(Estimate(1.0, -math.inf, math.inf, 1), "decimal") == "unknown"


def test_an_interval_across_zero_is_written_with_to() -> None:
    assert interval(Estimate(0, -0.01, 0.02, 9), "points") == "\N{MINUS SIGN}1.0 to +2.0"
    assert interval(Estimate(2, -1, 3, 9), "decimal") == "\N{MINUS SIGN}1.00 to +3.00"


def moved(levels: Sequence[int | None], days: Sequence[float | None]) -> LevelMovement:
    return levels_over_time(make_labels(levels, days=days), "month")


def test_movement_is_called_by_its_direction_only_when_its_interval_says_so() -> None:
    days: list[float | None] = [float(day) for day in range(90)]
    assert change_words(moved([5] * 45 + [2] * 45, days)).startswith("The mean level falls")
    assert change_words(moved([2] * 45 + [5] * 45, days)).startswith("The mean level rises")
    assert "no clear movement" in change_words(moved([2, 5] * 45, days))
    assert change_words(moved([2, 5], [0.0, 40.0])).startswith("Too few customers")


def test_why_nothing_moves() -> None:
    assert "has a date that can be used" in still_words(moved([3], [None]))
    assert "one month (2026-01)" in still_words(moved([3, 4], [0.0, 1.0]))


def test_a_sentence_names_three_and_counts_the_others() -> None:
    assert summary._some(["a"]) == "a"
    assert summary._some(["a", "b", "c"]) == "a, b and c"
    assert summary._some(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more topics"


def test_two_periods_are_compared_as_far_as_the_interval_allows() -> None:
    def told(then: Sequence[int | None], now: Sequence[int | None]) -> str:
        both = (level_shares(make_labels(levels)) for levels in (now, then))
        return summary._last(LastPeriod("month", "2026-06", "2026-05", *both))

    assert "of 2026-06 lies 2.00 above that of 2026-05" in told([2] * 50, [4] * 50)
    assert "of 2026-06 lies 2.00 below that of 2026-05" in told([4] * 50, [2] * 50)
    assert "is not clearly another than that of 2026-05" in told([2, 5] * 4, [3, 5] * 4)
    assert told([None], [3]) == (
        "Nothing in 2026-06 or 2026-05 has a level, so they cannot be compared."
    )
