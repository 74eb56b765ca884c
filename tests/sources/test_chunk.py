"""Pieces of a file, and how their first rows are taken off."""

from __future__ import annotations

import pyarrow as pa
import pytest

from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault, Piece, without_first

FAULT = Fault(RejectionReason.MALFORMED_ROW, "1 cells, 2 expected")
OTHER = Fault(RejectionReason.TOO_LONG, "a record of 9 characters")
PIECE = Piece(pa.table({"text": ["a", None, "c", None]}), {1: FAULT, 3: OTHER})


@pytest.mark.parametrize(
    ("count", "texts", "faults"),
    [
        (0, ["a", None, "c", None], {1: FAULT, 3: OTHER}),
        (1, [None, "c", None], {0: FAULT, 2: OTHER}),
        (2, ["c", None], {1: OTHER}),
        (3, [None], {0: OTHER}),
        (4, [], {}),
    ],
)
def test_rows_keep_their_faults_when_others_before_them_go(
    count: int, texts: list[str | None], faults: dict[int, Fault]
) -> None:
    rest = without_first(PIECE, count)
    assert rest.table["text"].to_pylist() == texts
    assert rest.faults == faults


def test_a_fault_keeps_no_cells_unless_told_and_may_be_a_key() -> None:
    kept = Fault(FAULT.reason, FAULT.detail, {"id": "7"})
    assert FAULT.kept == {}
    assert hash(kept) == hash(FAULT)
    assert kept != FAULT
