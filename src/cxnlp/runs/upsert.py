"""A run written into a PostgreSQL table: as often as one likes, with the same result.

A row of the table is a comment's label by one model: its key is `id` and `model` (the model's
digest). Writing a run again changes nothing; a newer run of the same model replaces the rows of its
comments, and an older one does not, whatever the order of the exports; another model's labels stand
beside them. Newer is whose run was begun later: `run_begun_at`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pyarrow as pa

from cxnlp.errors import MissingDependencyError, UsageError
from cxnlp.sources.addresses import without_credentials
from cxnlp.sources.database import REFUSED_LOGIN_HINT, refused_login
from cxnlp.sources.refusals import refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

__all__ = ["BEGUN", "DEFAULT_TABLE", "FOREIGN_HINT", "table_of", "upsert_tables", "with_run"]

BEGUN: Final = pa.field("run_begun_at", pa.timestamp("us", tz="UTC"))
"""The column by which the newer of two rows is known."""

DEFAULT_TABLE: Final = "cxnlp_labels"
"""The table that is written where the address names none (`?table=NAME`)."""

FOREIGN_HINT: Final = (
    "Name another table with ?table=NAME: that one was made for something else. One that is not "
    "there yet is made."
)
"""What to do where a table is there, and is none of ours."""

_NAME: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?")


def upsert_tables(
    tables: Iterable[pa.Table], address: str, model: str, begun_at: datetime | None
) -> tuple[int, int]:
    """Write the rows of a run, each table in a transaction of its own.

    The table is made where there is none, and gets the columns that it lacks.

    Args:
        tables: rows of `labels/`.
        address: `postgresql://…`, with `table=NAME` among its parameters if need be.
        model: the model's digest.
        begun_at: when the run was begun. None for a run that does not tell: it replaces only rows
            of runs that do not either.

    Returns:
        The number of rows sent, and of those that were left out because a newer run's stand there.

    Raises:
        MissingDependencyError: psycopg is not installed.
        UsageError: the database cannot be reached or written.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MissingDependencyError.of("psycopg", "stores") from error
    bare, table = table_of(address)
    rows = older = 0
    try:
        with psycopg.connect(bare) as connection:
            for part in tables:
                whole = with_run(part, model, begun_at)
                with connection.transaction():
                    _prepare(connection, table, whole.schema)
                    older += len(part) - _upsert(connection, table, whole)
                rows += len(part)
    except psycopg.Error as error:
        # The library's own words may hold a password or a comment: not all of them are told.
        raise UsageError(
            without_credentials(address),
            found=f"a database that refused ({refusal_of(error) or type(error).__name__})",
            expected=f"a database in which {table} can be written",
            hint=REFUSED_LOGIN_HINT if refused_login(error) else _hint(error.sqlstate, table),
        ) from None
    return rows, older


def with_run(part: pa.Table, model: str, begun_at: datetime | None) -> pa.Table:
    """The rows with what tells their run: `model` and `run_begun_at`.

    >>> with_run(pa.table({"id": ["a"]}), "sha256:1", None).to_pylist()
    [{'id': 'a', 'model': 'sha256:1', 'run_begun_at': None}]
    """
    whole = part.append_column("model", pa.repeat(model, len(part)))
    return whole.append_column(BEGUN, pa.repeat(pa.scalar(begun_at, BEGUN.type), len(part)))


def table_of(address: str) -> tuple[str, str]:
    """The address as the library wants it, and the table.

    Raises:
        UsageError: the table's name has odd characters.

    >>> table_of("sqlite:///crm.db?table=labels")
    ('sqlite:///crm.db', 'labels')
    """
    pairs = parse_qsl(urlsplit(address).query)
    table = next((value for name, value in pairs if name == "table"), DEFAULT_TABLE)
    if not _NAME.fullmatch(table):
        raise UsageError(
            without_credentials(address),
            found="a table's name with odd characters",
            expected="a name such as feedback.labels",
            hint="Write letters, digits and underscores.",
        )
    query = urlencode([(name, value) for name, value in pairs if name != "table"])
    # Put together by hand: the library would take "sqlite:///" for "sqlite:/".
    return address.partition("?")[0] + (f"?{query}" if query else ""), table


def _hint(state: str | None, table: str) -> str:
    if state == "3F000":
        schema = table.partition(".")[0]
        return f"Make the schema first (CREATE SCHEMA {schema}), or name another with ?table=NAME."
    if state in {"42703", "42804", "42P10"}:
        return FOREIGN_HINT
    return "Check the address, and that the user may create and write the table."


def _prepare(connection: Any, table: str, schema: pa.Schema) -> None:  # noqa: ANN401 - optional
    from psycopg import sql

    name = sql.Identifier(*table.split("."))
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_type_of(field)))
        for field in schema
    )
    # Two exports that begin at once would both find no table.
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (table,))
    connection.execute(
        sql.SQL("CREATE TABLE IF NOT EXISTS {} ({}, PRIMARY KEY (id, model))").format(name, columns)
    )
    for field in schema:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD COLUMN IF NOT EXISTS {} {}").format(
                name, sql.Identifier(field.name), sql.SQL(_type_of(field))
            )
        )


def _upsert(connection: Any, table: str, rows: pa.Table) -> int:  # noqa: ANN401
    """How many rows were put in or replaced."""
    from psycopg import sql

    name = sql.Identifier(*table.split("."))
    names = [sql.Identifier(column) for column in rows.column_names]
    listed = sql.SQL(", ").join(names)
    connection.execute(
        sql.SQL("CREATE TEMP TABLE _cxnlp_part ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
            listed, name
        )
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY _cxnlp_part ({}) FROM STDIN").format(listed)) as copy,
    ):
        for row in zip(*(_cells(column) for column in rows.columns), strict=True):
            copy.write_row(row)
    others = [n for n in rows.column_names if n not in {"id", "model"}]
    mine = sql.SQL(", ").join(
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(n)) for n in others
    )
    written = connection.execute(
        sql.SQL(
            "INSERT INTO {} AS held ({}) SELECT {} FROM _cxnlp_part "
            "ON CONFLICT (id, model) DO UPDATE SET {} "
            "WHERE held.{begun} IS NULL OR excluded.{begun} >= held.{begun}"
        ).format(name, listed, listed, mine, begun=sql.Identifier(BEGUN.name))
    )
    count: int = written.rowcount
    return count


def _type_of(field: pa.Field) -> str:
    kind = field.type
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "bigint"
    if pa.types.is_float32(kind):
        return "real"
    if pa.types.is_floating(kind):
        return "double precision"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if kind.tz else "timestamp"
    return "date" if pa.types.is_date(kind) else "text"


def _cells(column: pa.ChunkedArray) -> Sequence[object]:
    values: list[object] = column.to_pylist()
    if pa.types.is_string(column.type):
        # PostgreSQL holds no NUL; cleaning has taken it out of texts already.
        return [v.replace("\0", "") if isinstance(v, str) else v for v in values]
    return values
