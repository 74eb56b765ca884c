"""What is chosen for labelling."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.reviewing import choose
from cxnlp.reviewing.choosing import uncertainty
from cxnlp.reviewing.sketches import sketch

UNSURE = np.linspace(0, 1, 100)
VECTORS = np.eye(100)


def test_random_and_chosen_rows_are_different_rows() -> None:
    found = choose(UNSURE, VECTORS.__getitem__, size=40, random_share=0.5)
    assert len(found.random) == len(found.chosen) == 20
    assert not set(found.random) & set(found.chosen)
    assert found.chance == 0.2


def test_the_chosen_are_the_most_uncertain_where_all_are_unlike() -> None:
    found = choose(UNSURE, VECTORS.__getitem__, size=10, random_share=0)
    assert sorted(found.chosen) == list(range(90, 100))


def test_of_many_alike_one_is_chosen_first() -> None:
    vectors = np.repeat(np.eye(5), 20, axis=0)
    found = choose(np.full(100, 0.5), vectors.__getitem__, size=25, random_share=0)
    assert {row // 20 for row in found.chosen[:5]} == set(range(5))


def test_a_random_sample_alone_and_no_rows_at_all() -> None:
    assert len(choose(UNSURE, VECTORS.__getitem__, size=10, random_share=1).chosen) == 0
    empty = choose(np.zeros(0), VECTORS.__getitem__, size=10)
    assert len(empty.random) == len(empty.chosen) == 0


def test_uncertainty_is_a_spread_of_levels_and_doubt_of_evidence() -> None:
    split, sure = np.array([[0.5, 0, 0, 0, 0, 0.5]]), np.eye(6)[[2]]
    assert uncertainty(split, np.ones(1)) == pytest.approx([2.5])
    assert uncertainty(sure, np.ones(1)) == pytest.approx([0])
    assert uncertainty(sure, np.full(1, 0.5)) == pytest.approx([0.5])
    assert uncertainty(split, np.zeros(1)) == pytest.approx([0])


def test_sketches_are_unit_vectors_that_put_like_texts_together() -> None:
    kind, again, slow, empty = sketch(["The staff were kind", "Kind staff", "Long queue", "..."])
    assert np.linalg.norm([kind, again, slow], axis=1) == pytest.approx([1, 1, 1])
    assert kind @ again > 0.5 > kind @ slow
    assert not empty.any()
