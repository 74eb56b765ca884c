"""Rows of a query come in the order of a key that is one, from a database that nothing changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.sources.conftest import rows_of

from cxnlp.errors import InputDataError, MissingDependencyError
from cxnlp.sources import database
from cxnlp.sources.database import (
    REFUSED_LOGIN_HINT,
    DatabaseQuery,
    database_kind,
    open_database,
    refused_login,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def reviews(tmp_path: Path) -> str:
    """A table whose key `id` is none the other way round: `stars` comes twice, `shop` is null."""
    path = tmp_path / "feedback.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute('CREATE TABLE reviews (id, review, stars, shop, "the ""one""")')
        connection.executemany(
            "INSERT INTO reviews VALUES (?, ?, ?, ?, ?)",
            [("c", "kind", 5, "x", 3), ("a", "slow", 1, None, 2), ("b", "fine", 5, "y", 1)],
        )
    return str(path)


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("postgresql://db/cx", "postgresql"),
        ("postgres://db/cx", "postgresql"),
        ("SQLite:///a.db", "sqlite"),
        ("duckdb:///a.db", "duckdb"),
        ("mysql://db/cx", None),
        ("s3://bucket/a.db", None),
        ("no such file.db", None),
    ],
)
def test_a_database_is_known_by_its_address(where: str, kind: str | None) -> None:
    assert database_kind(where) == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"SQLite format 3\0", "sqlite"),
        (b"SQLite format 4\0", None),
        (b"12345678DUCK1234", "duckdb"),
        (b"1234567DUCK12345", None),
        (b"DUCK", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_first_bytes(tmp_path: Path, head: bytes, kind: str | None) -> None:
    (tmp_path / "a").write_bytes(head)
    assert database_kind(str(tmp_path / "a")) == kind
    assert database_kind(str(tmp_path)) is None


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("reviews", "reviews", "reviews"),
        (" main.reviews\n", "main.reviews", "main.reviews"),
        ("SELECT *\n  FROM reviews ;", "query", "SELECT * FROM reviews ;"),
        ("SELECT * FROM reviews -- all of them", "query", "SELECT * FROM reviews -- all of them"),
    ],
)
def test_a_query_is_a_select_or_the_name_of_a_table(
    reviews: str, query: str, name: str, told: str
) -> None:
    source = open_database(DatabaseQuery(reviews, query, "id"))
    assert [row["id"] for row in rows_of(source)] == ["a", "b", "c"]
    assert source.members[0].name == name
    assert source.uri == f"{reviews}#{told}"
    assert source.size is None


def test_values_of_sqlite_are_read_as_words(reviews: str) -> None:
    source = open_database(DatabaseQuery(reviews, "SELECT id, stars, shop FROM reviews", "id"))
    assert set(source.schema.types) == {pa.string()}
    assert rows_of(source)[0] == {"id": "a", "stars": "1", "shop": None}


def test_a_key_may_bear_any_name(reviews: str) -> None:
    source = open_database(DatabaseQuery(reviews, "reviews", 'the "one"'))
    assert [row["id"] for row in rows_of(source)] == ["b", "a", "c"]


@pytest.mark.parametrize("key", ["stars", "shop"])
def test_a_key_that_comes_twice_or_is_null_is_refused(reviews: str, key: str) -> None:
    with pytest.raises(InputDataError, match="values that are null or come twice") as caught:
        open_database(DatabaseQuery(reviews, "reviews", key))
    assert caught.value.expected == (
        f"a column '{key}' that is unique and never null, to order the rows by"
    )
    assert caught.value.hint == "Name the table's primary key with --key."


def test_a_key_is_compared_across_what_is_fetched_at_a_time(tmp_path: Path) -> None:
    """5,000 rows: the last of one batch and the first of the next bear the same number."""
    path = tmp_path / "feedback.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE f (id INTEGER)")
        connection.executemany(
            "INSERT INTO f VALUES (?)", [(10_000 + n - (n >= 5_000),) for n in range(5_002)]
        )
    with pytest.raises(InputDataError, match="come twice"):
        open_database(DatabaseQuery(str(path), "f", "id"))
    distinct = DatabaseQuery(str(path), "SELECT DISTINCT id FROM f", "id")
    assert open_database(distinct).expected_rows() == 5_001


@pytest.mark.parametrize(
    ("where", "query", "found"),
    [
        ("mysql://jo:sesame@db/cx", "f", "found no database; expected postgresql://…, or an"),
        ("{reviews}", "SELECT * FROM nowhere", "refused the query (no such table: nowhere)"),
        ("{reviews}", "DELETE FROM reviews", 'refused the query (near "DELETE": syntax error)'),
        ("sqlite:///no/such.db", "f", "that did not answer (OperationalError)"),
    ],
)
def test_what_cannot_be_asked_is_refused_without_a_password(
    reviews: str, where: str, query: str, found: str
) -> None:
    with pytest.raises(InputDataError) as caught:
        open_database(DatabaseQuery(where.format(reviews=reviews), query, "id"))
    assert found in str(caught.value)
    assert "sesame" not in str(caught.value)


def test_duckdb_is_read_with_its_types_and_never_written(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (extra 'stores')")
    path = tmp_path / "feedback.duckdb"
    with pytest.raises(InputDataError, match=r"did not answer \(IOException\)"):
        open_database(DatabaseQuery(f"duckdb:///{path}", "f", "id"))
    assert not path.exists()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE f AS SELECT 2 AS id, 'kind' AS review UNION SELECT 1, 'x'")
    assert rows_of(open_database(DatabaseQuery(str(path), "f", "id"))) == [
        {"id": 1, "review": "x"},
        {"id": 2, "review": "kind"},
    ]
    with pytest.raises(InputDataError, match="a table or function that is not there"):
        open_database(DatabaseQuery(str(path), "g", "id"))


@pytest.mark.parametrize(
    ("message", "state", "refused"),
    [
        ("FATAL:  password authentication failed for user", None, True),
        ("fe_sendauth: no password supplied", None, True),
        ("no pg_hba.conf entry for host", None, True),
        ("anything", "28P01", True),
        ("anything", "28000", True),
        ("anything", "42P28", False),
        ("Connection refused", None, False),
    ],
)
def test_a_refused_login_is_told_from_other_faults(
    message: str, state: str | None, refused: bool
) -> None:
    class RaisedError(OSError):
        sqlstate = state

    assert refused_login(RaisedError(message)) is refused
    hint = database._Reader("x", "y", "told")._fault(RaisedError(message)).hint
    assert hint == (
        REFUSED_LOGIN_HINT if refused else "Try the query with the database's own client."
    )


def test_rows_of_postgresql_keep_types_that_are_known_and_are_words_else() -> None:
    schema = pa.schema([("id", pa.int64()), ("rank", pa.string())])
    batch = database._batch([(1, 2.5), (None, None)], schema)
    assert batch.to_pylist() == [{"id": 1, "rank": "2.5"}, {"id": None, "rank": None}]


def test_a_library_that_is_not_installed_is_named_with_its_extra() -> None:
    with pytest.raises(MissingDependencyError, match=r"pip install 'cxnlp\[stores\]'"):
        database._library("no_such_library_of_databases")
