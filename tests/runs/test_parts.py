"""A part appears whole: `rejected` first, `labels` as the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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


def test_a_part_that_lost_its_rejections_counts_no_more(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    parts.path("rejected", 0).unlink()
    assert parts.count() == 0


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


def test_texts_are_not_gathered_in_a_dictionary_that_would_be_thrown_away(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    rows = range(3_000)
    labels = pa.table(
        {
            "row": rows,
            "id": [f"c{row}" for row in rows],
            "text": [f"Late again, visit {row}." for row in rows],
            "status": ["labelled"] * len(rows),
            "team": [f"team {row % 3}" for row in rows],
        }
    )
    parts.write(0, Part(labels, REJECTED))
    with pq.ParquetFile(parts.path("labels", 0)) as file:
        group = file.metadata.row_group(0)
        used = {
            group.column(index).path_in_schema: group.column(index).has_dictionary_page
            for index in range(group.num_columns)
        }
    assert used == {"row": False, "id": False, "text": False, "status": True, "team": True}
    assert parts.read("labels", 0).equals(labels)


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


def test_doubtful_dates_are_noted_by_column_and_none_where_there_are_none(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, Part(LABELS, REJECTED, {"csat": 3}, ambiguous={"created_at": 2}))
    parts.write(1, Part(LABELS, REJECTED))
    assert [parts.ambiguous(index) for index in (0, 1)] == [{"created_at": 2}, {}]
    assert [parts.unreadable(index) for index in (0, 1)] == [{"csat": 3}, {}]


def test_a_part_of_another_run_is_no_part_of_this_one(tmp_path: Path) -> None:
    mine, other = (Parts(tmp_path / name, f"sha256:{name}") for name in ("mine", "other"))
    for parts in (mine, other):
        parts.write(0, PART)
    for kind in ("labels", "rejected", "ledger"):
        kept = mine.path(kind, 0).read_bytes()
        mine.path(kind, 0).write_bytes(other.path(kind, 0).read_bytes())
        assert not mine.is_sound(0), kind
        mine.path(kind, 0).write_bytes(kept)
        assert mine.is_sound(0)


def test_what_a_dead_process_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    kept = {path for path in tmp_path.rglob("*") if path.is_file()}
    for left in ("labels/_part-000001.parquet.77", "rejected/_part-000001.parquet.77"):
        (tmp_path / left).touch()
    (tmp_path / "_manifest.json.77").touch()
    assert parts.sweep() == 3
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == kept
    assert parts.sweep() == 0


def test_every_kind_of_file_that_is_damaged_makes_its_part_unsound(tmp_path: Path) -> None:
    for number, kind in enumerate(("labels", "ledger", "rejected")):
        parts = Parts(tmp_path / kind)
        parts.write(number, PART)
        assert parts.is_sound(number)
        path = parts.path(kind, number)
        path.write_bytes(path.read_bytes()[:-9])
        assert not parts.is_sound(number)


def test_the_columns_asked_for_are_read_in_the_order_asked_for(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    assert parts.read("labels", 0, ["status", "row"]).to_pydict() == {
        "status": ["labelled", "no_evidence"],
        "row": [0, 1],
    }


def test_a_column_that_a_part_does_not_have_is_named_with_the_file(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    with pytest.raises(pa.ArrowInvalid, match=r"part-000000\.parquet has no column score, tone"):
        parts.read("labels", 0, ["tone", "row", "score"])
