"""Whatever the csv module writes is read back, whichever short cut a line takes."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from cxnlp.sources.records import Records

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
