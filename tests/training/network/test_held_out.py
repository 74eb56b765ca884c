"""Rows held out are of the usual mix, and no near-copy of theirs is learned from."""

from __future__ import annotations

import numpy as np

from cxnlp.training.network.held_out import groups_of_near_copies, held_out_rows

_BASE = "the waiting room was cold and nobody told us how long it would take to see a doctor"


def test_copies_that_differ_in_case_and_punctuation_are_one_group() -> None:
    group = groups_of_near_copies([_BASE, _BASE.upper() + "!", "something else entirely here"])
    assert group[0] == group[1] != group[2]


def test_a_text_with_a_word_more_is_a_near_copy_and_one_with_other_words_is_not() -> None:
    group = groups_of_near_copies([_BASE, _BASE + " today", _BASE[:30] + " in quite other words"])
    assert group[0] == group[1] != group[2]


def test_groups_are_held_out_whole_and_never_with_a_row_that_was_picked() -> None:
    texts = [
        f"comment number {n // 2} about the place and all of its {n // 2} people"
        for n in range(200)
    ]
    enriched = np.arange(200) % 10 == 0
    held = held_out_rows(texts, enriched, share=0.2, seed=3)
    assert 40 <= held.sum() <= 42
    assert (held[::2] == held[1::2]).all()
    assert not (held & enriched).any()


def test_the_draw_follows_the_seed() -> None:
    texts = [f"one {n}" for n in range(100)]
    none = np.zeros(100, bool)
    first, again, other = (held_out_rows(texts, none, share=0.2, seed=seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()
