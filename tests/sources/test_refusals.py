"""Why a database refused is told, and nothing of what it holds."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace

import duckdb
import pytest

from cxnlp.sources.refusals import refusal_of


class ServerError(Exception):
    """What PostgreSQL's library raises: a state, and the server's words apart."""

    def __init__(self, state: str, primary: str | None = None) -> None:
        super().__init__("the words of the library, a secret among them")
        self.sqlstate = state
        self.diag = SimpleNamespace(message_primary=primary)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("42P01", "a table that is not there: ServerError, SQLSTATE 42P01"),
        ("57014", "a query that was cancelled, or ran too long: ServerError, SQLSTATE 57014"),
        ("23505", "rows that break a rule of the table: ServerError, SQLSTATE 23505"),
        ("53100", "a server without disk, memory or connections left: ServerError, SQLSTATE 53100"),
        ("XX000", "ServerError, SQLSTATE XX000"),
    ],
)
def test_a_state_is_told_with_its_meaning_or_the_meaning_of_its_class(
    state: str, told: str
) -> None:
    assert refusal_of(ServerError(state)) == told


def test_the_words_of_the_server_are_told_where_they_name_no_values() -> None:
    missing = 'relation "feedback" does not exist'
    assert refusal_of(ServerError("42P01", missing)) == (
        f"a table that is not there: ServerError, SQLSTATE 42P01: {missing}"
    )
    told = refusal_of(ServerError("42703", "x" * 201))
    assert told is not None
    assert told.endswith(": " + "x" * 200)


@pytest.mark.parametrize("state", ["22P02", "23505", "57014", "42P07", "XX000"])
def test_words_that_may_hold_values_are_not_told(state: str) -> None:
    told = refusal_of(ServerError(state, 'invalid input syntax for integer: "a secret"'))
    assert told is not None
    assert "secret" not in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("no such table: main.f", "no such table: main.f"),
        ("no such column: stars", "no such column: stars"),
        ("no such function: now", "no such function: now"),
        ('near "FORM": syntax error', 'near "FORM": syntax error'),
        ("no such table: a secret", None),
        ("UNIQUE constraint failed: f.id", None),
        ("no such table: " + "x" * 81, None),
    ],
)
def test_of_sqlite_the_words_are_told_that_name_one_thing_of_the_query(
    words: str, told: str | None
) -> None:
    assert refusal_of(sqlite3.OperationalError(words)) == told


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (duckdb.CatalogException, "a table or function that is not there: CatalogException"),
        (duckdb.BinderException, "a query that does not fit the database: BinderException"),
        (duckdb.ParserException, "a query that is no SQL: ParserException"),
        (duckdb.IOException, None),
        (OSError, None),
    ],
)
def test_of_duckdb_the_kind_of_error_is_told(raised: type[Exception], told: str | None) -> None:
    assert refusal_of(raised("a secret")) == told
