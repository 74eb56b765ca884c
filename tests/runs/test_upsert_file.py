"""Rows of a run in an SQLite or DuckDB file: written again as often as one likes."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from tests.faults.conftest import label

from cxnlp.errors import UsageError
from cxnlp.flows.export import export
from cxnlp.runs import upsert_file

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROWS = pa.table(
    {
        "id": ["a", "b"],
        "level": pa.array([2, None], pa.int8()),
        "evidence": pa.array([0.5, 0.25], pa.float32()),
        "created_at": pa.array([NOON, None], pa.timestamp("us", tz="UTC")),
        "resolved": [True, None],
        "tags": [["x", "y"], None],
    }
)
kinds = pytest.mark.parametrize("kind", ["sqlite", "duckdb"])


def _read(kind: str, file: Path, statement: str) -> list[tuple[Any, ...]]:
    if kind == "sqlite":
        with sqlite3.connect(file) as connection:
            return connection.execute(statement).fetchall()
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (extra 'stores')")
    with duckdb.connect(str(file), read_only=True) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(statement).fetchall()
        return rows


@kinds
def test_a_row_is_replaced_by_a_newer_runs_and_never_by_an_olders(
    kind: str, tmp_path: Path
) -> None:
    address = f"{kind}:///{tmp_path}/crm.db?table=labels"
    level = "SELECT id, model, level FROM labels ORDER BY id, model"

    def write(value: int, minutes: int | None, model: str = "m") -> tuple[int, int]:
        begun = None if minutes is None else NOON + timedelta(minutes=minutes)
        rows = pa.table({"id": ["a", f"of {value}"], "level": [value, value]})
        return upsert_file([rows], address, model, begun)

    assert [write(1, None), write(2, None), write(3, 0), write(3, 0)] == [(2, 0)] * 4
    assert _read(kind, tmp_path / "crm.db", level)[0] == ("a", "m", 3)
    assert [write(4, -1), write(5, None), write(6, 1)] == [(2, 1), (2, 1), (2, 0)]
    write(9, -5, model="other")
    assert _read(kind, tmp_path / "crm.db", level) == [
        ("a", "m", 6),
        ("a", "other", 9),
        *((f"of {n}", "m", n) for n in range(1, 7)),
        ("of 9", "other", 9),
    ]


@kinds
def test_a_table_of_an_earlier_version_gets_the_columns_that_it_lacks(
    kind: str, tmp_path: Path
) -> None:
    file, address = tmp_path / "crm.db", f"{kind}:///{tmp_path}/crm.db"
    made = "CREATE TABLE cxnlp_labels (id text, model text, level bigint, PRIMARY KEY (id, model))"
    held = "INSERT INTO cxnlp_labels VALUES ('a', 'm', 1), ('z', 'm', 1)"
    if kind == "sqlite":
        with sqlite3.connect(file) as connection:
            connection.execute(made)
            connection.execute(held)
    else:
        duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (extra 'stores')")
        with duckdb.connect(str(file)) as connection:
            connection.execute(made)
            connection.execute(held)
    for _ in range(2):
        assert upsert_file([ROWS], address, "m", NOON) == (2, 0)
    assert _read(kind, file, "SELECT id, level, tags FROM cxnlp_labels ORDER BY id") == [
        ("a", 2, '["x", "y"]'),
        ("b", None, None),
        ("z", 1, None),
    ]
    whole = _read(kind, file, "SELECT evidence, created_at IS NULL, resolved FROM cxnlp_labels")
    assert (0.5, False, True) in whole


@kinds
def test_a_file_that_cannot_be_written_or_is_no_database_is_refused(
    kind: str, tmp_path: Path
) -> None:
    (tmp_path / "thesis.docx").write_text("no database" * 100)
    for place in ("thesis.docx", "no/such/folder/crm.db"):
        with pytest.raises(UsageError, match="database that refused"):
            upsert_file([ROWS], f"{kind}:///{tmp_path}/{place}", "m", NOON)
    with pytest.raises(UsageError, match="odd characters"):
        upsert_file([ROWS], f"{kind}:///{tmp_path}/crm.db?table=a;drop", "m", NOON)


@kinds
def test_a_run_is_exported_whole_and_an_older_one_again_changes_nothing(
    kind: str, tmp_path: Path
) -> None:
    for name, text in (("older", "Fine."), ("newer", "Rude staff.")):
        table = pa.table({"id": ["a", name], "text": [text, "Kind staff."]})
        label(table, tmp_path / name, part_size=1)
    address = f"{kind}:///{tmp_path}/crm.db"
    found = [export(tmp_path / name, address).older for name in ("older", "newer", "older")]
    assert found == [0, 0, 1]
    texts = "SELECT text FROM cxnlp_labels WHERE id = 'a'"
    assert _read(kind, tmp_path / "crm.db", texts) == [("Rude staff.",)]


@kinds
@pytest.mark.parametrize("columns", ["name text", "id text, model text"], ids=["other", "no key"])
def test_a_table_of_somebody_elses_is_told_as_such_and_stays_as_it_is(
    kind: str, tmp_path: Path, columns: str
) -> None:
    pytest.importorskip("duckdb", reason="duckdb is not installed (extra 'stores')")
    file, address = tmp_path / "crm.db", f"{kind}:///{tmp_path}/crm.db?table=people"
    if kind == "sqlite":
        with sqlite3.connect(file) as connection:
            connection.execute(f"CREATE TABLE people ({columns})")
    else:
        import duckdb

        with duckdb.connect(str(file)) as opened:
            opened.execute(f"CREATE TABLE people ({columns})")
    with pytest.raises(UsageError, match=r"not id and model for its key.*another table"):
        upsert_file([ROWS], address, "m", NOON)
    if columns == "name text":
        count = "SELECT count(*) FROM pragma_table_info('people')"
        assert _read(kind, file, count) == [(1,)]
