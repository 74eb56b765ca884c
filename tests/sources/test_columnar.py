"""Parquet files keep names and types; strings that are no text cost their own row."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.conftest import cells_of, content_of, rows_of

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources import open_source
from cxnlp.sources.columnar import ParquetTable, checked_piece

if TYPE_CHECKING:
    from pathlib import Path


def parquet(table: pa.Table, rows: int = 1_000_000) -> ParquetTable:
    """A file with row groups of so many rows, opened."""
    sink = io.BytesIO()
    pq.write_table(table, sink, row_group_size=rows)
    return ParquetTable.open(content_of(sink.getvalue(), "feedback.parquet"))


@pytest.mark.parametrize("skip", range(7))
def test_rows_that_were_read_before_are_passed_by(skip: int) -> None:
    """Six rows in groups of four and two: at the border of a group, before it and behind it."""
    table = parquet(pa.table({"n": [0, 1, 2, 3, 4, 5]}), rows=4)
    assert cells_of(table, skip) == [(n,) for n in range(skip, 6)]


def test_names_that_come_twice_are_told_apart_in_schema_and_rows() -> None:
    table = parquet(pa.table([pa.array(["a"]), pa.array([1])], names=["text", "text"]))
    assert table.schema == pa.schema([("text", pa.string()), ("text_2", pa.int64())])
    assert table.notes == ("column 2 repeats the name 'text': called 'text_2'",)
    assert [piece.table.schema for piece in table.pieces()] == [table.schema]
    assert (table.expected_rows(), table.rows) == (1, 1)


def test_a_file_without_rows_has_columns_and_no_pieces() -> None:
    table = parquet(pa.table({"text": pa.array([], pa.string())}))
    assert (table.schema.names, table.expected_rows(), list(table.pieces())) == (["text"], 0, [])


def test_a_page_whose_bytes_were_changed_is_told_by_its_checksum() -> None:
    sink = io.BytesIO()
    options = {"compression": "none", "use_dictionary": False, "write_statistics": False}
    table = pa.table({"text": ["a comment like any other"]})
    pq.write_table(table, sink, write_page_checksum=True, **options)
    changed = sink.getvalue().replace(b"any other", b"no other ", 1)
    with pytest.raises(InputDataError, match="damaged or cut off"):
        list(ParquetTable.open(content_of(changed)).pieces())


def test_what_is_sound_is_cast_and_nothing_is_set_aside() -> None:
    piece = checked_piece(pa.table({"n": [1, 2]}), pa.schema([("n", pa.float64())]))
    assert piece.table.to_pylist() == [{"n": 1.0}, {"n": 2.0}]
    assert piece.faults == {}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_row_with_bytes_that_are_no_text_is_null_in_all_its_columns(kind: pa.DataType) -> None:
    width = pa.binary() if kind == pa.string() else pa.large_binary()
    bad = pa.array([b"fine", None, b"\xff\xfe"], width).view(kind)
    table = pa.table({"n": [1, 2, 3], "text": bad})
    piece = checked_piece(table, table.schema)
    assert piece.table.to_pylist() == [
        {"n": 1, "text": "fine"},
        {"n": 2, "text": None},
        {"n": None, "text": None},
    ]
    assert {at: (one.reason, one.detail) for at, one in piece.faults.items()} == {
        2: (RejectionReason.BAD_ENCODING, "bytes that are no text")
    }


def test_words_that_were_put_in_a_dictionary_are_checked_like_others() -> None:
    words = pa.array([b"fine", b"\xff\xfe"]).view(pa.string())
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), words)
    table = pa.table({"n": [1, 2, 3], "text": column})
    piece = checked_piece(table, table.schema)
    assert piece.table["text"].to_pylist() == ["fine", None, "fine"]
    assert (list(piece.faults), piece.table.schema) == ([1], table.schema)


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "data"
    table = pa.table({"text": ["kind", None, "fine"], "score": [1, 2, 3]})
    pq.write_table(table, path, row_group_size=1)
    source = open_source(path)
    assert [chunk.table.num_rows for chunk in source.chunks(2)] == [2, 1]
    assert rows_of(source) == table.to_pylist()
    assert [
        row["score"] for chunk in source.chunks(2, start=2) for row in chunk.table.to_pylist()
    ] == [3]


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.parquet"
    pq.write_table(pa.table({"text": ["kind"] * 1000}), path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputDataError, match="Parquet"):
        open_source(path)


def test_strings_of_an_arrow_frame_that_are_no_text_are_set_aside() -> None:
    bad = pa.array([b"fine", b"\xff\xfe", b"good"]).view(pa.string())
    (chunk,) = open_source(pa.table({"text": bad, "n": [1, 2, 3]})).chunks(10)
    assert chunk.table["text"].to_pylist() == ["fine", None, "good"]
    assert chunk.faults[1].reason is RejectionReason.BAD_ENCODING


def test_a_parquet_file_is_gone_on_with_in_the_middle_of_a_row_group(tmp_path: Path) -> None:
    path = tmp_path / "feedback.parquet"
    pq.write_table(pa.table({"n": range(12_000)}), path)
    (chunk,) = open_source(path).chunks(12_000, start=11_000)
    assert chunk.table["n"].to_pylist() == list(range(11_000, 12_000))
