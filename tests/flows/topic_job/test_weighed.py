"""Pain points, delight points and levels by topic: three files from one reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.flows.topic_job.notices import about_weights
from cxnlp.flows.topic_job.weighed import WEIGHED, read_weighed, write_weighed
from cxnlp.insights import delight_points, pain_points

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = [1, 2, 2, 4, 5, 6, 3, None]
ASSIGNED = pa.table({"row": range(8), "topic": [0, 0, 1, 1, 1, 2, 3, 3], "strength": [0.9] * 8})
TOPICS = pa.table({"topic": range(4), "name": ["fees", "=counter", "staff", "parking"]})
TODAY = datetime(2026, 1, 1, tzinfo=UTC)


def labels(levels: list[int | None]) -> pa.Table:
    return pa.table(
        {
            "row": range(len(levels)),
            "level": pa.array(levels, pa.int8()),
            "status": ["labelled" if level else "no_evidence" for level in levels],
            "text": [f"Comment number {at}." for at in range(len(levels))],
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_weighed(tmp_path, labels(LEVELS), ASSIGNED, TOPICS, today=TODAY)
    return tmp_path


def test_each_table_stands_as_parquet_and_for_a_spreadsheet(folder: Path) -> None:
    for name, schema in WEIGHED.items():
        assert pq.read_table(folder / f"{name}.parquet").schema.equals(schema)
        assert (
            (folder / f"{name}.csv")
            .read_text()
            .startswith("topic,name" if "by" in name else "rank")
        )
    assert "'=counter" in (folder / "level_by_topic.csv").read_text()


def test_the_points_are_those_of_the_insights(folder: Path) -> None:
    tables, lacking = read_weighed(folder)
    assert lacking == []
    given = labels(LEVELS), ASSIGNED, TOPICS
    assert tables["pain_points"].equals(pain_points(*given))
    assert tables["delight_points"].equals(delight_points(*given))
    assert tables["delight_points"]["name"].to_pylist() == ["staff", "=counter"]


def test_each_topic_tells_how_many_of_its_comments_stand_on_each_level(folder: Path) -> None:
    fees, counter, staff, parking = pq.read_table(folder / "level_by_topic.parquet").to_pylist()
    assert (fees["criminal"], fees["basic"], fees["n"], fees["below"]) == (1, 1, 2, 1.0)
    assert counter["mean_level"] == pytest.approx(11 / 3)
    assert counter["below"] == pytest.approx(1 / 3)
    assert counter["above"] == pytest.approx(1 / 3)
    assert counter["above_low"] < counter["above"] < counter["above_high"]
    assert (staff["unbelievable"], staff["above"]) == (1, 1.0)
    assert (parking["n"], parking["expected"]) == (1, 1), "a comment without a level does not count"


def test_without_any_level_the_tables_are_empty_and_it_is_said(tmp_path: Path) -> None:
    write_weighed(tmp_path, labels([None] * 8), ASSIGNED, TOPICS, today=TODAY)
    tables, lacking = read_weighed(tmp_path)
    assert tables["pain_points"].num_rows == tables["delight_points"].num_rows == 0
    assert tables["level_by_topic"]["n"].to_pylist() == [0] * 4
    assert tables["level_by_topic"]["mean_level"].null_count == 4
    (told,) = about_weights(tables, lacking)
    assert "no comment with a topic has a level" in told


def test_what_an_earlier_version_did_not_write_is_named(folder: Path) -> None:
    (folder / "level_by_topic.parquet").unlink()
    tables, lacking = read_weighed(folder)
    assert lacking == ["level_by_topic"]
    assert any("no level_by_topic" in one for one in about_weights(tables, lacking))
