"""Rows run on across files in equal chunks; what stands in no file is said at once."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import InputDataError
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from pathlib import Path


def _write(folder: Path, name: str, start: int, count: int) -> None:
    rows = "".join(f"{number},comment {number}\n" for number in range(start, start + count))
    (folder / name).write_text("id,text\n" + rows, encoding="utf-8")


def test_chunks_run_on_across_files_in_sorted_order(tmp_path: Path) -> None:
    _write(tmp_path, "b.csv", 5, 4)
    _write(tmp_path, "a.csv", 0, 5)
    _write(tmp_path, "c.csv", 9, 2)
    for place in (tmp_path, str(tmp_path / "*.csv")):
        chunks = list(open_source(place).chunks(3))
        assert [chunk.start for chunk in chunks] == [0, 3, 6, 9]
        assert [len(chunk.table) for chunk in chunks] == [3, 3, 3, 2]
        ids = [name for chunk in chunks for name in chunk.table["id"].to_pylist()]
        assert ids == [str(number) for number in range(11)]
        files = [name for chunk in chunks for name in chunk.file_names.to_pylist()]
        assert files == ["a.csv"] * 5 + ["b.csv"] * 4 + ["c.csv"] * 2


def test_a_start_gives_the_chunks_that_reading_from_the_beginning_gives(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", 0, 5)
    (tmp_path / "b.csv").write_text("id,text\n5\n6,x\n7,y,z\n8,w\n", encoding="utf-8")
    for place in (tmp_path, tmp_path / "b.csv"):
        source = open_source(place)
        whole = list(source.chunks(2))
        for skipped in range(len(whole) + 1):
            rest = list(source.chunks(2, start=2 * skipped))
            assert [c.start for c in rest] == [c.start for c in whole[skipped:]]
            assert [c.faults for c in rest] == [c.faults for c in whole[skipped:]]
            assert [c.table for c in rest] == [c.table for c in whole[skipped:]]


def test_files_with_other_columns_are_refused_by_name(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", 0, 1)
    (tmp_path / "b.csv").write_text("id,comment\n1,x\n", encoding="utf-8")
    with pytest.raises(InputDataError, match=r"b\.csv.*no column 'text'.*the column 'comment'"):
        open_source(tmp_path)


def test_columns_may_stand_in_another_order_and_type(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": [1], "text": ["a"]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": ["b"], "n": [2.5]}), tmp_path / "b.parquet")
    (chunk,) = open_source(tmp_path).chunks(10)
    assert chunk.table.to_pylist() == [{"n": 1.0, "text": "a"}, {"n": 2.5, "text": "b"}]


def test_the_digest_follows_content_and_order_and_not_names(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", 0, 2)
    _write(tmp_path, "b.csv", 2, 2)
    before = open_source(tmp_path).digest()
    assert before.startswith("sha256:")
    (tmp_path / "b.csv").rename(tmp_path / "c.csv")
    assert open_source(tmp_path).digest() == before
    (tmp_path / "c.csv").rename(tmp_path / "0.csv")
    assert open_source(tmp_path).digest() != before


def test_size_and_place_are_told(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", 0, 2)
    source = open_source(tmp_path / "a.csv")
    assert source.uri == str(tmp_path / "a.csv")
    assert source.size == (tmp_path / "a.csv").stat().st_size


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    _write(tmp_path, "a.csv", 0, 2)
    source = open_source(tmp_path / "a.csv")
    _write(tmp_path, "a.csv", 0, 3)
    with pytest.raises(InputDataError, match="changed"):
        list(source.chunks(10))
    (tmp_path / "a.csv").unlink()
    with pytest.raises(InputDataError, match="cannot be read"):
        list(source.chunks(10))


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks = []
    for count in (30_000, 120_000):
        _write(tmp_path, "a.csv", 0, count)
        source = open_source(tmp_path / "a.csv")
        tracemalloc.start()
        arrow = max(pa.total_allocated_bytes() for _ in source.chunks(5_000))
        peaks.append(arrow + tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
