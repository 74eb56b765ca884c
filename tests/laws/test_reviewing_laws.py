"""Laws of comparing and reviewing, on made-up rows."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.metrics import mean_absolute_error
from cxnlp.metrics.paired import Verdict, paired_difference
from cxnlp.reviewing import choose, merge, suspicion
from cxnlp.reviewing.returned import Correction, Returned

LEVELS = st.integers(0, 6)
TURNED = {
    Verdict.BETTER: Verdict.WORSE,
    Verdict.WORSE: Verdict.BETTER,
    Verdict.NOT_DISTINGUISHABLE: Verdict.NOT_DISTINGUISHABLE,
    Verdict.TOO_FEW_ROWS: Verdict.TOO_FEW_ROWS,
}


@given(st.lists(st.tuples(*[st.integers(1, 6)] * 3), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_two_models_the_other_way_round_turn_the_verdict_round(
    rows: list[tuple[int, int, int]],
) -> None:
    true, one, two = np.array(rows).T
    first = paired_difference(
        mean_absolute_error, true, one, two, higher_is_better=False, draws=100
    )
    second = paired_difference(
        mean_absolute_error, true, two, one, higher_is_better=False, draws=100
    )
    assert second.verdict is TURNED[first.verdict]
    assert second.difference.value == -first.difference.value


@given(st.lists(st.tuples(LEVELS, st.none() | LEVELS), min_size=1, max_size=30))
@settings(max_examples=30, deadline=None)
def test_a_merge_keeps_every_row_and_changes_only_what_was_judged(
    rows: list[tuple[int, int | None]],
) -> None:
    corrections = tuple(
        Correction(str(number), before, after)
        for number, (before, after) in enumerate(rows)
        if after is not None
    )
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder) / "gold.csv", Path(folder) / "out.csv"
        lines = [f"{number},text {number},{before}" for number, (before, _) in enumerate(rows)]
        table.write_text("\n".join(["id,text,level", *lines]), encoding="utf-8")
        merged = merge(table, Returned("review.csv", "0" * 64, corrections), out)
        with out.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
    wanted = [before if after is None else after for before, after in rows]
    assert [int(row["level"]) for row in found] == wanted
    assert [row["text"] for row in found] == [f"text {number}" for number in range(len(rows))]
    assert merged.changed + merged.confirmed == len(corrections)
    assert [bool(row["review"]) for row in found] == [after is not None for _, after in rows]


@given(
    st.integers(0, 60),
    st.integers(0, 80),
    st.floats(0, 1),
    st.integers(0, 2**31),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_a_choice_never_takes_a_row_twice_and_fills_its_size(
    count: int, size: int, share: float, seed: int, kinds: int
) -> None:
    random = np.random.default_rng(seed)
    vectors = np.eye(kinds)[random.integers(0, kinds, count)]
    found = choose(
        random.random(count), vectors.__getitem__, size=size, random_share=share, seed=seed
    )
    rows = [*found.random, *found.chosen]
    assert len(rows) == len(set(rows)) == min(size, count)
    assert all(0 <= row < count for row in rows)


@given(st.lists(LEVELS, min_size=1, max_size=20), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_a_label_is_doubted_the_same_in_any_company(labels: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    given_labels = np.array(labels)
    chances = random.dirichlet(np.ones(7), len(labels))
    together = suspicion(given_labels, chances)
    alone = [suspicion(given_labels[[row]], chances[[row]]) for row in range(len(labels))]
    assert [one.score[0] for one in alone] == together.score.tolist()
    assert [one.suggested[0] for one in alone] == together.suggested.tolist()
