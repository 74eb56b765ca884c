"""A source is opened by what it holds, wherever it lies."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import threading
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources import Source, open_source
from cxnlp.sources.contents import SpooledContent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CSV = b"id,text\n1,kind\n2,slow\n3,fine\n"
_ROWS = [{"id": "1", "text": "kind"}, {"id": "2", "text": "slow"}, {"id": "3", "text": "fine"}]


def rows_of(source: Source, size: int = 2) -> list[dict[str, object]]:
    return [row for chunk in source.chunks(size) for row in chunk.table.to_pylist()]


def _zipped(content: bytes, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


_PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
    "zip": lambda content: _zipped(content, "feedback.csv"),
}


@pytest.mark.parametrize("packing", _PACKED)
def test_compressed_files_are_read_as_they_are(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "data.bin"
    path.write_bytes(_PACKED[packing](_CSV))
    assert rows_of(open_source(path)) == _ROWS


@pytest.mark.parametrize("packing", _PACKED)
def test_a_compressed_file_that_is_cut_off_is_refused_at_once(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"feedback.csv.{packing}"
    long = b"id,text\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(40_000))
    path.write_bytes(_PACKED[packing](long)[:-500])
    with pytest.raises(InputDataError, match=r"cut off|damaged"):
        open_source(path)


def test_a_truncated_gzip_says_how_far_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv.gz"
    long = b"id,text\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(40_000))
    path.write_bytes(gzip.compress(long)[:-5000])
    with pytest.raises(InputDataError, match=r"after line [1-9]\d{4}"):
        open_source(path)


def test_frames_joined_in_one_zstandard_file_are_read_on(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv.zst"
    path.write_bytes(zstandard.compress(_CSV[:13]) + zstandard.compress(_CSV[13:]))
    assert rows_of(open_source(path)) == _ROWS


def test_an_archive_of_two_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.zip"
    path.write_bytes(_zipped(_CSV, "a.csv", "b.csv"))
    with pytest.raises(InputDataError, match="2 files"):
        open_source(path)


def test_json_lines_give_one_row_each(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text(
        '{"id": 1, "text": "kind", "tags": ["a"]}\n\n{"id": 2, "text": null}\nbroken\n[1]\n'
        '{"id": 3, "text": "half \\ud800 sign"}\n{"text": "nul \\u0000"}\n',
        encoding="utf-8",
    )
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table.to_pylist()[:2] == [
        {"id": "1", "text": "kind", "tags": '["a"]'},
        {"id": "2", "text": None, "tags": None},
    ]
    assert {at: fault.reason for at, fault in chunk.faults.items()} == {
        2: RejectionReason.MALFORMED_ROW,
        3: RejectionReason.MALFORMED_ROW,
        4: RejectionReason.BAD_ENCODING,
        5: RejectionReason.MALFORMED_ROW,
    }


def test_a_json_array_is_read_as_json_lines_are(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    objects = ",\n".join(f'{{"id": {n}, "text": "comment, {n} }}"}}' for n in range(30_000))
    path.write_text(f" [{objects}]\n", encoding="utf-8")
    rows = rows_of(open_source(path), 10_000)
    assert len(rows) == 30_000
    assert rows[-1] == {"id": "29999", "text": "comment, 29999 }"}


def test_a_json_array_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    path.write_text('[{"id": 1, "text": "a"}, {"id": 2, "te', encoding="utf-8")
    with pytest.raises(InputDataError, match="cut off"):
        rows_of(open_source(path))


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


def test_equal_rows_give_equal_digests_whatever_frame_holds_them() -> None:
    texts = ["kind", None, "fine"]
    whole = open_source(pa.table({"text": texts}))
    parts = open_source(pa.table({"text": pa.chunked_array([texts[:1], texts[1:]])}))
    other = open_source(pa.table({"text": ["kind", "", "fine"]}))
    assert whole.digest() == parts.digest() == open_source(pl.DataFrame({"text": texts})).digest()
    assert whole.digest() != other.digest()


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


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (_CSV, gzip.compress(_CSV), b'{"id":"1","text":"kind"}\n'):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        source = open_source("-")
        assert source.uri == "stdin"
        assert source.digest() == source.digest()
        assert rows_of(source)[0] == _ROWS[0]
        assert next(iter(source.chunks(5))).file_names.to_pylist()[0] == "stdin"


def test_a_line_of_json_over_the_longest_record_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    long = '{"text": "' + "x" * 1_000_001 + '"}'
    path.write_text(f'{{"text": "kind"}}\n{long}\n{{"text": "slow"}}\n', encoding="utf-8")
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["text"].to_pylist() == ["kind", None, "slow"]
    assert {at: one.reason for at, one in chunk.faults.items()} == {1: RejectionReason.TOO_LONG}


def test_names_in_json_that_are_no_text_are_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"text": "kind", "half \\ud800": 1, "größe": 2}\n', encoding="utf-8")
    assert open_source(path).columns == ("text", "größe")
    path.write_text('{"half \\ud800": 1}\n', encoding="utf-8")
    with pytest.raises(InputDataError, match="no JSON object with names"):
        open_source(path)


def test_what_is_no_object_in_a_json_array_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    path.write_text('[{"text": "kind"}, 12, "slow", {"text": "fine"}]', encoding="utf-8")
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["text"].to_pylist() == ["kind", None, None, "fine"]
    assert set(chunk.faults) == {1, 2}


def test_a_json_array_that_breaks_long_before_its_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.json"
    objects = '{"text": "kind"}, ' * 2000
    path.write_text("[" + objects + "nonsense " * 200_000 + "]", encoding="utf-8")
    with pytest.raises(InputDataError):
        rows_of(open_source(path))


def test_a_database_without_a_query_is_refused_without_its_password() -> None:
    with pytest.raises(InputDataError, match="a database, but not which rows") as caught:
        open_source("postgresql://cx:sesame@db.example/feedback")
    assert "sesame" not in str(caught.value)


def test_files_whose_columns_are_of_types_that_do_not_go_together_are_refused(
    tmp_path: Path,
) -> None:
    for name, values in (("a", pa.array(["kind"])), ("b", pa.array([["slow"]]))):
        pq.write_table(pa.table({"text": values}), tmp_path / f"{name}.parquet")
    with pytest.raises(InputDataError, match="types differ"):
        open_source(tmp_path)


def test_a_stream_is_read_from_any_place_by_any_reader() -> None:
    content = SpooledContent("stdin", io.BytesIO(b"0123456789"))
    one, two = content.open(), content.open()
    assert (one.seek(-3, io.SEEK_END), one.read(2), one.tell()) == (7, b"78", 9)
    assert two.read(2) == b"01"
    raw = cast("io.RawIOBase", one.raw)
    assert raw.seek(4) == 4
    assert raw.seek(2, io.SEEK_CUR) == 6
    assert raw.read(1) == b"6"


def test_a_packed_parquet_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    plain, path = io.BytesIO(), tmp_path / "feedback.parquet.gz"
    pq.write_table(pa.table({"text": ["kind", "slow"]}), plain)
    path.write_bytes(gzip.compress(plain.getvalue()))
    source = open_source(path)
    assert rows_of(source) == rows_of(source) == [{"text": "kind"}, {"text": "slow"}]


def test_a_parquet_file_is_gone_on_with_in_the_middle_of_a_row_group(tmp_path: Path) -> None:
    path = tmp_path / "feedback.parquet"
    pq.write_table(pa.table({"n": range(12_000)}), path)
    (chunk,) = open_source(path).chunks(12_000, start=11_000)
    assert chunk.table["n"].to_pylist() == list(range(11_000, 12_000))


def test_a_pipe_is_read_once_and_then_as_often_as_needed(tmp_path: Path) -> None:
    """As in `cxnlp label <(export)`."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(_CSV,))
    writer.start()
    source = open_source(path)
    writer.join()
    assert rows_of(source) == rows_of(source) == _ROWS


def test_an_element_of_an_array_that_goes_on_in_the_next_block_is_one(tmp_path: Path) -> None:
    """Files are read by blocks of 262,144 bytes; 12 at the end of one may be the start of 1234."""
    path = tmp_path / "feedback.json"
    begin = '[{"text": "kind"}, '
    path.write_text(begin + " " * ((1 << 18) - len(begin) - 2) + '1234, {"text": "fine"}]')
    (chunk,) = open_source(path).chunks(10)
    assert chunk.table["text"].to_pylist() == ["kind", None, "fine"]
    assert set(chunk.faults) == {1}
