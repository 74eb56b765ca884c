"""Every row of a chunk has an id, and either a cleaned text or the reason why it has none."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cxnlp.labelling.rows import CheckedRows, check_rows, reject_duplicates
from cxnlp.schema import REJECTED_SCHEMA, RejectionReason
from cxnlp.sources import Chunk, Fault, choose_columns

FAULT = Fault(RejectionReason.MALFORMED_ROW, "3 cells, 2 expected")
TABLE = pa.table(
    {
        "id": ["a", None, "c", None, "e"],
        "text": [" Kind\u00a0staff. ", None, "n/a", "Slow.", "12345"],
    }
)
CHUNK = Chunk(20, TABLE, {1: FAULT}, pa.array(["f.csv"] * 5).dictionary_encode())
COLUMNS = choose_columns(["id", "text"])


def reasons(found: CheckedRows) -> list[tuple[object, ...]]:
    return [tuple(row.values())[:3] for row in found.rejected.to_pylist()]


def test_rows_are_told_apart_and_nothing_is_lost() -> None:
    found = check_rows(CHUNK, COLUMNS)
    assert found.kept == [0, 3]
    assert found.ids == ["a", "f.csv:23"]
    assert found.texts == ["Kind staff.", "Slow."]
    assert reasons(found) == [
        (21, "f.csv:21", "malformed_row"),
        (22, "c", "empty"),
        (24, "e", "not_text"),
    ]
    assert found.all_ids == ["a", "f.csv:21", "c", "f.csv:23", "e"]
    assert found.rejected.schema == REJECTED_SCHEMA
    assert len(found.kept) + len(found.rejected) == len(TABLE)


def test_what_a_reader_could_not_read_goes_before_what_the_text_says() -> None:
    """A row that is null where its line was broken is not empty."""
    found = check_rows(CHUNK, COLUMNS).rejected.to_pylist()
    assert found[0]["detail"] == "3 cells, 2 expected"


@pytest.mark.parametrize(
    ("leave", "ids", "rejected"),
    [
        (frozenset({0}), ["f.csv:23"], [21, 22, 24]),
        (frozenset({3, 4}), ["a"], [21, 22]),
        (frozenset({1, 2, 4}), ["a", "f.csv:23"], []),
        (frozenset(range(5)), [], []),
    ],
)
def test_rows_that_are_to_be_left_are_neither_kept_nor_rejected(
    leave: frozenset[int], ids: list[str], rejected: list[int]
) -> None:
    found = check_rows(CHUNK, COLUMNS, leave)
    assert found.ids == ids
    assert len(found.texts) == len(found.kept) == len(ids)
    assert found.rejected["row"].to_pylist() == rejected
    assert len(found.all_ids) == 5


def test_a_chunk_without_rows_or_without_rejections_is_no_trouble() -> None:
    none = Chunk(0, TABLE.slice(0, 0), {}, pa.array([], pa.string()).dictionary_encode())
    found = check_rows(none, COLUMNS)
    assert (found.kept, found.texts, len(found.rejected)) == ([], [], 0)
    whole = Chunk(7, TABLE.slice(0, 1), {}, CHUNK.file_names.slice(0, 1))
    found = check_rows(whole, COLUMNS)
    assert (found.kept, found.ids, found.texts) == ([0], ["a"], ["Kind staff."])
    assert found.rejected.schema == REJECTED_SCHEMA


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()])
def test_texts_that_stand_as_bytes_are_read_and_what_is_no_text_costs_its_row(
    kind: pa.DataType,
) -> None:
    """As Impala and others write them to Parquet."""
    table = pa.table({"text": pa.array(["Né.".encode(), b"b\xffd", None], kind)})
    chunk = Chunk(0, table, {}, pa.array(["f"] * 3).dictionary_encode())
    found = check_rows(chunk, choose_columns(["text"]))
    assert found.texts == ["Né."]
    assert [row["reason"] for row in found.rejected.to_pylist()] == ["bad_encoding", "empty"]
    assert found.rejected["detail"].to_pylist()[0] == "bytes that are no text"
    at_fault = Chunk(0, table, {1: FAULT}, chunk.file_names)
    told = check_rows(at_fault, choose_columns(["text"])).rejected["detail"].to_pylist()
    assert told[0] == FAULT.detail


def test_cells_that_are_no_words_are_read_as_json() -> None:
    """As in a file of JSON lines."""
    table = pa.table({"id": [[1], [2]], "text": [["Kind staff."], None]})
    chunk = Chunk(0, table, {}, pa.array(["f"] * 2).dictionary_encode())
    found = check_rows(chunk, COLUMNS)
    assert (found.ids, found.texts) == (["[1]"], ['["Kind staff."]'])


def test_rows_whose_id_came_before_are_rejected_with_the_reason() -> None:
    rows = pa.table({"id": ["a", "b"], "row": pa.array([4, 9], pa.int64()), "level": [1, 2]})
    found = reject_duplicates(rows)
    assert found.schema == REJECTED_SCHEMA
    assert found.to_pylist() == [
        {
            "row": row,
            "id": name,
            "reason": "duplicate_id",
            "detail": "an earlier row has this id",
        }
        for row, name in ((4, "a"), (9, "b"))
    ]
    assert len(reject_duplicates(rows.slice(0, 0))) == 0
