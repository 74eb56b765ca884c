"""Near-duplicates are found, whatever stands between them, and nothing else is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.reviewing import near_duplicates

TEXTS = [
    "The queue was long and the coffee was cold by the time we got it.",
    "A nurse explained everything to my mother and held her hand.",
    "The app logs me out whenever I open the list of my orders.",
    "Our driver waited although the flight was two hours late.",
]


def test_small_changes_make_near_duplicates_and_others_stand_alone() -> None:
    changed = [text.upper().replace(".", "!!") for text in TEXTS]
    changed[0] = TEXTS[0].replace("long", "very long")
    groups = near_duplicates([*TEXTS, *changed])
    assert groups.tolist() == [0, 1, 2, 3, 0, 1, 2, 3]


def test_short_and_empty_texts_are_like_their_equals_only() -> None:
    assert near_duplicates(["Ok.", "ok", "", "No", "..."]).tolist() == [0, 0, 2, 3, 2]


def test_a_crowd_of_equal_texts_is_one_group() -> None:
    groups = near_duplicates(["Thank you for the quick help today."] * 200 + TEXTS)
    assert (groups[:200] == 0).all()
    assert len(set(groups.tolist())) == 5


@given(st.lists(st.sampled_from([*TEXTS, "Good.", "Bad."]), max_size=12))
@settings(max_examples=25, deadline=None)
def test_groups_do_not_depend_on_the_order(texts: list[str]) -> None:
    order = np.random.default_rng(len(texts)).permutation(len(texts))
    straight = near_duplicates(texts)
    mixed = near_duplicates([texts[place] for place in order])
    together = {
        (texts[a], texts[b])
        for a in range(len(texts))
        for b in range(len(texts))
        if straight[a] == straight[b]
    }
    again = {
        (texts[order[a]], texts[order[b]])
        for a in range(len(texts))
        for b in range(len(texts))
        if mixed[a] == mixed[b]
    }
    assert together == again
