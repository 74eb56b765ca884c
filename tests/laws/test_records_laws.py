"""Whatever the csv module writes is read back, whichever short cut a line takes."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxnlp.sources.records import Records
from cxnlp.sources.well_formed import well_formed_records

FRAGMENTS = st.lists(
    st.sampled_from(["a", "é", ",", '"', '""', "\n", "\r\n", "\r", " ", 'b","', "x,y\n", "😀"])
).map("".join)
CELLS = st.text(st.sampled_from("ab ,;\"'x\té"), max_size=8)


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n))))
def test_cells_that_were_written_are_read(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    lines = file.getvalue().split("\n")[:-1]
    expected = len(rows[0]) if rows else 2
    read = list(Records(iter(lines), ",", "\n", expected))
    # A row of blank cells alone is written as separators, which are no blank line.
    assert read == rows


@given(FRAGMENTS, st.integers(1, 3))
@example('a,"b\n",c\n', 2)
@example('a,"b"\r\n"",\n', 2)
@settings(max_examples=500)
def test_what_is_read_by_the_block_is_what_is_read_record_by_record(text: str, cells: int) -> None:
    schema = pa.schema([(f"column {cell}", pa.string()) for cell in range(cells)])
    table, taken = well_formed_records(text.encode(), ",", schema)
    by_block = [list(row.values()) for row in table.to_pylist()]
    whole = text.encode()[:taken].decode()
    assert whole == "" or whole.endswith("\n")
    one_by_one = list(Records(iter(text.split("\n")), ",", "\n", cells))
    assert one_by_one[: len(by_block)] == by_block
    rest = text[len(whole) :].split("\n")
    assert list(Records(iter(rest), ",", "\n", cells)) == one_by_one[len(by_block) :]
