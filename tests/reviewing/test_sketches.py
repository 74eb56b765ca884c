"""Sketches: texts of the same words are the same vector, and rare words count most."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.reviewing.sketches import sketch


def test_order_case_marks_and_repetition_are_no_matter() -> None:
    one, other = sketch(["Kind staff, kind!", "staff KIND"])
    assert one.tolist() == other.tolist()


def test_a_rare_word_weighs_more_than_one_that_all_texts_hold() -> None:
    """ln(4 / 4) + 1 = 1 for a word of three texts, ln(4 / 2) + 1 for one of a single text."""
    texts = ["staff kind", "staff rude", "staff late"]
    (first, second, _) = sketch(texts)
    rare = np.log(2) + 1
    assert first @ second == pytest.approx(1 / (1 + rare**2))
    assert sorted(np.abs(first[first != 0]).tolist()) == pytest.approx(
        sorted([1 / np.hypot(1, rare), rare / np.hypot(1, rare)])
    )


def test_each_text_has_its_dimension_and_length_one_but_for_those_without_words() -> None:
    found = sketch(["kind staff", "...", ""], dimension=16)
    assert found.shape == (3, 16)
    assert np.linalg.norm(found, axis=1).tolist() == pytest.approx([1, 0, 0])
    assert sketch([]).shape == (0, 256)


def test_the_hash_is_the_same_on_every_machine_and_day() -> None:
    """Half of a pair of surrogates, which some exports hold, is hashed like any letter."""
    (found,) = sketch(["staff"])
    (place,) = np.flatnonzero(found)
    assert (int(place), float(found[place])) == (185, 1.0), "of BLAKE2b"
    assert np.linalg.norm(sketch(["late \ud83d"])) == pytest.approx(1)
