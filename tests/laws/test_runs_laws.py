"""Laws of runs, for whatever hypothesis makes up."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cxnlp.runs import KnownComments

DIGESTS = st.lists(st.integers(0, 6), max_size=30)


@given(DIGESTS, DIGESTS, st.integers(1, 7))
def test_known_comments_are_those_of_a_loop_however_they_are_cut(
    labelled: list[int], met: list[int], size: int
) -> None:
    left = Counter(labelled)
    expected = []
    for comment in met:
        expected.append(left[comment] > 0)
        left[comment] -= left[comment] > 0
    known = KnownComments(np.array(labelled, np.uint64))
    found: list[bool] = []
    for start in range(0, len(met), size):
        found += known.take(np.array(met[start : start + size], np.uint64)).tolist()
    assert found == expected
