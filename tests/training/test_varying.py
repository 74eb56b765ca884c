"""Varied texts keep what they say, and share no word list with the suite that tests for it."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cxnlp.robustness.comments import NAMED, NEUTRAL, PLAIN
from cxnlp.robustness.disturbing import NAMES, PLACES
from cxnlp.training import varying
from cxnlp.training.varying import copies_of, lengthened, renamed, varied, with_slips

_SEEDS = st.integers(0, 1000).map(Random)


@given(st.text(max_size=80), st.floats(0, 1), _SEEDS)
def test_a_slip_changes_one_letter_of_a_word(text: str, share: float, random: Random) -> None:
    found = with_slips(text, share, random)
    words = len(varying._LONG_WORD.findall(text))
    assert len(text) - words <= len(found) <= len(text)


def test_short_words_are_left_alone() -> None:
    assert with_slips("We do not go.", 1.0, Random(1)) == "We do not go."


@given(st.text(min_size=1, max_size=80), _SEEDS)
def test_an_empty_sentence_stands_before_or_behind_the_whole_text(
    text: str, random: Random
) -> None:
    found = lengthened(text, random)
    assert found.startswith(f"{text} ") or found.endswith(f" {text}")
    assert "{" not in found.replace(text, "")


def test_names_become_names_and_places_places() -> None:
    found = {renamed("Paul in Paris, as ever", Random(seed)) for seed in range(20)}
    assert len(found) > 10
    for text in found:
        first, _, place, *rest = text.replace(",", "").split()
        assert first in varying._NAMES
        assert place in varying._PLACES
        assert rest == ["as", "ever"]


def test_the_same_seed_varies_alike() -> None:
    texts = list(PLAIN)
    assert copies_of(texts, 3) == copies_of(texts, 3)
    assert copies_of(texts, 3) != copies_of(texts, 4)
    again = [[varied(text, Random(5)) for text in texts] for _ in range(2)]
    assert again[0] == again[1]


def test_nothing_that_is_learned_here_stands_in_the_robustness_suite() -> None:
    assert not set(varying._NAMES) & set(NAMES)
    assert not set(varying._PLACES) & set(PLACES)
    assert not set(varying._EMPTY) & {*NEUTRAL, *PLAIN, *NAMED}
