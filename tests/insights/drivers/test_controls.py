"""What is held fixed besides the drivers: each value of a control, against the commonest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from cxnlp.insights.comments import read_comments
from cxnlp.insights.drivers.controls import customers_of, read_controls

if TYPE_CHECKING:
    from collections.abc import Sequence


def columns(
    channel: Sequence[str | None], *, floor: int = 1
) -> tuple[list[list[float]], list[str]]:
    """The columns of a run with these channels, and the names of the controls that have any."""
    n = len(channel)
    table = pa.table(
        {"row": range(n), "level": [3] * n, "status": ["labelled"] * n, "channel": channel}
    )
    comments = read_comments(table)
    found, used = read_controls(
        table, comments, table["row"].to_numpy(), names=["channel", "segment"], floor=floor
    )
    return found.toarray().tolist(), list(used)


def test_of_two_values_the_rarer_is_held_against_the_commoner() -> None:
    found, used = columns(["phone", "mail", "phone", "mail", "phone"])
    assert found == [[0], [1], [0], [1], [0]]
    assert used == ["channel"]


def test_rare_and_missing_values_join_the_commonest() -> None:
    found, _ = columns(["phone", "mail", "phone", "mail", "phone", "fax", None], floor=2)
    assert found == [[0], [1], [0], [1], [0], [0], [0]]


def test_a_control_with_one_value_holds_nothing_fixed() -> None:
    found, used = columns(["phone"] * 3)
    assert found == [[], [], []]
    assert used == []


def test_a_value_needs_as_many_customers_as_the_floor_says_however_often_they_write() -> None:
    channel = ["phone"] * 5 + ["mail"] * 3 + ["fax"] * 3
    who = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "j"]
    table = pa.table({"row": range(11), "level": [3] * 11, "status": ["labelled"] * 11})
    table = table.append_column("channel", pa.array(channel))
    table = table.append_column("customer", pa.array(who))
    every = table["row"].to_numpy()
    found, _ = read_controls(table, read_comments(table), every, names=["channel"], floor=3)
    assert found.toarray().ravel().tolist() == [0] * 5 + [1] * 3 + [0] * 3


def test_quarters_are_held_fixed_under_the_name_of_period() -> None:
    when = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 4, 5, 6, 12)]
    table = pa.table({"row": range(6), "level": [3] * 6, "status": ["labelled"] * 6})
    table = table.append_column("created_at", pa.array(when, pa.timestamp("us", tz="UTC")))
    rows = np.array([5, 4, 3, 2, 1, 0])
    found, used = read_controls(table, read_comments(table), rows, names=["period"], floor=1)
    # The second quarter is the commonest; the first comes before the fourth, which has fewer.
    assert found.toarray().tolist() == [[0, 1], [0, 0], [0, 0], [0, 0], [1, 0], [1, 0]]
    assert used == ("period",)


def test_of_very_many_values_forty_stand_besides_the_commonest() -> None:
    found, _ = columns([f"line {at}" for at in range(50)] + ["line 7"])
    assert len(found[0]) == 40


def test_customers_are_counted_once_per_code() -> None:
    found = customers_of(np.array([2, 0, 2, 2, 0]), np.array([5, 5, 5, 6, 5]))
    assert found.tolist() == [1, 0, 2]
    assert customers_of(np.array([], np.int64), np.array([], np.int64)).tolist() == []
