"""How many rows a source has is told before they are read, whatever the format."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.flows.label import label
from cxnlp.flows.progress import Silent
from cxnlp.sources import open_source
from cxnlp.sources.database import DatabaseQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = 1_000
TEXTS = [f"The queue at the till was slow, visit {row}." for row in range(ROWS)]


def _csv() -> str:
    return "id,comment\n" + "".join(f'{row},"{text}"\n' for row, text in enumerate(TEXTS))


def _objects() -> list[dict[str, object]]:
    return [{"id": row, "comment": text} for row, text in enumerate(TEXTS)]


def _tickets() -> list[dict[str, object]]:
    return [
        {"id": row, "requester_id": 1, "comments": [{"author_id": 1, "body": text}]}
        for row, text in enumerate(TEXTS)
    ]


def _lines(rows: list[dict[str, object]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "a.csv": lambda: _csv().encode(),
    "a.csv.gz": lambda: gzip.compress(_csv().encode()),
    "lines.csv": lambda: _csv().replace(" till", "\ntill").encode(),
    "a.jsonl": lambda: _lines(_objects()).encode(),
    "array.json": lambda: json.dumps(_objects(), indent=2).encode(),
    "tickets.jsonl": lambda: _lines(_tickets()).encode(),
    "tickets.json": lambda: json.dumps({"tickets": _tickets()}).encode(),
}
FRAMES: Final[dict[str, Callable[[], object]]] = {
    "frame": lambda: pd.DataFrame({"comment": TEXTS}),
    "stream": lambda: pa.table({"comment": TEXTS}).to_reader(),
    "texts": lambda: list(TEXTS),
}


def _write(path: Path) -> object:
    """A source of 1,000 rows in the format that the file's name tells."""
    if path.name in FRAMES:
        return FRAMES[path.name]()
    if path.name in FILES:
        path.write_bytes(FILES[path.name]())
        return path
    if path.suffix == ".parquet":
        pq.write_table(pa.table({"comment": TEXTS}), path)
        return path
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE reviews (id INTEGER PRIMARY KEY, comment)")
        connection.executemany("INSERT INTO reviews VALUES (?, ?)", enumerate(TEXTS))
    return DatabaseQuery(str(path), "reviews", "id")


@pytest.mark.parametrize(
    "name",
    [
        *("a.csv", "a.csv.gz", "lines.csv", "a.jsonl", "array.json", "tickets.jsonl"),
        *("tickets.json", "a.parquet", "a.db", "frame", "stream", "texts"),
    ],
)
def test_the_rows_are_foretold_within_a_twentieth(tmp_path: Path, name: str) -> None:
    expected = open_source(_write(tmp_path / name)).expected_rows()
    assert expected is not None
    assert abs(expected - ROWS) <= ROWS / 20


def test_texts_without_a_length_have_no_forecast() -> None:
    class Endless:
        def __iter__(self) -> Iterator[str]:
            return iter(TEXTS)

    assert open_source(Endless()).expected_rows() is None


def test_a_job_tells_the_whole_from_the_beginning(tmp_path: Path) -> None:
    totals = []

    class Listening(Silent):
        def begin(self, what: str, total: int | None, done: int = 0) -> None:
            totals.append((what, total, done))

    source = _write(tmp_path / "array.json")
    label(source, tmp_path / "run", part_size=100, progress=Listening())
    (what, total, done) = totals[0]
    assert (what, done) == ("labelling", 0)
    assert total is not None
    assert 950 <= total <= 1_050


def test_where_line_feeds_do_not_end_the_lines_nothing_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(_csv().replace("\n", "\r").encode())
    source = open_source(path)
    assert source.expected_rows() is None
    assert sum(chunk.table.num_rows for chunk in source.chunks(300)) == ROWS
