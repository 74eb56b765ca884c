"""The slow encoder reads a fifth of the texts, or all of few; the others are mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.topicmodel.conftest import BASE, DIFFERENT, turned

from cxnlp.topicmodel import MappedEncoder, teach
from cxnlp.topicmodel.teaching import SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_the_teacher_reads_a_fifth_and_no_text_twice(
    mapped: MappedEncoder, asked: list[str]
) -> None:
    assert len(asked) == len(set(asked)) == max(200, round(0.2 * len(DIFFERENT)))
    assert len(mapped.anchors) == len(asked)


def test_unread_texts_come_near_to_where_the_teacher_would_put_them(
    mapped: MappedEncoder, asked: list[str]
) -> None:
    unread = [text for text in DIFFERENT if text not in set(asked)]
    centre = turned(asked).mean(axis=0)
    wanted = turned(unread) - centre
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    assert (mapped.encode(unread) * wanted).sum(axis=1).mean() > 0.9


def test_few_texts_are_all_read() -> None:
    few = DIFFERENT[:30]
    asked: list[str] = []

    def read(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return turned(texts)

    encoder = teach(few, BASE, "turned", read)
    assert sorted(asked) == sorted(few)
    assert encoder.encode(few).any(axis=1).all()


def test_texts_without_any_known_token_teach_nothing_and_have_no_vector() -> None:
    unknown = ["它很慢", "员工很好", "价格太高"]
    encoder = teach(unknown, BASE, "turned", lambda texts: np.eye(len(texts), 8, dtype=np.float32))
    assert not encoder.encode(unknown).any()
    assert not encoder.encode(["late tram"]).any()


@pytest.mark.parametrize(("texts", "asked"), [(150, 150), (200, 200), (240, 200)])
def test_two_hundred_are_read_in_any_case_if_there_are_so_many(texts: int, asked: int) -> None:
    read: list[str] = []

    def vectors_of(some: Sequence[str]) -> np.ndarray:
        read.extend(some)
        return turned(some)

    teach(DIFFERENT[:texts], BASE, "turned", vectors_of)
    assert len(read) == len(set(read)) == asked
    assert read[: asked // 2] == DIFFERENT[: asked // 2], "the first half as they come"
    assert SHARE == 0.2
