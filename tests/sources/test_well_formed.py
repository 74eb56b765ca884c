"""What is read by the block is what is read record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from cxnlp.sources.contents import FileContent
from cxnlp.sources.delimited import DelimitedFile
from cxnlp.sources.well_formed import well_formed_records

if TYPE_CHECKING:
    from pathlib import Path

PAIR = pa.schema([("a", pa.string()), ("b", pa.string())])


def read(data: bytes, delimiter: str = ",") -> tuple[list[tuple[str, str]], int]:
    table, taken = well_formed_records(data, delimiter, PAIR)
    return [(row["a"], row["b"]) for row in table.to_pylist()], taken


def test_plain_quoted_empty_and_broken_lines_are_read() -> None:
    data = b'1,one\r\n"2","a, ""b"" c"\n,""\n3,"two\nlines"\n'
    assert read(data) == (
        [("1", "one"), ("2", 'a, "b" c'), ("", ""), ("3", "two\nlines")],
        len(data),
    )


@pytest.mark.parametrize(
    "doubt",
    [
        *(
            b"1,2,3\n",
            b"1\n",
            b"\n",
            b'1,a"b\n',
            b'1,x"a,b"\n',
            b'1,"a"b\n',
            b'1,"a" \n',
            b"1,a\rb\n",
        ),
        *(b'1,"open\n', b'"1""2,3\n', b"1," + b"x" * 20_000 + b"\n", b"not, whole"),
    ],
    ids=lambda data: ascii(data[:8]),
)
def test_what_is_in_doubt_is_left_and_what_stands_before_it_is_read(doubt: bytes) -> None:
    before = b"0,zero\n"
    assert read(before + doubt) == ([("0", "zero")], len(before))
    assert read(doubt) == ([], 0)


def test_nothing_is_no_record() -> None:
    assert read(b"") == ([], 0)


def test_signs_beyond_ascii_stay_whole() -> None:
    data = "é;😀 „gut“\n漢;x\n".encode()
    assert read(data, ";") == ([("é", "😀 „gut“"), ("漢", "x")], len(data))


def test_doubtful_rows_among_many_sound_ones_keep_their_places(tmp_path: Path) -> None:
    lines = [f"{row},comment {row}" for row in range(3_000)]
    lines[7] = '7,an "odd" one'
    lines[1_500] = "1500"
    lines[1_501] = "1501,a NUL \0 here"
    lines[2_000] = '2000,"over\ntwo lines"'
    lines[2_998] = '2998,never closed "" "x'
    path = tmp_path / "comments.csv"
    path.write_text("\n".join(["id,comment", *lines]), encoding="utf-8", newline="")
    pieces = list(DelimitedFile.open(FileContent.of(path)).pieces())
    rows = [row for piece in pieces for row in piece.table.to_pylist()]
    faults: dict[int, str] = {}
    start = 0
    for piece in pieces:
        faults |= {start + at: fault.reason.value for at, fault in piece.faults.items()}
        start += piece.table.num_rows
    assert len(rows) == 3_000
    assert faults == {1_500: "malformed_row", 1_501: "malformed_row"}
    assert rows[7]["comment"] == 'an "odd" one'
    assert rows[2_000]["comment"] == "over\ntwo lines"
    assert rows[2_998]["comment"] == 'never closed "" "x'
    assert [row["id"] for row in rows[2_001:]] == [str(row) for row in range(2_001, 3_000)]


def test_rows_that_were_read_before_are_passed_by(tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("id,comment\n" + "".join(f"{row},x {row}\n" for row in range(2_000)))
    file = DelimitedFile.open(FileContent.of(path))
    rows = [row["id"] for piece in file.pieces(1_234) for row in piece.table.to_pylist()]
    assert rows == [str(row) for row in range(1_234, 2_000)]
    assert list(file.pieces(2_000)) == []
