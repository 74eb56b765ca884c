"""Teams are set against each other by level and dimension, and only where enough is known."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.insights.people.conftest import make_teams

from cxnlp.insights.people import group_views, with_group_quotes

EVEN = {"north": 60, "south": 60, "east": 60, "west": 60}


def test_nobody_is_judged_on_three() -> None:
    found = group_views(make_teams({**EVEN, "tiny": 3}), "team")
    assert {one.name for one in found.groups} == set(EVEN)
    left = next(one for one in found.left_out if one.what == "values of team")
    assert left.n == 1
    assert "tiny" in left.why


def test_a_team_with_two_comments_alone_gives_no_view() -> None:
    found = group_views(make_teams({"tiny": 2}), "team")
    assert found.groups == ()
    assert found.left_out


def test_one_angry_customer_judges_nobody() -> None:
    run = make_teams({"north": 60, "south": 60})
    who = ["angry" if team == "south" else None for team in run["team"].to_pylist()]
    found = group_views(run.append_column("customer", pa.array(who, pa.string())), "team")
    assert [one.name for one in found.groups] == ["north"]


def test_a_worse_team_is_found_and_comes_first() -> None:
    found = group_views(make_teams(EVEN, worse={"east": 1.5}), "team")
    first = found.groups[0]
    assert (first.name, first.level.verdict) == ("east", "weak")
    assert first.level.difference is not None
    assert first.level.difference.high < 0
    assert first.rank_low == first.rank_high == 4
    assert first.below.value > found.groups[1].below.value
    assert first.above.value < found.groups[1].above.value


def test_like_teams_are_like_the_others_and_may_hold_any_rank() -> None:
    found = group_views(make_teams(EVEN, seed=2), "team")
    assert {one.level.verdict for one in found.groups} == {"like the others"}
    assert {(one.rank_low, one.rank_high) for one in found.groups} == {(1, 4)}


def test_what_to_coach_is_named() -> None:
    run = make_teams(EVEN, weak={"west": "timeliness"})
    found = {one.name: one for one in group_views(run, "team").groups}
    assert [one.dimension for one in found["west"].weaknesses] == ["timeliness"]
    assert found["west"].strengths == ()
    assert found["north"].weaknesses == ()
    told = found["west"].weaknesses[0]
    assert told.standing is not None
    assert told.standing.value.value < 0.5
    assert told.mentions == told.standing.value.n


def test_quotes_show_the_weakness_and_nothing_else() -> None:
    run = make_teams(EVEN, weak={"west": "timeliness"})
    views = with_group_quotes(group_views(run, "team"), [run.slice(0, 100), run.slice(100)])
    rows = run.to_pylist()
    for group in views.groups:
        for one in group.dimensions:
            if one.standing is None or one.standing.verdict == "like the others":
                assert one.quotes == ()
                continue
            assert 1 <= len(one.quotes) <= 3
            sign = -1 if one.standing.verdict == "weak" else 1
            for row in one.rows:
                assert rows[row]["team"] == group.name
                assert rows[row][one.dimension] == sign
            assert one.quotes[0] == f"The words of row {one.rows[0]}, at some length."


def test_few_mentions_give_no_verdict_on_a_dimension() -> None:
    run = make_teams({"north": 60, "south": 60})
    some = [1 if place in {3, 9} else 0 for place in range(120)]
    run = run.set_column(run.column_names.index("empathy"), "empathy", pa.array(some, pa.int8()))
    for one in group_views(run, "team").groups:
        told = one.dimensions[0]
        assert told.mentions <= 2
        assert told.standing is None or told.standing.verdict == "too few"


def test_without_dimensions_the_levels_stand_and_it_is_said() -> None:
    run = make_teams(EVEN).drop_columns(["empathy", "timeliness"])
    found = group_views(run, "team")
    assert all(one.dimensions == () for one in found.groups)
    assert "quality dimensions" in {one.what for one in found.left_out}


def test_who_answers_the_complaints_is_not_blamed_for_complaints() -> None:
    run = make_teams(EVEN, seed=1)
    rows = run.to_pylist()
    channel, level = [], []
    for place, one in enumerate(rows):
        hard = place % 10 < (8 if one["team"] == "south" else 2)
        channel.append("complaints" if hard else "visits")
        level.append(max(1, one["level"] - 2) if hard else one["level"])
    run = run.set_column(1, "level", pa.array(level, pa.int8()))
    run = run.append_column("channel", pa.array(channel))
    plain = {one.name: one.level for one in group_views(run, "team").groups}
    fair = group_views(run, "team", within=["channel", "absent"])
    assert plain["south"].verdict == "weak"
    assert {one.name: one.level.verdict for one in fair.groups}["south"] == "like the others"
    assert fair.within == ("channel",)
    assert "comparison within absent" in {one.what for one in fair.left_out}


def test_a_run_without_the_column_says_so() -> None:
    found = group_views(make_teams({"north": 30}), "agent")
    assert found.groups == ()
    assert found.left_out[0].what == "views by agent"


def test_comments_without_a_level_do_not_count() -> None:
    run = make_teams({"north": 30, "south": 30})
    status = ["no_evidence" if place < 20 else "labelled" for place in range(60)]
    level = [None if place < 20 else 4 for place in range(60)]
    run = run.set_column(2, "status", pa.array(status)).set_column(
        1, "level", pa.array(level, pa.int8())
    )
    found = group_views(run, "team", least=5)
    assert sum(one.n for one in found.groups) == 40


@pytest.mark.slow
def test_where_all_are_alike_coaching_finds_nothing() -> None:
    """Over all teams and dimensions together, at most 5 % of the runs hold a false verdict."""
    flagged = 0
    for seed in range(100):
        found = group_views(make_teams({f"t{k}": 30 for k in range(8)}, seed=seed), "team")
        flagged += any(one.strengths or one.weaknesses for one in found.groups)
    assert flagged <= 9


def test_a_team_that_never_speaks_of_a_dimension_has_no_figure_there() -> None:
    run = make_teams(EVEN)
    silent = pa.array(
        [
            0 if team == "west" else said
            for team, said in zip(run["team"].to_pylist(), run["empathy"].to_pylist(), strict=True)
        ],
        pa.int8(),
    )
    run = run.set_column(run.schema.get_field_index("empathy"), "empathy", silent)
    for group in group_views(run, "team").groups:
        (empathy,) = (one for one in group.dimensions if one.dimension == "empathy")
        assert (empathy.standing is None) is (group.name == "west")
        assert (empathy.mentions == 0) is (group.name == "west")
