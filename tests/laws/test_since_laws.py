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
def test_each_row_has_an_outcome_and_the_newest_label_of_an_id_is_that_of_its_newest_text(
    exports: list[list[tuple[str, str]]], size: int
) -> None:
    """And no text is labelled twice while it stays as it is."""
    model = quick()
    with tempfile.TemporaryDirectory() as name:
        since = None
        sink: dict[str, str] = {}
        newest: dict[str, str | None] = {}
        for number, rows in enumerate(exports):
            frame = pa.table({"id": [row[0] for row in rows], "text": [row[1] for row in rows]})
            run = Path(name) / str(number)
            counts = label(frame, run, model=model, since=since, part_size=size).counts
            assert counts.rows == len(rows) == counts.labels + counts.rejected + counts.already
            refused = open_run(run).rejected(["row"])["row"].to_pylist()
            found = open_run(run).labels(["id", "text"]).to_pylist()
            for row in found:
                if not row["id"].startswith("frame"):
                    assert newest.get(row["id"]) != row["text"]
                    sink[row["id"]] = row["text"]
            counted = {own: text for at, (own, text) in enumerate(rows) if at not in refused}
            newest |= dict.fromkeys(own for own, _ in rows)
            newest |= counted
            assert all(sink[own] == text for own, text in counted.items() if own)
            since = run
