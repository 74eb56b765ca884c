"""The level x topic table for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scipy.stats import binomtest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.level_table import LEVELS_SCHEMA, level_table

if TYPE_CHECKING:
    import pyarrow as pa


def crossed(levels: list[int | None], topics: list[int], *names: str) -> pa.Table:
    comments = read_comments(make_labels(levels))
    incidence = read_incidence(comments, make_assignments(topics), make_topics(*names))
    return level_table(comments, incidence)


def test_its_columns_stand_as_the_contract_says() -> None:
    """docs/contracts.md; readers take them by place in CSV."""
    levels = ["criminal", "basic", "expected", "desired", "surprising", "unbelievable"]
    figures = [f"{one}{end}" for one in ("mean_level", "below", "above") for end in ENDS]
    assert LEVELS_SCHEMA.names == ["topic", "name", "n", *levels, *figures]
    assert crossed([2], [0], "queue").schema.equals(LEVELS_SCHEMA)


ENDS = ("", "_low", "_high")


def test_below_is_below_expected_and_above_is_above_desired() -> None:
    (row,) = crossed([1, 2, 3, 4, 5, 6], [0] * 6, "queue").to_pylist()
    assert (row["n"], row["criminal"], row["unbelievable"]) == (6, 1, 1)
    assert row["mean_level"] == pytest.approx(3.5)
    assert (row["below"], row["above"]) == pytest.approx((2 / 6, 2 / 6))
    told = binomtest(2, 6).proportion_ci(method="wilson")
    for name in ("below", "above"):
        assert (row[f"{name}_low"], row[f"{name}_high"]) == pytest.approx((told.low, told.high))


def test_a_topic_that_no_labelled_comment_touches_has_counts_of_zero_and_no_figures() -> None:
    empty = crossed([2, None], [0, 1], "queue", "staff").to_pylist()[1]
    assert (empty["topic"], empty["name"], empty["n"], empty["basic"]) == (1, "staff", 0, 0)
    assert {empty[f"{one}{end}"] for one in ("mean_level", "below", "above") for end in ENDS} == {
        None
    }


def test_without_topics_the_table_is_empty() -> None:
    assert crossed([2], [0]).num_rows == 0
