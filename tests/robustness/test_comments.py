"""The comments of the suite: frames that fit their words, bounds that are levels, none twice."""

from __future__ import annotations

from string import Formatter

from cxnlp.robustness.comments import (
    ADJECTIVES,
    NAMED,
    NEUTRAL,
    OPEN_ENDED,
    PLAIN,
    SARCASM,
    VERDICTS,
)
from cxnlp.robustness.disturbing import NAMES, PLACES


def fields(frame: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(frame) if name is not None]


def test_no_comment_stands_twice() -> None:
    whole = [*PLAIN, *NAMED, *NEUTRAL, *SARCASM, *(text for text, _, _ in OPEN_ENDED)]
    assert len(set(whole)) == len(whole)
    assert (len(PLAIN), len(SARCASM), len(OPEN_ENDED)) == (32, 16, 16)


def test_each_frame_with_a_name_has_one_place_for_it_and_one_for_the_place() -> None:
    for frame in NAMED:
        assert sorted(fields(frame)) == ["name", "place"], frame


def test_plain_comments_hold_no_name_or_place_that_is_exchanged() -> None:
    held = " ".join((*PLAIN, *SARCASM, *NEUTRAL))
    assert not any(word in held for word in (*NAMES, *PLACES))
    assert not any(fields(text) for text in PLAIN)


def test_words_rise_in_three_steps_in_frames_for_one_word() -> None:
    for frame, words in VERDICTS:
        assert fields(frame) == [""], frame
        assert len(set(words)) == 3
    frames = [frame for frame, _ in VERDICTS]
    assert {frames.count(frame) for frame in frames} == {2}, "praise and blame of each thing"


def test_bounds_of_two_sided_comments_are_levels_and_leave_something_out() -> None:
    for text, low, high in OPEN_ENDED:
        assert 1 <= low < high <= 6, text
        assert high - low <= 2, "a bound that nearly all answers keep tells nothing"


def test_adjectives_are_words_of_praise() -> None:
    assert all(good for _, good in ADJECTIVES)
    assert all(word.isalpha() and word.islower() for word, _ in ADJECTIVES)
