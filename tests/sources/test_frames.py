"""Frames, streams and plain texts are read as often as needed, and no row of them is lost."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.sources.conftest import cells_of, faults_of, rows_of

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources import open_source
from cxnlp.sources.frames import ArrowFrame, SpooledFrame, TextList, open_frame


@pytest.mark.parametrize("maker", [pd.DataFrame, pl.DataFrame, pa.table])
def test_frames_that_speak_arrow_are_read_again_and_again(maker: type) -> None:
    source = open_source(maker({"text": ["kind", "slow", "fine"], "n": [1, 2, 3]}))
    assert source.columns == ("text", "n")
    assert rows_of(source) == rows_of(source)
    assert [row["text"] for row in rows_of(source)] == ["kind", "slow", "fine"]
    assert source.size is None


def test_a_query_of_duckdb_is_a_frame() -> None:
    source = open_source(duckdb.sql("select 'kind' as text, 1 as n union all select 'slow', 2"))
    assert sorted(str(row["text"]) for row in rows_of(source)) == ["kind", "slow"]


def test_a_stream_that_can_be_read_once_is_read_as_often_as_needed() -> None:
    table = pa.table({"text": ["kind", "slow"]})
    for once in (table.to_reader(), iter(["kind", "slow"])):
        source = open_source(once)
        assert source.digest()
        assert rows_of(source) == rows_of(source) == table.to_pylist()


def test_texts_are_one_column() -> None:
    source = open_source(["kind", None, "half \ud800"])
    (chunk,) = source.chunks(10)
    assert source.columns == ("text",)
    assert chunk.table["text"].to_pylist() == ["kind", None, None]
    assert chunk.faults[2].reason is RejectionReason.BAD_ENCODING
    assert set(chunk.file_names.to_pylist()) == {"frame"}


@pytest.mark.parametrize("source", [17, [1, 2], {"text": ["a"]}, b"bytes"])
def test_what_is_no_source_is_refused(source: object) -> None:
    with pytest.raises(InputDataError):
        rows_of(open_source(source))


@pytest.mark.parametrize("rows", [0, 4_999, 5_000, 5_001, 10_002])
def test_no_text_of_a_generator_is_lost_between_two_batches(rows: int) -> None:
    texts = [f"comment {row}" for row in range(rows)]
    frame = open_frame(text for text in texts)
    assert isinstance(frame, SpooledFrame)
    assert frame.expected_rows() == rows
    assert cells_of(frame) == cells_of(frame) == [(text,) for text in texts]


@pytest.mark.parametrize("skip", [0, 1, 4_999, 5_000, 5_001, 7_000, 7_001])
def test_rows_that_were_read_before_are_passed_by_whatever_holds_them(skip: int) -> None:
    texts = [str(row) for row in range(7_000)]
    table = pa.table({"text": pa.chunked_array([texts[:5_500], texts[5_500:]])})
    for frame in (open_frame(table), open_frame(table.to_reader()), open_frame(texts)):
        assert cells_of(frame, skip) == [(text,) for text in texts[skip:]]


def test_a_piece_of_a_frame_has_five_thousand_rows_at_most() -> None:
    frame = open_frame(pa.table({"n": range(10_001)}))
    assert [piece.table.num_rows for piece in frame.pieces()] == [5_000, 5_000, 1]


def test_each_kind_of_frame_is_opened_by_what_it_can_do_again() -> None:
    table = pa.table({"text": ["kind"]})
    assert isinstance(open_frame(table), ArrowFrame)
    assert isinstance(open_frame(table.to_reader()), SpooledFrame)
    assert isinstance(open_frame(["kind"]), TextList)
    assert isinstance(open_frame({"kind"}), TextList)


def test_columns_that_bear_one_name_are_told_apart() -> None:
    twice = pa.table([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    for frame in (open_frame(twice), open_frame(twice.to_reader())):
        assert frame.schema.names == ["text", "text_2"]
        assert frame.notes == ("column 2 repeats the name 'text': called 'text_2'",)
        assert cells_of(frame) == [("a", "b")]


def test_views_of_strings_are_read_as_strings() -> None:
    frame = open_frame(pa.table({"text": pa.array(["kind", None], pa.string_view())}))
    assert frame.schema == pa.schema([("text", pa.large_string())])
    assert cells_of(frame) == [("kind",), (None,)]


def test_a_text_that_is_none_is_set_aside_and_told() -> None:
    frame = open_frame(["kind", "half \ud800"])
    assert faults_of(frame) == {1: ("bad_encoding", "bytes that are no text")}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (17, "an object of type int"),
        ({"text": ["a"]}, "an object of type dict"),
        (b"bytes", "an object of type bytes"),
        ([b"kind"], "an element of type bytes"),
        (iter([1]), "an element of type int"),
    ],
)
def test_what_was_given_instead_of_a_source_is_told_by_its_type(source: object, found: str) -> None:
    with pytest.raises(InputDataError) as caught:
        list(open_frame(source).pieces())
    assert (caught.value.where, caught.value.found) == ("source", found)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(["kind", None], name="comment"),
        pd.Series(["kind", None], dtype="category"),
        pl.Series("comment", ["kind", None]),
        pa.array(["kind", None]),
        pa.chunked_array([["kind"], [None]]),
    ],
    ids=["pandas", "categories", "Polars", "Arrow", "chunks"],
)
def test_a_column_of_a_frame_is_as_good_as_a_list_of_texts(column: object) -> None:
    frame = open_frame(column)
    assert frame.schema.names == ["text"]
    assert frame.expected_rows() == 2
    assert cells_of(frame) == cells_of(frame) == [("kind",), (None,)]
    assert cells_of(frame, 1) == [(None,)]
