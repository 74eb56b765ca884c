"""Rows of a database, by a query in the order of a key: PostgreSQL, SQLite, DuckDB.

The query is run once, in one transaction, and its rows are spooled to an anonymous file on the
disk: memory does not grow with them, and what is labelled, digested and labelled again after a kill
is one state of the database and not several.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import InputDataError, MissingDependencyError
from cxnlp.sources.addresses import scheme_of, without_credentials
from cxnlp.sources.frames import SpooledFrame
from cxnlp.sources.places import path_of
from cxnlp.sources.reading import Member, TableSource
from cxnlp.sources.refusals import refusal_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    _Rows = tuple[pa.Schema, Iterator[pa.RecordBatch]]

__all__ = [
    "REFUSED_LOGIN_HINT",
    "DatabaseQuery",
    "database_kind",
    "open_database",
    "refused_login",
]

REFUSED_LOGIN_HINT: Final = (
    "The server refused the user or the password: authentication failed. Correct them in the "
    "address, or in what its own client reads (PGPASSWORD, ~/.pgpass)."
)
"""What to do where `refused_login` says so."""

_BATCH_ROWS: Final = 5_000
_NAME: Final = re.compile(r"[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?")
_REFUSED_LOGIN: Final = re.compile(r"authentication failed|no password supplied|no pg_hba")
_SCHEMES: Final = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}


@dataclass(frozen=True)
class DatabaseQuery:
    """Which rows of which database.

    Attributes:
        where: `postgresql://…`, `sqlite:///FILE`, `duckdb:///FILE`, or the path of such a file.
        query: a SELECT, or the name of a table; it must not change anything.
        key: a column of the result whose values are unique and not null: it gives the order.
    """

    where: str
    query: str
    key: str


def database_kind(where: str) -> str | None:
    """`postgresql`, `sqlite` or `duckdb`, by the address or by the file's first bytes.

    >>> database_kind("postgres://db.example/cx"), database_kind("s3://bucket/feedback.csv")
    ('postgresql', None)
    """
    scheme = scheme_of(where)
    if scheme is not None:
        return _SCHEMES.get(scheme)
    path = path_of(where)
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(16)
        if head.startswith(b"SQLite format 3"):
            return "sqlite"
        if head[8:12] == b"DUCK":
            return "duckdb"
    return None


def open_database(wanted: DatabaseQuery) -> TableSource:
    """Read the rows that `wanted` names.

    Raises:
        InputDataError: the database cannot be reached, the query fails, or the key is no key.
        MissingDependencyError: the library of that database is not installed.

    >>> import sqlite3, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = f"{folder}/feedback.db"
    ...     with closing(sqlite3.connect(path)) as connection, connection:
    ...         _ = connection.execute("CREATE TABLE reviews AS SELECT 2 AS id, 'kind' AS review")
    ...     open_database(DatabaseQuery(path, "reviews", "id")).columns
    ('id', 'review')
    """
    where = _told(wanted)
    kind = database_kind(wanted.where)
    if kind is None:
        raise InputDataError(
            where,
            found="no database",
            expected="postgresql://…, or an SQLite or DuckDB file",
            hint="Leave out --query for other sources.",
        )
    table = _NAME.fullmatch(wanted.query.strip())
    select = wanted.query.strip().rstrip(";")
    # The query is the user's own words to the user's own database.
    rows = f"SELECT * FROM {select}" if table else select  # noqa: S608
    key = '"' + wanted.key.replace('"', '""') + '"'
    # Line breaks keep a comment at the query's end from hiding what follows.
    statement = f"SELECT * FROM (\n{rows}\n) AS wanted ORDER BY {key}"  # noqa: S608
    with _READERS[kind](wanted.where, statement, where) as (schema, batches):
        if wanted.key not in schema.names:
            raise _no_key(where, wanted.key, f"the columns {', '.join(schema.names)}")
        checked = _checked(batches, wanted.key, where)
        frame = SpooledFrame(pa.RecordBatchReader.from_batches(schema, checked))
    name = table[0] if table else "query"
    return TableSource(where, (Member(name, frame),), frame.schema)


def _told(wanted: DatabaseQuery) -> str:
    if scheme_of(wanted.where):
        address = without_credentials(wanted.where)
    else:
        address = str(path_of(wanted.where).absolute())
    return f"{address}#{' '.join(wanted.query.split())}"


def _checked(batches: Iterable[pa.RecordBatch], key: str, where: str) -> Iterator[pa.RecordBatch]:
    """Pass the rows on; refuse a key by which their order would not be the same each time."""
    last: pa.Scalar | None = None
    for batch in batches:
        column = batch[key]
        again = column.null_count or pc.any(pc.equal(column[1:], column[:-1])).as_py()
        if again or (last is not None and len(column) and column[0].equals(last)):
            raise _no_key(where, key, "values that are null or come twice")
        if len(column):
            last = column[len(column) - 1]
        yield batch


def _no_key(where: str, key: str, found: str) -> InputDataError:
    return InputDataError(
        where,
        found=found,
        expected=f"a column {key!r} that is unique and never null, to order the rows by",
        hint="Name the table's primary key with --key.",
    )


def refused_login(error: Exception) -> bool:
    """Whether a PostgreSQL server did not let the user in.

    >>> refused_login(OSError("FATAL:  password authentication failed for user"))
    True
    >>> refused_login(OSError("connection refused"))
    False
    """
    # A connection that fails has no SQLSTATE in the library; class 28 is refused authorization.
    state = getattr(error, "sqlstate", None) or ""
    return state.startswith("28") or _REFUSED_LOGIN.search(str(error)) is not None


class _Reader:
    """A query that is running: its columns, and its rows as they come."""

    def __init__(self, where: str, statement: str, told: str) -> None:
        self._where = where
        self._statement = statement
        self._told = told

    def __enter__(self) -> _Rows:
        self._rows: Generator[pa.Schema | pa.RecordBatch, None, None] = self._run()
        try:
            schema = next(self._rows)
        except BaseException:
            self._rows.close()
            raise
        assert isinstance(schema, pa.Schema)  # noqa: S101 - tells the type
        return schema, self._rows

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def _run(self) -> Generator[pa.Schema | pa.RecordBatch, None, None]:
        raise NotImplementedError

    def _fault(self, error: Exception) -> InputDataError:
        # The library's own words may hold a password or a comment: not all of them are told.
        why = refusal_of(error)
        return InputDataError(
            self._told,
            found=f"a database that refused the query ({why})"
            if why
            else f"a database that did not answer ({type(error).__name__})",
            expected="the rows of the query",
            hint=REFUSED_LOGIN_HINT
            if refused_login(error)
            else "Try the query with the database's own client.",
        )


class _PostgreSQL(_Reader):
    def _run(self) -> Generator[pa.Schema | pa.RecordBatch, None, None]:
        psycopg = _library("psycopg")
        address = re.sub(r"([?&])table=[^&]*&?", r"\1", self._where).rstrip("?&")
        try:
            with psycopg.connect(address) as connection:
                connection.read_only = True
                # A named cursor stays on the server, which sends so many rows at a time.
                with connection.cursor(name="cxnlp") as cursor:
                    cursor.itersize = _BATCH_ROWS
                    cursor.execute(self._statement)
                    schema = pa.schema(
                        [(column.name, _POSTGRESQL.get(column.type_code, pa.string()))
                         for column in cursor.description]
                    )  # fmt: skip
                    yield schema
                    while rows := cursor.fetchmany(_BATCH_ROWS):
                        yield _batch(rows, schema)
        except psycopg.Error as error:
            raise self._fault(error) from None


class _SQLite(_Reader):
    def _run(self) -> Generator[pa.Schema | pa.RecordBatch, None, None]:
        import sqlite3

        path = _path(self._where)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
                connection.text_factory = bytes
                cursor: sqlite3.Cursor = connection.execute(self._statement)
                # SQLite gives each value its own type; like CSV, all is read as words.
                names = [column[0] for column in cursor.description]
                schema = pa.schema([(name, pa.string()) for name in names])
                yield schema
                while rows := cursor.fetchmany(_BATCH_ROWS):
                    yield pa.record_batch(
                        [_raw(cells) for cells in zip(*rows, strict=True)], schema=schema
                    )
        except sqlite3.Error as error:
            raise self._fault(error) from None


class _DuckDB(_Reader):
    def _run(self) -> Generator[pa.Schema | pa.RecordBatch, None, None]:
        duckdb = _library("duckdb")
        try:
            with duckdb.connect(str(_path(self._where)), read_only=True) as connection:
                reader = connection.sql(self._statement).to_arrow_reader(_BATCH_ROWS)
                yield reader.schema
                yield from reader
        except duckdb.Error as error:
            raise self._fault(error) from None


_READERS: Final[dict[str, type[_Reader]]] = {
    "postgresql": _PostgreSQL,
    "sqlite": _SQLite,
    "duckdb": _DuckDB,
}

_POSTGRESQL: Final = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int64(),
    23: pa.int64(),
    700: pa.float64(),
    701: pa.float64(),
    1082: pa.date32(),
    1114: pa.timestamp("us"),
    1184: pa.timestamp("us", tz="UTC"),
}
"""Types by their object ids (PostgreSQL's pg_type.dat); all others are read as words."""


def _batch(rows: Sequence[Sequence[object]], schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for cells, field in zip(zip(*rows, strict=True), schema, strict=True):
        if pa.types.is_string(field.type):
            columns.append(pa.array([None if c is None else str(c) for c in cells], pa.string()))
        else:
            columns.append(pa.array(cells, field.type))
    return pa.record_batch(columns, schema=schema)


def _raw(cells: Sequence[object]) -> pa.Array:
    """Strings whose bytes are checked later, row by row, so that one bad row costs one row."""
    data = [
        cell if cell is None or isinstance(cell, bytes) else str(cell).encode() for cell in cells
    ]
    binary = pa.array(data, pa.binary())
    return pa.Array.from_buffers(pa.string(), len(binary), binary.buffers(), binary.null_count)


def _path(where: str) -> Path:
    """The file of `sqlite:///relative.db`, `sqlite:////absolute.db` or a plain path."""
    bare = where.partition("://")[2].removeprefix("/") if scheme_of(where) else where
    return path_of(bare).absolute()


def _library(name: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise MissingDependencyError.of(name, "stores") from error
