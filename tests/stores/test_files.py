"""Databases that are files: SQLite and DuckDB."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import label

from cxnlp.cli import main
from cxnlp.errors import InputDataError
from cxnlp.sources import open_source
from cxnlp.sources.database import DatabaseQuery

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sqlite(tmp_path: Path) -> Path:
    path = tmp_path / "feedback.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE reviews (id INTEGER PRIMARY KEY, review, stars)")
        connection.executemany(
            "INSERT INTO reviews VALUES (?, ?, ?)",
            [(3, "Kind staff.", 5), (1, "Slow and rude.", "1"), (2, None, 2.5), (4, 12345, None)],
        )
        connection.execute("INSERT INTO reviews VALUES (5, CAST(x'c328ff' AS TEXT), 3)")
    return path


def test_sqlite_rows_are_read_in_the_order_of_the_key(sqlite: Path, tmp_path: Path) -> None:
    result = label(DatabaseQuery(str(sqlite), "reviews", "id"), tmp_path / "run")
    assert result.labels["id"].to_pylist() == ["1", "3"]
    assert result.labels["csat"].to_pylist() == [1.0, 5.0]
    reasons = dict(
        zip(result.rejected["row"].to_pylist(), result.rejected["reason"].to_pylist(), strict=True)
    )
    assert reasons == {1: "empty", 3: "not_text", 4: "bad_encoding"}


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}", "~relative"])
def test_a_path_and_an_address_name_the_same_file(
    sqlite: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where = "sqlite:///feedback.db" if form == "~relative" else form.format(path=sqlite)
    words = ["--query", "SELECT * FROM reviews -- all", "--key", "id", "--out", "run", "--quiet"]
    assert main(["label", where, *words]) == 0
    assert main(["check", where, *words[:4]]) == 0


def test_a_database_needs_a_query_and_a_key(
    sqlite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(sqlite)]) == 2
    assert main(["check", str(sqlite), "--query", "reviews"]) == 2
    assert "--key" in capsys.readouterr().err


def test_a_missing_file_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(InputDataError):
        label(DatabaseQuery(str(tmp_path / "none.db"), "reviews", "id"), tmp_path / "run")
    with pytest.raises(InputDataError):
        label(DatabaseQuery(f"sqlite:///{tmp_path}/none.db", "reviews", "id"), tmp_path / "run")
    assert not (tmp_path / "none.db").exists()


def test_duckdb_rows_are_read_with_their_types(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (extra 'stores')")
    path = tmp_path / "feedback.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE f AS SELECT 9999 - i AS id, 'Slow reply, case ' || i AS comment,"
            " TIMESTAMPTZ '2026-01-02 03:04:05+00' AS created_at FROM range(10000) t(i)"
        )
    result = label(DatabaseQuery(str(path), "f", "id"), tmp_path / "run", part_size=3_000)
    assert result.counts.rows == 10_000
    assert result.labels["id"].to_pylist()[:2] == ["0", "1"]
    assert result.labels["created_at"].to_pylist()[0].year == 2026


def test_a_key_that_is_no_column_is_refused_with_the_columns_there_are(sqlite: Path) -> None:
    """To SQLite a quoted name that it does not know is a word, and any order would do."""
    with pytest.raises(InputDataError, match="the columns id, review, stars"):
        open_source(DatabaseQuery(str(sqlite), "reviews", "number"))


def test_a_query_that_finds_nothing_is_a_source_without_rows(sqlite: Path) -> None:
    nothing = DatabaseQuery(str(sqlite), "SELECT * FROM reviews WHERE id > 99", "id")
    with pytest.raises(InputDataError, match="no rows"):
        list(open_source(nothing).chunks(10))
