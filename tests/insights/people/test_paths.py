"""The comments of known customers in the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from cxnlp.insights.people.paths import Paths, read_paths

START = datetime(2026, 1, 1, tzinfo=UTC)


def run(*comments: tuple[str | None, float | None, int]) -> pa.Table:
    """Comments as customer, day and level."""
    who, days, level = zip(*comments, strict=True)
    when = [None if day is None else START + timedelta(days=day) for day in days]
    return pa.table(
        {
            "row": range(len(who)),
            "level": level,
            "status": ["labelled"] * len(who),
            "customer": pa.array(who, pa.string()),
            "created_at": pa.array(when, pa.timestamp("us", tz="UTC")),
        }
    )


def shown(paths: Paths) -> dict[str, list[int]]:
    """Each customer's levels in order."""
    return {
        name: paths.level[first : last + 1].tolist()
        for name, first, last in zip(paths.name.to_pylist(), paths.start, paths.last, strict=True)
    }


def test_each_customer_has_a_path_in_the_order_of_time() -> None:
    found = read_paths(run(("bo", 3, 2), ("ann", 9, 1), ("bo", 1, 5), ("ann", 0, 4), ("cy", 0, 6)))
    assert shown(found) == {"bo": [5, 2], "ann": [4, 1], "cy": [6]}
    assert found.row.tolist() == [2, 0, 3, 1, 4]
    assert (found.n.tolist(), len(found), found.timed) == ([2, 2, 1], 3, True)
    assert found.left_out == ()


def test_of_one_moment_the_first_row_comes_first() -> None:
    assert shown(read_paths(run(("ann", 1, 5), ("ann", 1, 2)))) == {"ann": [5, 2]}


def test_a_comment_without_customer_or_date_is_on_no_path_and_counted() -> None:
    found = read_paths(run(("ann", 1, 5), (None, 1, 2), ("ann", None, 1), (None, None, 1)))
    assert shown(found) == {"ann": [5]}
    assert [(one.what, one.n, one.why) for one in found.left_out] == [
        ("comments without a customer", 2, "They are on no path."),
        ("comments without a date", 1, "They have no place on a path."),
    ]


def test_where_no_known_customer_has_a_date_the_rows_give_the_order() -> None:
    found = read_paths(run(("ann", None, 5), (None, 1, 2), ("ann", None, 1)))
    assert shown(found) == {"ann": [5, 1]}
    assert not found.timed
    assert [one.what for one in found.left_out] == [
        "comments without a customer",
        "order of comments",
    ]
    assert found.left_out[1].hint == "Name the dates with --map created_at=COLUMN when labelling."


def test_later_dates_than_today_are_no_dates() -> None:
    labels = run(("ann", 1, 5), ("ann", 40, 1))
    assert shown(read_paths(labels)) == {"ann": [5, 1]}
    assert shown(read_paths(labels, today=START + timedelta(days=30))) == {"ann": [5]}


def test_what_the_latest_comment_says_is_read_from_it() -> None:
    """A tenth criminal and a fifth basic on the first day, three and four tenths on the last."""
    labels = run(("ann", 5, 2), ("ann", 1, 5))
    for name, values in {
        "level_low": [1, 4],
        "level_high": [3, 6],
        "p_criminal": [0.3, 0.1],
        "p_basic": [0.4, 0.2],
        "p_expected": [0.9, 0.9],
    }.items():
        labels = labels.append_column(name, pa.array(values))
    found = read_paths(labels)
    assert (found.low.tolist(), found.high.tolist()) == ([1], [3])
    assert found.leaving == pytest.approx([0.7])


def test_without_intervals_and_probabilities_nothing_is_known_of_them() -> None:
    found = read_paths(run(("ann", 1, 5)))
    assert np.isnan([*found.low, *found.high, *found.leaving]).all()


def test_only_labelled_rows_are_on_a_path_whatever_their_order() -> None:
    labels = run(("ann", None, 5), ("ann", None, 3), ("bo", None, 1))
    labels = labels.set_column(2, "status", pa.array(["labelled", "no_evidence", "labelled"]))
    assert shown(read_paths(labels.take([2, 1, 0]))) == {"ann": [5], "bo": [1]}


def test_nobody_known_has_no_path() -> None:
    for labels in (run((None, 1, 5)), run(("ann", 1, 5)).drop_columns(["customer"])):
        found = read_paths(labels)
        assert (len(found), found.name.to_pylist(), found.n.tolist()) == (0, [], [])
        assert found.left_out[0].n == 1
