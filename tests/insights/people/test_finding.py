"""All views of people in one call, and what is missing said."""

from __future__ import annotations

import pyarrow as pa
from tests.insights.people.conftest import make_teams

from cxnlp.insights.people import people_views


def test_what_the_run_has_is_shown_and_the_rest_said() -> None:
    run = make_teams({"north": 30, "south": 30}, customer=[f"c{k % 20}" for k in range(60)])
    found = people_views(run)
    assert list(found.groups) == ["team"]
    assert found.customers is not None
    assert found.customers.customers == 20
    assert {one.what for one in found.left_out} == {
        "views by agent",
        "views by segment",
        "views by channel",
    }


def test_an_empty_run_has_no_views() -> None:
    empty = make_teams({"north": 30}).slice(0, 0)
    found = people_views(empty)
    assert found.groups == {}
    assert found.customers is None


def test_a_column_is_not_held_equal_within_itself() -> None:
    run = make_teams({"north": 30, "south": 30}, channel=["web", "phone"] * 30)
    found = people_views(run, by=("team", "channel"), within=("channel",))
    assert found.groups["team"].within == ("channel",)
    assert found.groups["channel"].within == ()


def test_all_on_one_level_is_no_difference() -> None:
    run = make_teams({"north": 30, "south": 30})
    run = run.set_column(1, "level", pa.array([4] * 60, pa.int8()))
    for one in people_views(run).groups["team"].groups:
        assert one.level.verdict == "like the others"
        assert one.level.difference is None
        assert (one.rank_low, one.rank_high) == (1, 2)
