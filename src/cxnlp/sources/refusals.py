"""What a database said when it refused, told without any of the data that it holds."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["refusal_of"]

_STATES: Final = {
    "25006": "a query that changes something",
    "3F000": "a schema that is not there",
    "42501": "a right that the user lacks",
    "42601": "a query that is no SQL",
    "42703": "a column that is not there",
    "42804": "a column of another type",
    "42883": "a function that is not there",
    "42P01": "a table that is not there",
    "42P10": "a table without such a key",
    "57014": "a query that was cancelled, or ran too long",
}
_CLASSES: Final = {
    "08": "a connection that broke",
    "22": "values that do not fit",
    "23": "rows that break a rule of the table",
    "25": "a transaction in another state",
    "40": "a transaction that another one got in the way of",
    "42": "a query that does not fit the database",
    "53": "a server without disk, memory or connections left",
    "57": "a server that was stopped, or stopped the query",
}
"""PostgreSQL's error codes and their classes (its manual, appendix A)."""
_TOLD: Final = frozenset({"3F000", "42501", "42601", "42703", "42804", "42883", "42P01", "42P10"})
"""States whose message names tables, columns and words of the query, and nothing that they hold."""
_SQLITE: Final = re.compile(
    r"no such (?:table|column|function): [\w.$]{1,80}|near \S{1,80}: syntax error"
)
_DUCKDB: Final = {
    "BinderException": "a query that does not fit the database",
    "CatalogException": "a table or function that is not there",
    "ParserException": "a query that is no SQL",
}
_LONGEST: Final = 200


def refusal_of(error: Exception) -> str | None:
    """Why a database refused, for a message; None where it did not answer at all.

    >>> import sqlite3
    >>> refusal_of(sqlite3.OperationalError("no such table: feedback"))
    'no such table: feedback'
    >>> refusal_of(OSError("connection refused")) is None
    True
    """
    name = type(error).__name__
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        found = _SQLITE.fullmatch(str(error))
        meaning = _DUCKDB.get(name)
        return found[0] if found else meaning and f"{meaning}: {name}"
    meaning = _STATES.get(state) or _CLASSES.get(state[:2])
    told = f"{meaning}: {name}, SQLSTATE {state}" if meaning else f"{name}, SQLSTATE {state}"
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return f"{told}: {primary[:_LONGEST]}" if state in _TOLD and primary else told
