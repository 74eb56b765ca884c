"""Texts become token numbers the same way everywhere."""

from __future__ import annotations

import pytest
import tokenizers
from tokenizers import models, pre_tokenizers, processors

from cxnlp.encoders.tokens import TextTokens
from cxnlp.errors import ModelError


def _content(*, marked: bool = True) -> str:
    words = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, **{f"w{n}": n + 3 for n in range(30)}, "a": 40}
    tokenizer = tokenizers.Tokenizer(models.WordLevel(words, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    if marked:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
        )
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=9)
    return str(tokenizer.to_str())


def test_marks_stand_around_a_text_and_nothing_is_padded() -> None:
    tokens = TextTokens.read(_content(), length=10)
    assert [one.tolist() for one in tokens.numbers(["w0 w1", ""])] == [[1, 3, 4, 2], [1, 2]]


def test_a_long_text_keeps_five_eighths_of_its_room_for_the_beginning() -> None:
    tokens = TextTokens.read(_content(), length=10)
    text = " ".join(f"w{n}" for n in range(30))
    assert tokens.numbers([text])[0].tolist() == [1, 3, 4, 5, 6, 7, 30, 31, 32, 2]


def test_a_tokenizer_without_marks_gives_the_text_alone() -> None:
    tokens = TextTokens.read(_content(marked=False), length=10)
    assert tokens.numbers(["w5"])[0].tolist() == [8]


def test_its_own_content_reads_as_before() -> None:
    tokens = TextTokens.read(_content(), length=10)
    again = TextTokens.read(tokens.content(), length=10)
    assert again.numbers(["w3 x w4"])[0].tolist() == tokens.numbers(["w3 x w4"])[0].tolist()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", "no json"])
def test_other_contents_are_refused(content: str | bytes) -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        TextTokens.read(content, length=10)


def test_a_length_without_room_for_a_text_is_refused() -> None:
    with pytest.raises(ModelError, match="2 marks in a length of 2"):
        TextTokens.read(_content(), length=2)
