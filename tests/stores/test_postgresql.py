"""Feedback read from a PostgreSQL server, and labels written back as often as one likes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from tests.faults.conftest import label, outcomes
from tests.stores.conftest import PASSWORD

from cxnlp.cli import main
from cxnlp.errors import InputDataError, RunFolderError, UsageError
from cxnlp.flows.export import export
from cxnlp.runs import open_run
from cxnlp.sources.database import DatabaseQuery

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def table(postgresql: str) -> str:
    """A table of comments; its rows lie in another order than its key's."""
    import psycopg

    with psycopg.connect(postgresql) as connection:
        connection.execute("DROP TABLE IF EXISTS feedback, cxnlp_labels, other")
        connection.execute(
            "CREATE TABLE feedback (id bigint PRIMARY KEY, comment text, created timestamptz,"
            " score numeric, day date, shop text)"
        )
        with connection.cursor().copy("COPY feedback FROM STDIN") as copy:
            for number in range(12_000):
                row = (number * 7919) % 12_000
                text = f"The till queue was slow, visit {row}." if row % 9 else "n/a"
                copy.write_row(
                    (row, text, "2026-03-01 10:00+02", row % 5 + 0.5, "2026-03-01", "Leeds")
                )
    return postgresql


def _rows(address: str, statement: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(address) as connection:
        return connection.execute(statement).fetchall()


def test_rows_come_in_the_order_of_the_key_with_their_types(table: str, tmp_path: Path) -> None:
    query = DatabaseQuery(table, "SELECT * FROM feedback WHERE id < 11000", "id")
    result = label(
        query, tmp_path / "run", part_size=4_000, mapping={"csat": "score"}, keep=["day"]
    )
    rows = sorted(result.labels["row"].to_pylist() + result.rejected["row"].to_pylist())
    assert rows == list(range(11_000))
    assert result.labels["id"].to_pylist()[:3] == ["1", "2", "3"]
    assert result.labels["csat"].to_pylist()[0] == 1.5
    assert result.labels["created_at"].to_pylist()[0].isoformat() == "2026-03-01T08:00:00+00:00"
    assert str(result.labels["day"].to_pylist()[0]) == "2026-03-01"


def test_the_same_rows_are_the_same_run_and_changed_rows_are_refused(
    table: str, tmp_path: Path
) -> None:
    query = DatabaseQuery(table, "feedback", "id")
    label(query, tmp_path / "run", part_size=4_000)
    before = outcomes(tmp_path / "run")
    (tmp_path / "run" / "labels" / "part-000001.parquet").unlink()
    label(query, tmp_path / "run", part_size=4_000)
    assert outcomes(tmp_path / "run") == before
    _rows(table, "UPDATE feedback SET comment = 'Better now.' WHERE id = 5 RETURNING id")
    with pytest.raises(RunFolderError, match="another source"):
        label(query, tmp_path / "run", part_size=4_000)
    since = label(query, tmp_path / "next", since=tmp_path / "run")
    assert since.labels["id"].to_pylist() == ["5"]


def test_no_credentials_reach_manifest_or_log(
    table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["label", table, "--query", "feedback", "--key", "id", "--out", str(tmp_path / "run")]
    assert main(words) == 0
    to = f"{table}?table=other"
    assert main(["export", str(tmp_path / "run"), "--to", to]) == 0
    wrong = table.replace(PASSWORD, "wrong-" + PASSWORD)
    assert main(["label", wrong, *words[2:]]) == 4
    assert main(["export", str(tmp_path / "run"), "--to", wrong]) == 2
    assert main(["label", table, *words[2:3], "no_such_table", *words[4:]]) == 4
    out, err = capsys.readouterr()
    manifest = (tmp_path / "run" / "manifest.json").read_text()
    assert PASSWORD not in out + err + manifest
    uri = json.loads(manifest)["source"]["uri"]
    assert uri.startswith("postgresql://127.0.0.1:")
    assert uri.endswith("/postgres#feedback")
    assert "SQLSTATE 42P01" in err


def test_writing_twice_changes_nothing_and_a_newer_run_replaces_its_rows(
    table: str, tmp_path: Path
) -> None:
    query = DatabaseQuery(table, "SELECT * FROM feedback WHERE id BETWEEN 1 AND 500", "id")
    label(query, tmp_path / "run", part_size=100)
    assert export(tmp_path / "run", table).rows == 445
    first = _rows(table, "SELECT * FROM cxnlp_labels ORDER BY id, model")
    export(tmp_path / "run", table)
    assert _rows(table, "SELECT * FROM cxnlp_labels ORDER BY id, model") == first
    assert len(first) == 445
    _rows(table, "UPDATE feedback SET comment = 'They stole my money.' WHERE id = 7 RETURNING id")
    label(query, tmp_path / "later")
    export(tmp_path / "later", table)
    assert _rows(table, "SELECT count(*) FROM cxnlp_labels") == [(445,)]
    assert _rows(table, "SELECT text FROM cxnlp_labels WHERE id = '7'") == [
        ("They stole my money.",)
    ]
    kinds = dict(
        _rows(
            table,
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = 'cxnlp_labels'",
        )
    )
    assert kinds["level"] == "bigint"
    assert kinds["created_at"] == "timestamp with time zone"


def test_an_older_run_that_is_exported_again_leaves_the_newer_rows_alone(
    table: str, tmp_path: Path
) -> None:
    query = DatabaseQuery(table, "SELECT * FROM feedback WHERE id < 20", "id")
    label(query, tmp_path / "older")
    _rows(table, "UPDATE feedback SET comment = 'They stole my money.' WHERE id = 7 RETURNING id")
    label(query, tmp_path / "newer", since=tmp_path / "older")
    address = f"{table}?table=held"
    whole = "SELECT * FROM held ORDER BY id, model"
    assert export(tmp_path / "older", address).older == 0
    assert export(tmp_path / "newer", address).older == 0
    held = _rows(table, whole)
    again = export(tmp_path / "older", address)
    assert (again.rows, again.older) == (len(held), 1)
    assert _rows(table, whole) == held
    assert _rows(table, "SELECT text FROM held WHERE id = '7'") == [("They stole my money.",)]


def test_rows_and_runs_of_earlier_versions_that_tell_no_time_count_as_the_oldest(
    table: str, tmp_path: Path
) -> None:
    import psycopg

    label(pa.table({"id": ["a"], "text": ["Fine."]}), tmp_path / "run")
    label(pa.table({"id": ["a"], "text": ["Rude staff."]}), tmp_path / "untimed")
    untimed = open_run(tmp_path / "untimed")
    untimed.manifest.model_copy(update={"begun_at": None}).save(untimed.folder)
    address, text = f"{table}?table=earlier", "SELECT text FROM earlier"
    for _ in range(2):
        assert export(untimed.folder, address).older == 0
    with psycopg.connect(table) as connection:
        connection.execute("ALTER TABLE earlier DROP COLUMN run_begun_at")
    assert export(untimed.folder, address).older == 0
    assert _rows(table, text) == [("Rude staff.",)]
    assert export(tmp_path / "run", address).older == 0
    assert _rows(table, text) == [("Fine.",)]
    assert export(untimed.folder, address).older == 1
    assert _rows(table, text) == [("Fine.",)]


def test_a_key_that_comes_twice_or_is_missing_is_refused(table: str, tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match="come twice"):
        label(DatabaseQuery(table, "feedback", "shop"), tmp_path / "run")
    with pytest.raises(InputDataError, match="SQLSTATE 42703"):
        label(DatabaseQuery(table, "feedback", "no_such_column"), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_query_can_change_nothing(table: str, tmp_path: Path) -> None:
    query = "WITH gone AS (DELETE FROM feedback RETURNING *) SELECT * FROM gone"
    with pytest.raises(InputDataError):
        label(DatabaseQuery(table, query, "id"), tmp_path / "run")
    assert _rows(table, "SELECT count(*) FROM feedback") == [(12_000,)]


def test_a_query_that_calls_what_changes_something_is_refused(table: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(table) as connection:
        connection.execute("CREATE SEQUENCE IF NOT EXISTS readings")
    query = "SELECT *, nextval('readings') AS reading FROM feedback"
    with pytest.raises(InputDataError, match="ReadOnly"):
        label(DatabaseQuery(table, query, "id"), tmp_path / "run")
    assert _rows(table, "SELECT is_called FROM readings") == [(False,)]


def test_a_table_name_with_odd_characters_is_refused(table: str, tmp_path: Path) -> None:
    label(pa.table({"id": ["a"], "text": ["Fine."]}), tmp_path / "run")
    with pytest.raises(UsageError, match="odd characters"):
        export(tmp_path / "run", f"{table}?table=a;drop")


@pytest.mark.parametrize("password", [":wrong@", "@"])
def test_a_wrong_password_is_told_as_such(
    postgresql: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    address = postgresql.replace(f":{PASSWORD}@", password)
    words = ["label", address, "--query", "x", "--key", "id", "--out", str(tmp_path / "run")]
    assert main(words) == 4
    told = capsys.readouterr().err
    assert "authentication failed" in told
    assert "wrong" not in told
    label(pa.table({"id": ["a"], "text": ["Fine."]}), tmp_path / "run")
    assert main(["export", str(tmp_path / "run"), "--to", address]) == 2
    told = capsys.readouterr().err
    assert "authentication failed" in told
    assert "PGPASSWORD" in told
    assert "wrong" not in told


def test_a_query_that_is_refused_says_why_and_shows_no_data(table: str, tmp_path: Path) -> None:
    for query, told in (
        ("SELECT nosuch FROM feedback", 'column that is not there.*42703.*"nosuch" does not exist'),
        ("nosuch", 'table that is not there.*42P01.*"nosuch" does not exist'),
        ("SELECT FROM WHERE", "no SQL.*SQLSTATE 42601"),
    ):
        with pytest.raises(InputDataError, match=f"refused the query.*{told}"):
            label(DatabaseQuery(table, query, "id"), tmp_path / "run")
    number = DatabaseQuery(table, "SELECT id, comment::int AS x FROM feedback", "id")
    with pytest.raises(InputDataError, match=r"values that do not fit.*SQLSTATE 22P02") as caught:
        label(number, tmp_path / "run")
    assert "invalid input" not in str(caught.value)


def test_an_export_into_a_schema_that_is_not_there_tells_how_to_make_it(
    table: str, tmp_path: Path
) -> None:
    label(pa.table({"id": ["a"], "text": ["Fine."]}), tmp_path / "run")
    with pytest.raises(UsageError, match=r"schema that is not there.*CREATE SCHEMA cx"):
        export(tmp_path / "run", f"{table}?table=cx.labels")
