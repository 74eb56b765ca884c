"""Laws of the text room."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cxnlp.text import (
    LanguageIdentifier,
    clean,
    clean_all,
    is_bare_nothing,
    redact,
    rejection,
    split_sentences,
)
from cxnlp.text.english import ENGLISH_WORDS, words_of
from cxnlp.text.scripts import in_ascii, script_language
from cxnlp.text.word_counts import count_words

_SENTENCES = (
    "Das Personal war leider sehr unfreundlich zu uns.",
    "Superb bedside manner, truly outstanding people throughout!",
    "Le personnel était très aimable avec nous tous",
    "Спасибо вам большое за помощь и терпение",
)
_ODD = st.sampled_from(
    [
        *("\u200d", "\u200c", "&", "amp;", "&#38;", "lt;", "\n", "\r", " ", "\u00a0", "e\u0301"),
        *("\u212a", "\u200b", "\x00", "\x85", "👍", ";", "\u037e", "#", "3", "8", "a", "\u0640"),
        *("\u05d0", "\ud800"),
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_ODD).map("".join))
_FIGURES = st.lists(
    st.sampled_from(
        [
            *("0123456789 -+/.():#@a,_%x£"),
            *("\u2013", "order ", "acc ", "tel:", "07700", "900123", "555-0123", "2021"),
        ]
    )
    | st.just("account ")
).map("".join)


@given(_TEXTS)
@example("&amp;amp;lt;")
@example("&\u200bamp;")
@example("&amp\u037e")
@settings(max_examples=500)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(_TEXTS)
def test_a_cleaned_text_is_composed_and_trimmed_and_can_be_written(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    cleaned.encode()


@given(st.lists(_TEXTS, max_size=8))
def test_neighbours_do_not_matter(texts: list[str]) -> None:
    assert clean_all(texts) == [clean(text) for text in texts]


@given(_TEXTS)
def test_every_text_is_rejected_or_not(text: str) -> None:
    found = rejection(clean(text))
    assert found is None or found.detail
    if is_bare_nothing(clean(text)):
        assert found is None


@given(st.one_of(_TEXTS, _FIGURES))
@settings(max_examples=500)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(_TEXTS)
def test_sentences_lose_no_word(text: str) -> None:
    cleaned = clean(text)
    joined = "".join(split_sentences(cleaned))
    assert "".join(joined.split()) == "".join(cleaned.split())


@given(st.lists(st.text(st.characters(max_codepoint=127), max_size=40), max_size=6))
def test_words_counted_by_the_block_are_those_counted_one_by_one(texts: list[str]) -> None:
    counts = count_words(texts)
    words = [words_of(text) for text in texts]
    assert counts.words.tolist() == [len(some) for some in words]
    assert counts.letters.tolist() == [sum(map(len, some)) for some in words]
    known = [sum(word in ENGLISH_WORDS for word in some) for some in words]
    assert counts.known.tolist() == known


@given(st.lists(_TEXTS | st.sampled_from(_SENTENCES), max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_language_does_not_depend_on_the_neighbours(texts: list[str]) -> None:
    identifier = LanguageIdentifier()
    cleaned = clean_all(texts)
    together = identifier.identify(cleaned)[0]
    assert together == [identifier.identify([text])[0][0] for text in cleaned]


@given(_TEXTS)
def test_a_text_in_ascii_has_the_words_that_it_had(text: str) -> None:
    plain = in_ascii(text)
    if plain is not None:
        assert words_of(plain) == words_of(text)
        assert len(plain) == len(text)
        assert script_language(text) is None


@given(st.lists(st.integers(0, 9), min_size=12, max_size=18), st.integers(1, 9))
def test_a_number_is_called_a_card_where_its_check_digit_is_right(
    digits: list[int], off: int
) -> None:
    """Luhn (1960): from the right every second digit counts twice, its own digits added up."""
    doubled = [2 * digit if place % 2 == 0 else digit for place, digit in enumerate(digits[::-1])]
    check = -sum(digit // 10 + digit % 10 for digit in doubled) % 10
    number = "".join(map(str, digits))
    assert redact(f"card {number}{check} charged") == "card [CARD] charged"
    assert "[CARD]" not in redact(f"card {number}{(check + off) % 10} charged")
