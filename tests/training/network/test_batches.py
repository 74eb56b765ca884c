"""Batches hold every text once and keep to their size."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cxnlp.training.network.batches import batches_of, padded


@given(st.lists(st.integers(2, 60), max_size=80), st.integers(16, 200), st.integers(1, 16))
def test_every_text_stands_in_one_batch_that_keeps_to_tokens_and_rows(
    lengths: list[int], tokens: int, rows: int
) -> None:
    size = np.array(lengths, np.int64)
    found = batches_of(size, tokens=tokens, rows=rows, random=np.random.default_rng(0))
    assert sorted(int(row) for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) <= rows
        assert len(batch) == 1 or size[batch].max() * len(batch) <= tokens


def test_padding_is_masked() -> None:
    laid, mask = padded([np.array([4, 5, 6]), np.array([7])], filler=9)
    assert laid.tolist() == [[4, 5, 6], [7, 9, 9]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
