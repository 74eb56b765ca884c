"""The report in a few sentences, each with its figures and intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.insights.conftest import make_assignments, make_labels, make_topics
from tests.reporting.conftest import make_findings, make_topic_findings

from cxnlp.insights import LevelMovement, level_shares, levels_over_time
from cxnlp.metrics import Estimate
from cxnlp.reporting import Rejections, summary
from cxnlp.reporting.against import LastPeriod
from cxnlp.reporting.summary import change_words, still_words

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def one(value: float, low: float, high: float) -> LevelMovement:
    """A movement over a year of months with this change per 30 days."""
    made = moved([3] * 12, [float(30.5 * at) for at in range(12)])
    return replace(made, change=Estimate(value, low, high, 12))


def test_over_ten_months_a_change_is_told_per_year() -> None:
    """365.25 days are 12.175 times thirty."""
    found = one(0.1, 0.05, 0.15)
    assert len(found) == 12
    assert change_words(found) == "The mean level rises, by 1.22 (+0.61 to +1.83 per year)."
    short = replace(found, names=found.names[:9], period="month")
    assert change_words(short) == "The mean level rises, by 0.10 (+0.05 to +0.15 per 30 days)."
    assert "per year" in change_words(replace(found, names=found.names[:2], period="quarter"))
    assert "per 30 days" in change_words(replace(found, period="week"))


def test_a_fall_is_told_without_a_sign_and_no_clear_movement_with_one() -> None:
    minus = "\N{MINUS SIGN}"
    fall = replace(one(-0.1, -0.2, -0.01), period="week")
    assert change_words(fall).startswith(f"The mean level falls, by 0.10 ({minus}0.20 to")
    still = replace(one(-0.1, -0.2, 0.0), period="week")
    assert change_words(still) == (
        f"The mean level shows no clear movement: {minus}0.10 ({minus}0.20 to 0.00 per 30 days)."
    )


def test_the_first_sentence_says_where_customers_stand_and_the_last_how_sure_the_model_is() -> None:
    labels = make_labels([1, 2, 3, 4, None])
    found = summary.summary(
        make_findings(labels, rejections=Rejections(1007, {"empty": 1002}, {}, {}))
    )
    assert found[0].startswith(
        "Of 4 comments that tell of a service experience, 50.0% (15.0\N{EN DASH}85.0%) fall below "
        "what customers expect and 25.0% ("
    )
    assert found[0].endswith("on the scale of 1 to 6.")
    assert "the mean level is 2.50 (" in found[0]
    assert found[1] == (
        "Of 1,007 rows 1,002 were rejected, and 1 tell of no service experience or are in a "
        "language that the model does not know."
    )
    assert found[2] == (
        "The model expects to name the exact level in 17% of cases and to be at most one level off "
        "in 46%."
    )
    assert len(found) == 3


def test_where_nothing_was_labelled_there_is_nothing_to_conclude() -> None:
    found = summary.summary(make_findings(make_labels([None])))
    assert found[0] == "No row could be placed on a level; there is nothing to conclude."
    assert len(found) == 2


def test_what_hurts_and_what_delights_most_are_named_with_their_figures() -> None:
    turns = [0, 1, 0, 1, 0, 0, 1, 0, 1, 0]
    labels = make_labels([6 if at else 1 for at in turns], days=[9.0 * at for at in range(10)])
    topics = make_topic_findings(labels, make_assignments(turns), make_topics("queue", "staff"))
    told = " ".join(summary.summary(make_findings(labels, topics=topics)))
    assert "What hurts most is “queue”: 60.0% of the comments (" in told
    assert "and it costs 120.0 levels per 100 comments (" in told
    assert (
        "What delights most is “staff”: it lifts comments above what customers hope for by 80.0"
        in told
    )
    assert "No topic grows or shrinks beyond what chance would bring." in told


def test_topics_that_really_move_are_named_by_their_way() -> None:
    days = [float(3 * at) for at in range(60)]
    labels = make_labels([2] * 60, days=days)
    topics = make_topic_findings(
        labels, make_assignments([0] * 30 + [1] * 30), make_topics("parking", "refunds")
    )
    told = summary.summary(make_findings(labels, topics=topics))
    assert "Beyond chance, “refunds” grows and “parking” shrinks." in told
