"""The law of `--since`, on feedback that hypothesis makes up."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.flows.label import label
from cxnlp.models import LevelModel, load
from cxnlp.runs import open_run

IDS = st.sampled_from(["a", "b", "c", "d", ""])
TEXTS = st.sampled_from(["Kind staff.", "Never again.", "n/a", "It was fine.", "nothing", "12345"])
EXPORTS = st.lists(st.lists(st.tuples(IDS, TEXTS), min_size=1, max_size=8), min_size=1, max_size=3)


@cache
def quick() -> LevelModel:
    """What a model says is no matter here, so the quickest serves, opened once."""
    return load("levels-fast")


@given(EXPORTS, st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_rows_read_are_labelled_rejected_or_labelled_already_and_none_is_labelled_twice(
    exports: list[list[tuple[str, str]]], size: int
) -> None:
    model = quick()
    with tempfile.TemporaryDirectory() as name:
        since, pairs = None, []
        for number, rows in enumerate(exports):
            frame = pa.table({"id": [row[0] for row in rows], "text": [row[1] for row in rows]})
            run = Path(name) / str(number)
            counts = label(frame, run, model=model, since=since, part_size=size).counts
            assert counts.rows == len(rows) == counts.labels + counts.rejected + counts.already
            found = open_run(run).labels(["id", "text"]).to_pylist()
            pairs += [
                (row["id"], row["text"]) for row in found if not row["id"].startswith("frame")
            ]
            since = run
        assert len(pairs) == len(set(pairs))
