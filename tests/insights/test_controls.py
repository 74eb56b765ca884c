"""What is held fixed besides the drivers: each value of a control, against the commonest."""

from __future__ import annotations

import pyarrow as pa

from cxnlp.insights.comments import read_comments
from cxnlp.insights.drivers.controls import read_controls


def columns(channel: list[str | None], *, floor: int = 1) -> tuple[list[list[float]], list[str]]:
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
