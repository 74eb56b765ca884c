"""A source is opened by what it holds, wherever it lies."""

from __future__ import annotations

import gzip
import io
import os
import sys
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.conftest import rows_of

from cxnlp.errors import InputDataError
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from pathlib import Path

_CSV = b"id,text\n1,kind\n2,slow\n3,fine\n"
_ROWS = [{"id": "1", "text": "kind"}, {"id": "2", "text": "slow"}, {"id": "3", "text": "fine"}]


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (_CSV, gzip.compress(_CSV), b'{"id":"1","text":"kind"}\n'):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        source = open_source("-")
        assert source.uri == "stdin"
        assert source.digest() == source.digest()
        assert rows_of(source)[0] == _ROWS[0]
        assert next(iter(source.chunks(5))).file_names.to_pylist()[0] == "stdin"


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


def test_a_packed_parquet_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    plain, path = io.BytesIO(), tmp_path / "feedback.parquet.gz"
    pq.write_table(pa.table({"text": ["kind", "slow"]}), plain)
    path.write_bytes(gzip.compress(plain.getvalue()))
    source = open_source(path)
    assert rows_of(source) == rows_of(source) == [{"text": "kind"}, {"text": "slow"}]


def test_a_pipe_is_read_once_and_then_as_often_as_needed(tmp_path: Path) -> None:
    """As in `cxnlp label <(export)`."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(_CSV,))
    writer.start()
    source = open_source(path)
    writer.join()
    assert rows_of(source) == rows_of(source) == _ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ['{"text": "kind"}\n{"text": "né"}\n', ' [{"text": "kind"},\n {"text": "né"}]']
)
def test_json_is_known_in_whatever_encoding_it_is_written(
    tmp_path: Path, encoding: str, text: str
) -> None:
    """PowerShell writes what a command prints in UTF-16."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path = tmp_path / "feedback.json"
    path.write_bytes(f"{mark}{text}".encode(encoding))
    assert rows_of(open_source(path)) == [{"text": "kind"}, {"text": "né"}]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"\x7fELF\x02", "a program"),
        (b"\n<HTML>\n<table>\n<tr><td>kind</td></tr>", "an HTML or XML document"),
        (b"<!DOCTYPE html>\n<p>kind</p>", "an HTML or XML document"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<row/>', "an HTML or XML document"),
        ("\ufeff<table>\n<tr>".encode("utf-16-le"), "an HTML or XML document"),
    ],
)
def test_what_holds_no_table_is_called_by_what_it_is(
    tmp_path: Path, content: bytes, found: str
) -> None:
    """Old systems call an HTML page feedback.xls, and Excel opens it."""
    path = tmp_path / "feedback.xls"
    path.write_bytes(content)
    with pytest.raises(InputDataError) as caught:
        open_source(path)
    assert caught.value.found == found


def test_a_comment_about_markup_is_a_comment(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text("text\n<table> was broken\n")
    assert rows_of(open_source(path)) == [{"text": "<table> was broken"}]
