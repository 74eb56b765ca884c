"""Examples: rows stay together, and whoever learned from other ones learned something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cxnlp.models.aspects import DIMENSIONS, FLAGS
from cxnlp.training.network.examples import UNKNOWN, Examples


def some(*texts: str) -> Examples:
    found = Examples.of(texts, np.eye(7, dtype=np.float32)[: len(texts)])
    found.dimensions[:, 0] = np.arange(len(texts))
    found.flags[:, 1] = np.arange(len(texts))
    found.weights[:] = np.arange(len(texts)) + 1
    return found


def test_texts_of_which_only_levels_are_known_weigh_alike_and_tell_no_aspects() -> None:
    found = Examples.of(("a", "b"), np.eye(7, dtype=np.float32)[:2])
    assert len(found) == 2
    assert (found.dimensions == UNKNOWN).all()
    assert found.dimensions.shape == (2, len(DIMENSIONS)) == (2, 5)
    assert found.flags.tolist() == [[0] * len(FLAGS)] * 2
    assert found.weights.tolist() == [1, 1]
    assert UNKNOWN == -100, "what torch's cross-entropy passes over"


def test_rows_are_taken_in_the_order_asked_for_with_all_that_is_theirs() -> None:
    found = some("a", "b", "c").rows(np.array([2, 0]))
    assert found.texts == ("c", "a")
    assert found.targets.argmax(axis=1).tolist() == [2, 0]
    assert found.dimensions[:, 0].tolist() == [2, 0]
    assert found.flags[:, 1].tolist() == [2, 0]
    assert found.weights.tolist() == [3, 1]


def test_joined_they_stand_one_behind_the_other() -> None:
    found = some("a", "b").joined(some("c"))
    assert found.texts == ("a", "b", "c")
    assert found.targets.argmax(axis=1).tolist() == [0, 1, 0]
    assert found.weights.tolist() == [1, 2, 1]
    assert (len(found.dimensions), len(found.flags)) == (3, 3)


@pytest.mark.parametrize("what", ["texts", "targets", "dimensions", "flags", "weights"])
def test_anything_that_differs_makes_another_digest(what: str) -> None:
    one, same = some("a", "b"), some("a", "b")
    assert one.digest == same.digest
    assert len(one.digest) == 64
    value: Any = ("a", "c") if what == "texts" else getattr(one, what) + 1
    changed: dict[str, Any] = {what: value}
    assert replace(one, **changed).digest != one.digest
    assert one.rows(np.array([1, 0])).digest != one.digest


def test_where_a_text_ends_and_the_next_begins_is_part_of_the_digest() -> None:
    """And half a pair of surrogates, as some exports hold, is no trouble."""
    assert some("ab", "c").digest != some("a", "bc").digest
    assert some("late \ud83d").digest != some("late").digest
