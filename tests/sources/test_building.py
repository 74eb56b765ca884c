"""Rows of strings become tables of a bearable size; what is no text costs its own row."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cxnlp.schema import RejectionReason
from cxnlp.sources.building import PIECE_ROWS, text_pieces
from cxnlp.sources.chunk import Fault

PAIR = pa.schema([("id", pa.string()), ("text", pa.string())])
LONG = Fault(RejectionReason.TOO_LONG, "a record of 7 characters")
BAD = Fault(RejectionReason.BAD_ENCODING, "bytes that are no text")


def test_nothing_makes_no_piece() -> None:
    assert list(text_pieces([], PAIR)) == []


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        (PIECE_ROWS - 1, [4_999]),
        (PIECE_ROWS, [5_000]),
        (PIECE_ROWS + 1, [5_000, 1]),
        (2 * PIECE_ROWS, [5_000, 5_000]),
    ],
)
def test_a_piece_has_five_thousand_rows_at_most(rows: int, sizes: list[int]) -> None:
    pieces = list(text_pieces((("1", None) for _ in range(rows)), PAIR))
    assert [piece.table.num_rows for piece in pieces] == sizes


def test_a_piece_ends_with_the_row_by_which_it_has_over_eight_million_characters() -> None:
    half = "x" * 4_000_000
    pieces = list(text_pieces([(half, half), ("1", "a"), ("2", "b"), (half, half)], PAIR))
    assert [piece.table.num_rows for piece in pieces] == [2, 2]


def test_a_row_at_fault_is_null_but_for_what_the_fault_keeps() -> None:
    kept = Fault(RejectionReason.MALFORMED_ROW, "a chat", {"id": "7"})
    (piece,) = text_pieces([("1", "kind"), LONG, kept], PAIR)
    assert piece.table.schema == PAIR
    assert [tuple(row.values()) for row in piece.table.to_pylist()] == [
        ("1", "kind"),
        (None, None),
        ("7", None),
    ]
    assert piece.faults == {1: LONG, 2: kept}


def test_places_of_faults_are_counted_anew_in_each_piece() -> None:
    first, second = text_pieces([*[("1", "a")] * PIECE_ROWS, LONG], PAIR)
    assert (first.faults, second.faults) == ({}, {0: LONG})


def test_half_of_a_pair_of_surrogates_costs_its_row() -> None:
    """So decoding with `surrogateescape` leaves a byte that did not fit."""
    (piece,) = text_pieces([("1", "kind"), ("2", "b\udcffd"), ("3\ud800", None)], PAIR)
    assert piece.table["id"].to_pylist() == ["1", None, None]
    assert piece.faults == {1: BAD, 2: BAD}


@pytest.mark.parametrize(("replaced", "faults"), [(True, {1: BAD}), (False, {})])
def test_the_sign_for_what_could_not_be_read_counts_where_the_decoder_wrote_it(
    replaced: bool, faults: dict[int, Fault]
) -> None:
    (piece,) = text_pieces([("1", "kind"), ("2", "b\ufffdd")], PAIR, replaced=replaced)
    assert piece.faults == faults
    assert piece.table["id"].to_pylist() == ["1", None if replaced else "2"]


def test_unless_it_is_told_the_decoder_wrote_no_such_sign() -> None:
    (piece,) = text_pieces([("1", "b\ufffdd")], PAIR)
    assert piece.table["text"].to_pylist() == ["b\ufffdd"]
