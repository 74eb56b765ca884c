"""Slips of the pen are small, and follow the random numbers."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from cxnlp.training.network.disturbing import disturb, some


@given(st.text(max_size=200), st.integers(0, 1000))
def test_a_text_with_letters_stays_a_text_of_about_the_same_length(text: str, seed: int) -> None:
    found = disturb(text, random.Random(seed))
    assert bool(found) or not text.strip(" .!")
    assert len(found) <= 3 * len(text) + 3


def test_the_same_random_numbers_give_the_same_slips() -> None:
    texts = ["The crew were kind, and the food was hot."] * 20
    first, again = (some(texts, 0.5, disturb, random.Random(3)) for _ in range(2))
    assert first == again
    assert 0 < sum(text != texts[0] for text in first) < 20
