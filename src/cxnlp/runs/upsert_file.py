"""A run written into a table of an SQLite or DuckDB file, by the rules of `cxnlp.runs.upsert`."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from cxnlp.errors import MissingDependencyError, UsageError
from cxnlp.runs.upsert import BEGUN, FOREIGN_HINT, table_of, with_run
from cxnlp.sources.addresses import without_credentials
from cxnlp.sources.refusals import refusal_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from datetime import datetime

__all__ = ["upsert_file"]


def upsert_file(
    tables: Iterable[pa.Table], address: str, model: str, begun_at: datetime | None
) -> tuple[int, int]:
    """Write the rows of a run into a file, each table in a transaction of its own.

    The file and the table are made where there are none; the table gets the columns that it lacks.

    Args:
        tables: rows of `labels/`.
        address: `sqlite:///FILE` or `duckdb:///FILE`, with `?table=NAME` if need be.
        model: the model's digest.
        begun_at: when the run was begun, or None, as for `upsert_tables`.

    Returns:
        The number of rows sent, and of those that were left out because a newer run's stand there.

    Raises:
        MissingDependencyError: duckdb is not installed.
        UsageError: the file cannot be written, or is no such database.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     address = f"sqlite:///{place}/crm.db?table=labels"
    ...     [upsert_file([pa.table({"id": ["a"]})], address, "m", None) for _ in range(2)]
    [(1, 0), (1, 0)]
    """
    bare, table = table_of(address)
    scheme, _, path = bare.partition("://")
    file = str(Path(path.removeprefix("/")).expanduser().absolute())
    write, fault = _WRITERS[scheme.lower()]()
    rows = older = 0
    try:
        for part in tables:
            whole = with_run(part, model, begun_at)
            older += len(part) - write(file, table, whole)
            rows += len(part)
    except fault as error:
        # The library's own words may hold a comment: only what they are about is told.
        foreign = any(sign in str(error) for sign in ("ON CONFLICT", "conflict target"))
        raise UsageError(
            without_credentials(address),
            found=f"a table {table} that has not id and model for its key"
            if foreign
            else f"a database that refused ({refusal_of(error) or type(error).__name__})",
            expected=f"a file in which {table} can be written",
            hint=FOREIGN_HINT
            if foreign
            else "Check the path, that no other program holds the file, and that it may be "
            "written.",
        ) from None
    return rows, older


def _sqlite() -> tuple[Callable[[str, str, pa.Table], int], type[Exception]]:
    import sqlite3

    def write(file: str, table: str, rows: pa.Table) -> int:
        with closing(sqlite3.connect(file)) as connection, connection:
            _add_columns(connection, table, rows.schema)
            before = connection.total_changes
            marks = ", ".join("?" for _ in rows.column_names)
            cells = zip(*(_cells(column) for column in rows.columns), strict=True)
            connection.executemany(_statement(table, rows, f"VALUES ({marks})"), cells)
            return connection.total_changes - before

    return write, sqlite3.Error


def _add_columns(connection: sqlite3.Connection, table: str, schema: pa.Schema) -> None:
    connection.execute(_table(table, schema, _sqlite_type))
    # Not every statement may be asked "if not exists" here, and a table may be named with its file.
    place, _, name = table.rpartition(".")
    pragma = f"{_quoted(place)}." if place else ""
    held = {row[1] for row in connection.execute(f"PRAGMA {pragma}table_info({_quoted(name)})")}
    if not {"id", "model"} <= held:
        # Before anything is added: a table that is somebody else's stays as it is.
        import sqlite3

        raise sqlite3.OperationalError("ON CONFLICT has no id and model")
    for field in schema:
        if field.name not in held:
            column = f"{_quoted(field.name)} {_sqlite_type(field.type)}"
            connection.execute(f"ALTER TABLE {_path(table)} ADD COLUMN {column}")


def _duckdb() -> tuple[Callable[[str, str, pa.Table], int], type[Exception]]:
    try:
        import duckdb
    except ImportError as error:
        raise MissingDependencyError.of("duckdb", "stores") from error

    def write(file: str, table: str, rows: pa.Table) -> int:
        with duckdb.connect(file) as connection:
            connection.begin()
            connection.execute(_table(table, rows.schema, _duckdb_type))
            for field in rows.schema:
                column = f"{_quoted(field.name)} {_duckdb_type(field.type)}"
                connection.execute(f"ALTER TABLE {_path(table)} ADD COLUMN IF NOT EXISTS {column}")
            plain = [
                pa.array(_cells(column), pa.string()) if pa.types.is_nested(column.type) else column
                for column in rows.columns
            ]
            connection.register("_cxnlp_part", pa.table(plain, names=rows.column_names))
            names = ", ".join(map(_quoted, rows.column_names))
            written: Any = connection.execute(
                _statement(table, rows, f"SELECT {names} FROM _cxnlp_part")  # noqa: S608 - quoted
            ).fetchone()
            connection.commit()
            return int(written[0])

    return write, duckdb.Error


def _table(table: str, schema: pa.Schema, kind: Callable[[pa.DataType], str]) -> str:
    columns = ", ".join(f"{_quoted(field.name)} {kind(field.type)}" for field in schema)
    return f"CREATE TABLE IF NOT EXISTS {_path(table)} ({columns}, PRIMARY KEY (id, model))"


def _statement(table: str, rows: pa.Table, source: str) -> str:
    names = [_quoted(name) for name in rows.column_names]
    others = [name for name in names if name not in {'"id"', '"model"'}]
    mine = ", ".join(f"{name} = excluded.{name}" for name in others)
    begun = _quoted(BEGUN.name)
    return (
        f"INSERT INTO {_path(table)} AS held ({', '.join(names)}) {source} "
        f"ON CONFLICT (id, model) DO UPDATE SET {mine} "
        f"WHERE held.{begun} IS NULL OR excluded.{begun} >= held.{begun}"
    )


def _path(table: str) -> str:
    return ".".join(map(_quoted, table.split(".")))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sqlite_type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(kind) else "TEXT"


def _duckdb_type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "BOOLEAN"
    if pa.types.is_integer(kind):
        return "BIGINT"
    if pa.types.is_floating(kind):
        return "REAL" if pa.types.is_float32(kind) else "DOUBLE"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMPTZ" if kind.tz else "TIMESTAMP"
    return "DATE" if pa.types.is_date(kind) else "VARCHAR"


def _cells(column: pa.ChunkedArray) -> list[object]:
    """Values that SQLite holds; moments as words of one length, which are in order as they are."""
    values: list[object] = column.to_pylist()
    if pa.types.is_temporal(column.type):
        return list(column.cast(pa.string()).to_pylist())
    if pa.types.is_nested(column.type):
        return [
            None if v is None else json.dumps(v, ensure_ascii=False, default=str) for v in values
        ]
    return values


_WRITERS: Final = {"sqlite": _sqlite, "duckdb": _duckdb}
