"""What drivers and Kano classes begin with, and the settings that no fit can meet."""

from __future__ import annotations

import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.errors import ConfigurationError
from cxnlp.insights.labelled import FLOOR, check_fit, labelled_rows, read_labelled_rows


def test_only_labelled_rows_are_counted_and_in_their_order() -> None:
    labels = make_labels([1, None, 3, 4]).take([3, 1, 0, 2])
    assert labelled_rows(labels)["level"].to_pylist() == [1, 3, 4]
    rows, comments, touched = read_labelled_rows(labels)
    assert rows["row"].to_pylist() == comments.row.tolist() == [0, 2, 3]
    assert touched is None


def test_topics_are_touched_where_both_their_tables_are_given() -> None:
    labels, given, names = make_labels([1, 2]), make_assignments([0, 0]), make_topics("queue")
    assert read_labelled_rows(labels, given, names)[2] is not None
    assert read_labelled_rows(labels, given)[2] is None
    assert read_labelled_rows(labels, None, names)[2] is None


def test_the_floor_is_that_of_the_trials() -> None:
    """docs/decisions/2026-11-22-drivers.md."""
    assert FLOOR == 20


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("floor", 1), ("floor", -3)),
        *(("false_alarms", 0.0), ("false_alarms", 1.0)),
        *(("confidence", 0.0), ("confidence", 1.0)),
    ],
)
def test_settings_that_no_fit_can_meet_are_refused_by_name(name: str, value: float) -> None:
    usual: dict[str, float] = {"floor": 2, "false_alarms": 0.01, "confidence": 0.99}
    check_fit("drivers", **usual)  # type: ignore[arg-type]  # a floor is a whole number
    with pytest.raises(ConfigurationError, match=f"drivers, {name}"):
        check_fit("drivers", **{**usual, name: value})  # type: ignore[arg-type]  # the same
