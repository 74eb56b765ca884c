"""A file tells whether it is whole: any bit that changes is found, the footer's too."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import RunFolderError
from cxnlp.flows.label import label
from cxnlp.runs import Part, Parts, open_run
from cxnlp.runs.stamp import BLANK_STAMP, STAMP_KEY, has_right_stamp, stamp
from cxnlp.schema import LEDGER_SCHEMA, REJECTED_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

LABELS = pa.table({"row": [0, 1], "id": ["a", "b"], "status": ["labelled", "no_evidence"]})
REJECTED = pa.table([[2], ["c"], ["empty"], [None]], schema=REJECTED_SCHEMA)
LEDGER = pa.table([range(3), [7, 8, 9], [4, 5, 6], ["labels"] * 3], schema=LEDGER_SCHEMA)
PART = Part(LABELS, REJECTED, {"csat": 3}, LEDGER)


@pytest.mark.parametrize("kind", ["labels", "rejected", "ledger"])
def test_a_bit_that_flips_anywhere_in_a_file_makes_its_part_unsound(
    tmp_path: Path, kind: str
) -> None:
    parts = Parts(tmp_path)
    parts.write(0, PART)
    path = parts.path(kind, 0)
    whole = path.read_bytes()
    draw = random.Random(0)
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        assert not parts.is_sound(0), at
    path.write_bytes(whole)
    assert parts.is_sound(0)


def test_the_files_of_another_part_are_not_this_parts(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    for index in (0, 1):
        parts.write(index, PART)
    for kind in ("labels", "rejected", "ledger"):
        parts.path(kind, 1).write_bytes(parts.path(kind, 0).read_bytes())
    assert [parts.is_sound(index) for index in (0, 1)] == [True, False]


def test_a_comment_that_looks_like_a_stamp_changes_nothing(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    text = f"{STAMP_KEY} sha256:{BLANK_STAMP} {STAMP_KEY}.{BLANK_STAMP}"
    labels = LABELS.append_column("text", pa.array([text, text]))
    parts.write(0, Part(labels, REJECTED))
    assert parts.is_sound(0)
    assert parts.read("labels", 0)["text"].to_pylist() == [text, text]


def test_a_file_without_a_stamp_is_not_sound_and_cannot_be_stamped(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    pq.write_table(LABELS, path)
    assert not has_right_stamp(path, "labels/0")
    with pytest.raises(ValueError, match="no stamp"):
        stamp(path, "labels/0")


def test_reading_a_run_with_a_flipped_bit_names_the_part_or_reads_what_was_written(
    tmp_path: Path,
) -> None:
    label(["Kind staff.", "Slow.", "n/a"], tmp_path / "run", model="levels-fast")
    run = open_run(tmp_path / "run")
    path = run.parts.path("ledger", 0)
    whole, rows = path.read_bytes(), run.part("ledger", 0).to_pylist()
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    refused = []
    for at in range(footer):
        changed = bytearray(whole)
        changed[at] ^= 4
        path.write_bytes(changed)
        try:
            assert run.part("ledger", 0).to_pylist() == rows
        except RunFolderError as error:
            refused.append(error)
    assert len(refused) > footer / 2
    assert {error.where for error in refused} == {str(path)}
    changed = bytearray(whole)
    changed[whole.index(b"outcome", footer)] = 0xE9  # a name that is no UTF-8
    path.write_bytes(changed)
    with pytest.raises(RunFolderError, match="damaged part"):
        run.part("ledger", 0)
