"""An export holds every row, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import UsageError
from cxnlp.runs import export_tables

if TYPE_CHECKING:
    from pathlib import Path

TABLE = pa.table(
    {
        "row": [0, 1],
        "text": ['=HYPERLINK("http://example.com","click")', "line one\nline two, مرحبا"],
        "created_at": pa.array(
            [datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC), None], pa.timestamp("us", tz="UTC")
        ),
    }
)


def test_csv_neutralises_formulas_and_keeps_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    assert export_tables([TABLE, TABLE], path) == 4
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows[:2]] == [
        '\'=HYPERLINK("http://example.com","click")',
        "line one\nline two, مرحبا",
    ]
    assert rows[0]["created_at"].startswith("2025-01-02 03:04:05")
    assert len(rows) == 4


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_begins_a_formula_is_neutralised(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "run.csv"
    export_tables([pa.table({"text": [f"{sign}1+1"]})], path)
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == [f"'{sign}1+1"]


def test_jsonl_and_parquet_keep_the_text_as_it_is(tmp_path: Path) -> None:
    export_tables([TABLE], tmp_path / "run.jsonl")
    export_tables([TABLE], tmp_path / "run.parquet")
    lines = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    assert [line["text"] for line in lines] == TABLE["text"].to_pylist()
    assert lines[0]["created_at"] == "2025-01-02T03:04:05+00:00"
    assert pq.read_table(tmp_path / "run.parquet").equals(TABLE)


def test_an_unknown_extension_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv or \.jsonl or \.parquet"):
        export_tables([TABLE], tmp_path / "run.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["run.csv", "run.jsonl", "run.parquet", "RUN.CSV"])
def test_the_rows_written_are_counted(tmp_path: Path, name: str) -> None:
    assert export_tables([TABLE, TABLE, TABLE], tmp_path / name) == 6


def test_the_columns_are_named_once_though_the_first_part_has_no_row(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    assert export_tables([TABLE.slice(0, 0), TABLE.slice(0, 0), TABLE], path) == 2
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == TABLE.column_names
    assert [row[0] for row in rows[1:]] == ["0", "1"]


def test_lists_are_cells_of_json_in_a_csv_file_and_lists_in_jsonl(tmp_path: Path) -> None:
    table = pa.table({"keywords": [["café", "queue"], None], "day": [date(2026, 3, 1), None]})
    export_tables([table], tmp_path / "run.csv")
    with (tmp_path / "run.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == [['["café", "queue"]', "2026-03-01"], ["null", ""]]
    export_tables([table], tmp_path / "run.jsonl")
    first, second = (tmp_path / "run.jsonl").read_text(encoding="utf-8").splitlines()
    assert first == '{"keywords": ["café", "queue"], "day": "2026-03-01"}'
    assert json.loads(second) == {"keywords": None, "day": None}
