"""What stands in a report, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics
from tests.reporting.conftest import make_findings, make_topic_findings

from cxnlp.reporting.contents import contents

if TYPE_CHECKING:
    from collections.abc import Sequence


def costing(*comments: int, kind: int = 1) -> dict[str, Any]:
    """Contents of a run whose topics have so many comments each, all on one level."""
    levels = [kind] * sum(comments)
    topic = [at for at, n in enumerate(comments) for _ in range(n)]
    names = make_topics(*(f"t{at}" for at in range(len(comments))))
    labels = make_labels(levels)
    topics = make_topic_findings(labels, make_assignments(topic), names)
    return contents(make_findings(labels, topics=topics))


def test_a_template_finds_the_same_names_with_and_without_topics() -> None:
    labels = make_labels([1, 2])
    without = contents(make_findings(labels))
    assert set(costing(1, 1)) == set(without)
    none = make_topic_findings(labels, make_assignments([]), make_topics())
    empty = contents(make_findings(labels, topics=none))
    assert set(empty) == set(without)
    assert without["topics_missing"].startswith("This report was made without topics.")
    assert empty["topics_missing"].startswith("No topics were found in this run")
    assert costing(1)["topics_missing"] == ""


@pytest.mark.parametrize(
    ("comments", "shown"),
    [
        # Nine tenths are reached by the first, and yet three are shown, as far as there are.
        ([97, 1, 1, 1], 3),
        ([97, 3], 2),
        ([50, 30, 9, 6, 5], 4),
        ([20] * 12, 10),
    ],
)
def test_as_many_pain_points_are_quoted_as_stand_for_nine_tenths(
    comments: list[int], shown: int
) -> None:
    found = costing(*comments)
    assert len(found["pains"]) == shown
    assert len(found["more_pains"]) == len(comments) - shown
    assert found["more_pains_left"] == 0


def test_what_the_shown_pain_points_stand_for_is_said_where_others_follow() -> None:
    assert costing(50, 30, 9, 6, 5)["pareto"] == (
        "The first 4 of 5 pain points stand for 95% of the levels lost in topics; the others "
        "follow in a table."
    )
    assert costing(97, 3)["pareto"] == ""


def test_a_pain_point_below_a_hundredth_of_the_cost_is_no_priority() -> None:
    found = costing(300, 100, 3)
    assert [one.point.name for one in found["priorities"]] == ["t0", "t1"]


def test_where_nothing_hurts_or_delights_it_is_said() -> None:
    calm = costing(3, 2, kind=3)
    assert (calm["pains"], calm["delights"], calm["impact"]) == ([], [], None)
    assert calm["no_pains"] == (
        "No labelled comment falls below expected in any topic: there is no pain point to rank."
    )
    assert calm["no_delights"].startswith("No labelled comment rises above desired")
    labels = make_labels([None, None])
    topics = make_topic_findings(labels, make_assignments([0, 0]), make_topics("queue"))
    silent = contents(make_findings(labels, topics=topics))
    assert silent["no_pains"].startswith("Nothing was labelled, so no comment falls below")


def test_the_table_of_topics_begins_with_the_lowest_mean_and_holds_the_thirty_most_touched() -> (
    None
):
    levels = [1 + at % 6 for at in range(62)]
    topic = [at // 2 for at in range(62)]
    labels = make_labels(levels)
    names = make_topics(*(f"t{at}" for at in range(32)))
    found = contents(
        make_findings(labels, topics=make_topic_findings(labels, make_assignments(topic), names))
    )
    means = [row.mean.value for row in found["heat"]]
    assert len(means) == 30
    assert means == sorted(means)
    # Thirty-one of thirty-two topics are touched.
    assert found["heat_left"] == 1
    assert found["heat"][0].shares == [0.5, 0.5, 0, 0, 0, 0]
    assert found["heat"][0].n == 2


def by_time(levels: Sequence[int], days: Sequence[float]) -> dict[str, Any]:
    return contents(make_findings(make_labels(levels, days=days)))


def test_periods_are_told_with_their_shares_and_empty_ones_without() -> None:
    found = by_time([1, 2, 6], [0, 1, 70])
    assert found["dates"] == "2026-01 to 2026-03"
    first, gap, last = found["period_rows"]
    assert (first.name, first.n, first.shares) == ("2026-01", 2, [0.5, 0.5, 0, 0, 0, 0])
    assert (gap.name, gap.n) == ("2026-02", 0)
    assert np.isnan(gap.shares).all()
    assert (last.mean.value, last.below.value) == (6, 0)
    assert found["mean_plot"] is not None
    assert found["levels_plot"] is not None


def test_one_period_is_named_once_and_draws_no_movement() -> None:
    found = by_time([1, 2], [0, 1])
    assert (found["dates"], found["mean_plot"], found["levels_plot"]) == ("2026-01", None, None)
    assert contents(make_findings(make_labels([2])))["dates"] == ""


def test_each_level_has_a_row_and_a_bar_on_one_scale() -> None:
    found = contents(make_findings(make_labels([2] * 30 + [4] * 10)))
    rows = found["level_rows"]
    assert [row.estimate.value for row in rows] == [0, 0.75, 0, 0.25, 0, 0]
    assert [row.level for row in rows] == found["levels"]
    assert {row.change for row in rows} == {row.corrected for row in rows} == {None}
    assert 'class="level-2"' in rows[1].bar
    assert found["confidence"] == "95%"
    assert (found["corrected_below"], found["corrected_above"]) == (None, None)


@pytest.mark.parametrize(
    ("levels", "told"), [([4, 4], "desired"), ([4], ""), ([4, 3], ""), ([None, None], "")]
)
def test_a_run_that_is_all_of_one_level_is_said_to_be(levels: list[int | None], told: str) -> None:
    assert contents(make_findings(make_labels(levels)))["one_level"] == told


def test_what_the_model_expects_stands_beside_what_it_gave() -> None:
    mixes = contents(make_findings(make_labels([2, 2])))["mixes"]
    assert [one.given for one in mixes] == [0, 1, 0, 0, 0, 0]
    assert [one.expected for one in mixes] == pytest.approx([1 / 6] * 6)
    assert contents(make_findings(make_labels([None])))["mixes"] == []


def test_what_was_not_looked_at_has_no_rows() -> None:
    found = contents(make_findings(make_labels([2])))
    for name in ("moved", "natures", "kpis", "kpi_estimates", "kpi_groups", "groups"):
        assert found[name] == []
    assert (found["customers"], found["customer_rows"]) == (None, [])
