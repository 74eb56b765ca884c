"""Which comments belong to which group, and which groups have enough of them to be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from cxnlp.insights.people.members import LEAST_CUSTOMERS, customers_behind, read_members

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(team: Sequence[str | None], **columns: Sequence[object]) -> pa.Table:
    """Labelled comments on level 4 of these teams."""
    n = len(team)
    return pa.table(
        {
            "row": range(n),
            "level": [4] * n,
            "status": ["labelled"] * n,
            "team": pa.array(team, pa.string()),
            **columns,
        }
    )


def test_a_group_is_judged_with_enough_comments_and_enough_customers() -> None:
    """Of three groups of ten, one has four customers, and a fourth has but nine comments."""
    team = ["many"] * 10 + ["loud"] * 10 + ["five"] * 10 + ["few"] * 9
    who = [
        *(f"a{at}" for at in range(10)),
        *(f"b{at % 4}" for at in range(10)),
        *(f"c{at % 5}" for at in range(10)),
        *(f"d{at}" for at in range(9)),
    ]
    found = read_members(run(team, customer=who), "team", within=(), least=10)
    assert LEAST_CUSTOMERS == 5
    assert found.cut.names == ("five", "loud", "many", "few")
    assert found.n.tolist() == [10, 10, 10, 9]
    assert found.customers.tolist() == [5, 4, 10, 9]
    assert [found.cut.names[at] for at in found.judged] == ["five", "many"]
    (left,) = found.left_out
    assert (left.what, left.n) == ("values of team", 2)
    assert left.why == "Not judged, with fewer than 10 comments or 5 customers: loud, few."


def test_of_many_small_groups_five_are_named() -> None:
    found = read_members(run([f"t{at}" for at in range(6)]), "team", within=(), least=2)
    assert found.left_out[0].n == 6
    told = "Not judged, with fewer than 2 comments or 2 customers: t0, t1, t2, t3, t4 …."
    assert found.left_out[0].why == told
    five = read_members(run([f"t{at}" for at in range(5)]), "team", within=(), least=2)
    assert five.left_out[0].why.endswith("customers: t0, t1, t2, t3, t4.")


def test_comments_without_a_group_are_counted_and_those_without_a_level_are_not() -> None:
    labels = run(["a", None, " ", "a", "a"])
    status = pa.array(["labelled"] * 4 + ["no_evidence"])
    labels = labels.set_column(2, "status", status)
    found = read_members(labels, "team", within=(), least=2)
    assert found.cut.code.tolist() == [0, -1, -1, 0]
    assert found.n.tolist() == [2]
    assert [(one.what, one.n, one.why) for one in found.left_out] == [
        ("comments without team", 2, "They belong to no group.")
    ]


def test_rows_are_put_in_order() -> None:
    labels = run(["a", "b", "b"]).take([2, 0, 1])
    found = read_members(labels, "team", within=(), least=1)
    assert found.table["row"].to_pylist() == found.comments.row.tolist() == [0, 1, 2]
    assert [found.cut.names[at] for at in found.cut.code] == ["a", "b", "b"]


def test_without_the_column_there_are_no_groups_and_a_hint() -> None:
    found = read_members(run(["a"]).drop_columns(["team"]), "team", within=(), least=1)
    assert (len(found.cut), found.judged.tolist()) == (0, [])
    (left,) = found.left_out
    assert (left.what, left.why) == ("views by team", "The run has no column team with a value.")
    assert left.hint == "Name it with --map team=COLUMN when labelling."
    assert read_members(run([None]), "team", within=(), least=1).left_out == (left,)


def test_strata_are_the_values_of_all_columns_together_and_nothing_is_a_value_too() -> None:
    channel, segment = ["web", "web", "shop", None, None], ["new", "old", "new", "new", "new"]
    labels = run(["a"] * 5, channel=channel, segment=segment)
    one = read_members(labels, "team", within=("channel",), least=1).stratum
    both = read_members(labels, "team", within=("channel", "segment"), least=1).stratum
    assert [len(set(one)), len(set(both))] == [3, 4]
    assert one[0] == one[1]
    assert both[0] != both[1]
    assert both[3] == both[4]
    assert read_members(labels, "team", within=(), least=1).stratum.tolist() == [0] * 5


def test_a_column_that_cannot_be_held_equal_is_said() -> None:
    found = read_members(run(["a"]), "team", within=("channel",), least=1)
    assert found.left_out[0].what == "comparison within channel"
    assert found.left_out[0].why == "The run has no column channel: it is not held equal."


@pytest.mark.parametrize(
    ("group", "customer", "expected"),
    [([0, 0, 1, 0], [3, 3, 3, 4], [2, 1, 0]), ([], [], [0, 0, 0])],
)
def test_customers_are_counted_once_per_group(
    group: list[int], customer: list[int], expected: list[int]
) -> None:
    found = customers_behind(np.array(group, np.int64), np.array(customer, np.int64), 3)
    assert found.tolist() == expected
