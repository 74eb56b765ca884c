"""A script tells its language where one language is written in it."""

from __future__ import annotations

import pytest

from cxnlp.text.scripts import in_ascii, script_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("とても親切", "ja"),
        ("大変美味しいラ", "ja"),
        ("아주 좋아요", "ko"),
        ("服务很好", "zh"),
        ("Πολύ καλό", "el"),
        ("שירות טוב", "he"),
        ("บริการดีมาก", "th"),
        ("Շատ լավ", "hy"),
        ("ძალიან კარგი", "ka"),
        ("খুব ভালো", "bn"),
        ("Спасибо", ""),
        ("خدمة ممتازة", ""),
        ("बहुत अच्छा", ""),
        ("Très bien", None),
        ("", None),
        ("10/10", None),
    ],
)
def test_the_script_of_most_letters_tells(text: str, code: str | None) -> None:
    assert script_language(text) == code


def test_half_of_the_letters_in_latin_are_left_to_the_words() -> None:
    assert script_language("abc где") is None
    assert script_language("abc ж") is None
    assert script_language("ab где") == ""


def test_the_script_with_most_letters_settles_a_mixture() -> None:
    assert script_language("Πολύ καλό ж") == "el"
    assert script_language("Очень хорошо π") == ""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("fine", "fine"),
        ("It\u2019s fine 👍", "It?s fine ?"),
        ("£5 … ok", "?5 ? ok"),
        ("Café", None),
        ("很好", None),
        ("no.½", None),
    ],
)
def test_signs_beyond_ascii_are_stood_in_for_where_none_belongs_to_a_word(
    text: str, plain: str | None
) -> None:
    assert in_ascii(text) == plain
