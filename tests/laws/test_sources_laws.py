"""Laws of the sources room."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.errors import CxnlpError
from cxnlp.schema import METADATA_TYPES
from cxnlp.sources import Source, open_source, read_metadata

_CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20
) | st.text('a,;"\n\r \t|', max_size=8)
_ROWS = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=12)
_PIECES = st.lists(
    st.sampled_from(
        [
            b"id,text",
            b"\n",
            b"\r\n",
            b'"',
            b",",
            b"a",
            b"\xff",
            b"\xc3\xa9",
            b"\x00",
            b" ",
            b"1,fine\n",
        ]
    )
).map(b"".join)


def written(folder: str, content: bytes) -> Source:
    path = Path(folder) / "feedback.csv"
    path.write_bytes(content)
    return open_source(path)


def outcomes(source: Source, size: int) -> list[object]:
    """Each row of the source, or its fault."""
    rows: list[object] = []
    for chunk in source.chunks(size):
        assert chunk.start == len(rows)
        assert len(chunk.file_names) == len(chunk.table)
        rows += [chunk.faults.get(at, row) for at, row in enumerate(chunk.table.to_pylist())]
    return rows


@given(_ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, deadline=None)
def test_what_csv_writes_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, line_end: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text", "team"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        source = written(folder, buffer.getvalue().encode())
        read = [tuple(row.values()) for row in outcomes(source, 4) if isinstance(row, dict)]
    assert read == rows


@given(_ROWS)
@settings(max_examples=100, deadline=None)
def test_what_json_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    objects = [dict(zip(("id", "text", "team"), row, strict=True)) for row in rows]
    lines = "".join(json.dumps(each) + "\n" for each in objects)
    with tempfile.TemporaryDirectory() as folder:
        assert outcomes(written(folder, lines.encode()), 5) == objects
        assert outcomes(written(folder, json.dumps(objects).encode()), 5) == objects


@given(_PIECES, st.integers(1, 5))
@settings(max_examples=500, deadline=None)
def test_whatever_the_bytes_chunks_tell_the_same_rows_or_one_error(
    content: bytes, size: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            source = written(folder, content)
            whole = outcomes(source, 1000)
        except CxnlpError:
            return
        assert outcomes(source, size) == whole
        for chunk in source.chunks(size, start=size):
            assert [
                chunk.faults.get(at, row) for at, row in enumerate(chunk.table.to_pylist())
            ] == whole[chunk.start : chunk.start + len(chunk.table)]


@given(st.lists(st.text(max_size=12) | st.none(), max_size=6), st.sampled_from([*METADATA_TYPES]))
@settings(deadline=None)
def test_metadata_is_read_value_by_value(words: list[str | None], name: str) -> None:
    column = pa.array(words, pa.string())
    values, unreadable = read_metadata(name, column)
    alone = [read_metadata(name, column.slice(at, 1)) for at in range(len(words))]
    assert values.to_pylist() == [value.to_pylist()[0] for value, _ in alone]
    assert unreadable == sum(count for _, count in alone)
    assert values.type == METADATA_TYPES[name]
