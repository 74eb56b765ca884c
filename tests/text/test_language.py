"""Only what is surely another language is unsupported."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cxnlp.text import LanguageIdentifier, clean_all, rejection

_SENTENCES = tomllib.loads(
    Path(__file__).with_name("feedback_by_language.toml").read_text(encoding="utf-8")
)
_HELD_OUT = tomllib.loads(
    Path(__file__).with_name("other_feedback.toml").read_text(encoding="utf-8")
)
_DATA = Path(__file__).parents[2].parent / "shared" / "data" / "feedback"
_FAR_FROM_LATIN = {"ru", "uk", "zh", "ja", "ko", "ar", "he", "el", "hi", "th"}


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    return LanguageIdentifier()


def test_sentences_in_other_languages_are_unsupported(identifier: LanguageIdentifier) -> None:
    sentences = [sentence for group in _SENTENCES.values() for sentence in group]
    _, supported = identifier.identify(sentences)
    assert 1 - sum(supported) / len(sentences) >= 0.95


def test_feedback_written_after_the_thresholds_is_told_apart(
    identifier: LanguageIdentifier,
) -> None:
    """Short and colloquial in both; English without function words is the hard half."""
    _, supported = identifier.identify(_HELD_OUT["other"])
    assert 1 - sum(supported) / len(supported) >= 0.95
    assert all(identifier.identify(_HELD_OUT["english"])[1])


@pytest.mark.parametrize("code", sorted(_SENTENCES))
def test_the_code_of_a_language_is_told(identifier: LanguageIdentifier, code: str) -> None:
    codes, _ = identifier.identify(_SENTENCES[code])
    assert codes.count(code) >= 0.7 * len(codes)


@pytest.mark.parametrize("code", sorted(_FAR_FROM_LATIN))
def test_one_word_in_another_script_is_enough(identifier: LanguageIdentifier, code: str) -> None:
    word = _SENTENCES[code][0][:8]
    assert identifier.identify([word])[1] == [False]


@pytest.mark.parametrize(
    "text",
    [
        *("ok", "Nice", "Excelent servise", "Lovely!", "hm", "Superb bedside manner", "5 stars"),
        *("Très bien", "Staff A+", "👍👍", "Nothing.", "gr8 thx", "Penne vodka excellent!"),
        *("Café was closed, déjà vu", "asdf qwer"),
    ],
)
def test_short_and_doubtful_texts_stay(identifier: LanguageIdentifier, text: str) -> None:
    assert identifier.identify([text])[1] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "The staff were kind and the room was clean.",
        "Waited 3 hours!!! Never again",
        "I ordered the crème brûlée and it was perfect",
        "GOOD SERVICE ALL ROUND THANK YOU",
    ],
)
def test_english_is_told(identifier: LanguageIdentifier, text: str) -> None:
    assert identifier.identify([text]) == (["en"], [True])


def test_another_language_can_be_supported() -> None:
    german = LanguageIdentifier(supported=frozenset({"de"}))
    codes, supported = german.identify([_SENTENCES["de"][0], _SENTENCES["fr"][0]])
    assert codes == ["de", "fr"]
    assert supported == [True, False]


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.skipif(not _DATA.is_dir(), reason="needs ../shared/data")
def test_hardly_any_english_comment_is_turned_away(identifier: LanguageIdentifier) -> None:
    for path in sorted(_DATA.glob("*.parquet")):
        raw = [text for text in pq.read_table(path)["text"].to_pylist() if text]
        texts = [text for text in clean_all(raw) if rejection(text) is None]
        _, supported = identifier.identify(texts)
        assert supported.count(False) < 0.001 * len(texts), path.name


def test_what_has_no_word_or_too_few_is_undetermined_and_stays(
    identifier: LanguageIdentifier,
) -> None:
    texts = ["", "5", "10/10", "👍👍", "qwrtz", "Personal freundlich", "ñandú"]
    assert identifier.identify(texts) == (["und"] * len(texts), [True] * len(texts))


def test_three_words_of_fourteen_letters_are_enough_to_tell(identifier: LanguageIdentifier) -> None:
    texts = ["Personal sehr unfreundlich", "Zimmer sehr kalt", "très mal servi là"]
    assert identifier.identify(texts)[0] == ["de", "de", "fr"]
    too_short = ["Zimmer war kalt", "très mal servis"]
    assert identifier.identify(too_short)[0] == ["und", "und"]


def test_a_name_with_an_english_word_makes_no_english_of_another_language(
    identifier: LanguageIdentifier,
) -> None:
    texts = [
        "Das Personal im The Grand war leider sehr unfreundlich zu uns, niemand wollte helfen",
        "Das Personal im Café The Grand war leider überaus unfreundlich zu uns, niemand half",
    ]
    assert identifier.identify(texts) == (["de", "de"], [False, False])


def test_half_of_the_words_being_english_makes_english(identifier: LanguageIdentifier) -> None:
    texts = ["Spaghetti carbonara excellent service", "Crème brûlée excellent service"]
    assert identifier.identify(texts) == (["en", "en"], [True, True])
