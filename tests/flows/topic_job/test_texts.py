"""Comments for topics: a run's as they are, a table's as a run would hold them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from cxnlp.errors import InputDataError, RunFolderError
from cxnlp.flows.topic_job.texts import TextTable, comments_of
from cxnlp.runs import Run, open_run
from cxnlp.sources import choose_columns, open_source

RUN = Path(__file__).parents[2] / "golden" / "1" / "run"

TABLE = pa.table(
    {
        "ticket_id": ["a", "b", "c", "d", "e", "f"],
        "comment": ["  Late   again. ", "n/a", "Kind staff.", "", "It was fine.", "So so."],
        "level": ["1", "2", " 6 ", "3", "7", "desired"],
        "created_at": ["2026-02-01", "", "someday", "", "2026-02-03", ""],
        "customer": ["ada", "bob", "ada", "", "cem", "dee"],
    }
)


def held(table: pa.Table) -> TextTable:
    source = open_source(table)
    return TextTable(source, choose_columns(source.columns))


def test_rows_that_a_run_would_reject_are_left_out_and_the_others_keep_their_numbers() -> None:
    found = held(TABLE).labels()
    assert found["row"].to_pylist() == [0, 2, 4, 5]
    assert found["id"].to_pylist() == ["a", "c", "e", "f"]
    assert found["text"].to_pylist() == ["Late again.", "Kind staff.", "It was fine.", "So so."]


def test_whole_numbers_from_1_to_6_are_levels_and_nothing_else_is() -> None:
    found = held(TABLE).labels(["level", "status"])
    assert found.schema.field("level").type == pa.int8()
    assert found["level"].to_pylist() == [1, 6, None, None]
    told = ["labelled", "labelled", "no_evidence", "no_evidence"]
    assert found["status"].to_pylist() == told


def test_a_column_of_status_says_whose_level_counts() -> None:
    status = ["no_evidence", "labelled", "labelled", "labelled", "labelled", None]
    levels = ["4", "4", "5", "5", "3", "3"]
    at = TABLE.schema.get_field_index("level")
    table = TABLE.set_column(at, "level", pa.array(levels)).append_column("status", [status])
    found = held(table).labels(["row", "level"])
    assert found.to_pydict() == {"row": [0, 2, 4, 5], "level": [None, 5, 3, None]}


def test_a_table_without_levels_has_none() -> None:
    found = held(TABLE.drop_columns(["level"])).labels()
    assert found["level"].null_count == 4
    assert set(found["status"].to_pylist()) == {"no_evidence"}


def test_dates_and_customers_are_read_as_a_run_reads_them() -> None:
    found = held(TABLE).labels(["created_at", "customer"])
    first, second = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 3, tzinfo=UTC)
    assert found["created_at"].to_pylist() == [first, None, second, None]
    assert found["customer"].to_pylist() == ["ada", "ada", "cem", "dee"]
    bare = held(TABLE.drop_columns(["created_at", "customer"])).labels()
    assert bare.column_names == ["row", "id", "text", "level", "status"]


def test_columns_that_there_are_not_are_left_out_and_rows_come_again_each_time() -> None:
    table = held(TABLE)
    for _ in range(2):
        assert table.labels(["text", "team"]).column_names == ["text"]
    assert sum(len(batch) for batch in table.batches("labels")) == 4


def test_a_run_is_told_by_its_source_model_and_settings() -> None:
    comments, identity, count = comments_of(RUN)
    manifest = open_run(RUN).manifest
    assert isinstance(comments, Run)
    assert identity == {
        "run": manifest.source.digest,
        "model": manifest.model.digest,
        "settings": manifest.config_digest,
    }
    assert manifest.counts is not None
    assert count == manifest.counts.labels


def test_a_file_is_told_by_its_bytes_and_its_column_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_text("comment,answer\nLate again.,Sorry.\n", encoding="utf-8")
    comments, identity, _ = comments_of(path)
    assert comments.labels(["text"])["text"].to_pylist() == ["Late again."]
    assert (identity["model"], identity["settings"]) == ("none", "comment")
    assert identity["run"] == open_source(str(path)).digest()
    named, other, _ = comments_of(path, "answer")
    assert named.labels(["text"])["text"].to_pylist() == ["Sorry."]
    assert other == {**identity, "settings": "answer"}


def test_a_file_without_comments_is_refused_with_both_ways_out(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputDataError, match="--text-column, or label the file first"):
        comments_of(path)


def test_what_is_neither_run_nor_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match=r"manifest\.json"):
        comments_of(tmp_path)
