"""A part appears whole: `rejected` first, `labels` as the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.runs import Part, Parts
from cxnlp.schema import REJECTED_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

LABELS = pa.table({"row": [0, 1], "id": ["a", "b"], "status": ["labelled", "no_evidence"]})
REJECTED = pa.table([[2], ["c"], ["empty"], [None]], schema=REJECTED_SCHEMA)
PART = Part(LABELS, REJECTED, {"csat": 3})


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    assert parts.read("labels", 0).to_pylist() == LABELS.to_pylist()
    assert parts.read("rejected", 0).to_pylist() == REJECTED.to_pylist()
    assert parts.unreadable(0) == {"csat": 3}


def test_the_names_are_the_contracts_and_nothing_temporary_stays(tmp_path: Path) -> None:
    Parts(tmp_path).write(7, PART)
    files = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*"))
    assert files == [f"{kind}/part-000007.parquet" for kind in ("labels", "ledger", "rejected")]


def test_a_part_counts_only_when_its_labels_stand(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    parts.write(1, PART)
    parts.path("labels", 1).unlink()
    assert parts.count() == 1


def test_parts_count_up_to_the_first_gap(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    for index in (0, 2):
        parts.write(index, PART)
    assert parts.count() == 1


def test_the_same_part_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        Parts(tmp_path / name).write(0, PART)
    for kind in ("labels", "rejected"):
        one, two = (Parts(tmp_path / name).path(kind, 0).read_bytes() for name in ("one", "two"))
        assert one == two


def test_a_flipped_bit_anywhere_in_the_pages_is_noticed(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    assert parts.is_sound(0)
    path = parts.path("labels", 0)
    sound = path.read_bytes()
    begin = pq.ParquetFile(path).metadata.row_group(0).column(1).data_page_offset
    damaged = bytearray(sound)
    damaged[begin + 40] ^= 1
    path.write_bytes(bytes(damaged))
    assert not parts.is_sound(0)


def test_a_truncated_part_is_noticed_and_can_be_put_aside(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    path = parts.path("rejected", 0)
    path.write_bytes(path.read_bytes()[:-9])
    assert not parts.is_sound(0)
    parts.set_aside(0)
    assert parts.count() == 0
    assert (tmp_path / "rejected" / "_damaged-part-000000.parquet").exists()
