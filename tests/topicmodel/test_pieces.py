"""Comments are cut into pieces, and no word is lost."""

from __future__ import annotations

from cxnlp.topicmodel import cut, cut_all

LONG = (
    "The nurse on the ward was kind and explained every step. But the car park was full again, so "
    "we walked for twenty minutes. Awful. And nobody answered the phone when I called about it!"
)


def test_a_short_comment_stays_whole() -> None:
    assert cut("Late again. No seat. Cold coffee.") == ["Late again. No seat. Cold coffee."]


def test_a_long_comment_is_cut_into_sentences_and_a_tiny_one_joins_the_next() -> None:
    pieces = cut(LONG)
    assert len(pieces) == 3
    assert pieces[2].startswith("Awful. And nobody")


def test_a_tiny_last_sentence_joins_the_one_before() -> None:
    assert cut(LONG + " Sad.")[-1].endswith("about it! Sad.")


def test_every_word_is_kept_in_order() -> None:
    assert " ".join(cut(LONG)).split() == LONG.split()


def test_a_comment_without_words_has_no_piece() -> None:
    assert cut(" \n ") == []


def test_equal_pieces_are_one_text() -> None:
    pieces = cut_all(["Late.", None, "Kind.", "Late."])
    assert pieces.texts == ["Late.", "Kind."]
    assert pieces.text.tolist() == [0, 1, 0]
    assert pieces.comment.tolist() == [0, 2, 3]
    assert pieces.comments == 4
