"""Known comments are met once for each time that they were labelled."""

from __future__ import annotations

import numpy as np

from cxnlp.runs import KnownComments


def test_what_was_never_labelled_is_never_known() -> None:
    assert KnownComments(np.empty(0, np.uint64)).take(np.array([1], np.uint64)).tolist() == [False]
    assert KnownComments(np.array([1], np.uint64)).take(np.empty(0, np.uint64)).tolist() == []


def test_a_comment_is_used_up_across_chunks() -> None:
    known = KnownComments(np.array([5, 5, 5], np.uint64))
    assert known.take(np.array([5, 5], np.uint64)).tolist() == [True, True]
    assert known.take(np.array([5, 5], np.uint64)).tolist() == [True, False]
