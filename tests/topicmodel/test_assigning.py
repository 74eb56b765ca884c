"""Comments get the topics of their pieces, each by itself, and nothing is encoded twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.topicmodel import Assigner, Rule, Topic, TopicModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORDS = ("tram", "soup")


@dataclass(frozen=True)
class ByWord:
    """An encoder with a direction for each of two words."""

    name: str = "by word"
    identity: str = "words:1"
    dimension: int = 2
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return np.array([[word in text for word in WORDS] for text in texts], np.float32)


@pytest.fixture
def model() -> TopicModel:
    axes = np.eye(2, dtype=np.float32)
    rule = Rule(axes, axes, np.zeros(2, np.float32))
    topics = (Topic(7, "tram"), Topic(3, "soup"))
    return TopicModel("words:1", "by word", np.zeros(2, np.float32), rule, topics, secondary=0.9)


LONG = (
    "The tram was late today and it was late the day before as well as I recall. "
    "After all that waiting in the rain the soup was cold and the bread was hard too."
)


def test_a_comment_has_one_row_for_each_topic_of_its_pieces(model: TopicModel) -> None:
    found = Assigner(model, ByWord()).assign(["cold soup", LONG, "nothing", None, ""])
    assert found.comment.tolist() == [0, 1, 1, 2, 3, 4]
    assert found.topic.tolist() == [3, 3, 7, -1, -1, -1], "of equal strength the lower number"
    assert found.strength.tolist() == [1, 1, 1, 0, 0, 0]
    assert [str(one.dtype) for one in (found.comment, found.topic)] == ["int64", "int32"]


def test_only_pieces_with_a_topic_can_be_quoted_each_once(model: TopicModel) -> None:
    found = Assigner(model, ByWord()).assign(["cold soup", "nothing", "cold soup", "slow tram"])
    assert found.pieces == [(3, 1.0, "cold soup"), (7, 1.0, "slow tram")]


def test_a_vector_at_hand_is_not_asked_for_again(model: TopicModel) -> None:
    encoder = ByWord()
    known = {"cold soup": np.array([1, 0], np.float32)}
    found = Assigner(model, encoder, known).assign(["cold soup", "slow tram", "cold soup"])
    assert encoder.asked == ["slow tram"]
    assert found.topic.tolist() == [7, 7, 7], "what is at hand is believed"
    Assigner(model, encoder, known).assign(["cold soup"])
    assert encoder.asked == ["slow tram"], "an encoder is not called for nothing"


def test_no_comments_are_no_rows(model: TopicModel) -> None:
    found = Assigner(model, ByWord()).assign([])
    assert (found.comment.tolist(), found.topic.tolist(), found.pieces) == ([], [], [])
