"""Assigning comments: cut, encode, nearest centroid, roll up; the same for old rows and new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.topicmodel.pieces import cut_all
from cxnlp.topicmodel.rollup import roll_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder
    from cxnlp.topicmodel.model import TopicModel

__all__ = ["Assigned", "Assigner"]


@dataclass(frozen=True)
class Assigned:
    """The topics of a batch of comments: one row per comment and topic.

    Attributes:
        comment: position of the comment in the batch, ascending. Shape (m,), int64.
        topic: strongest first; one row with -1 where a comment has none. Shape (m,), int32.
        strength: cosine with the centroid; 0 where nothing could be read. Shape (m,), float32.
        pieces: topic, strength and text of every different piece that has a topic.
    """

    comment: NDArray[np.int64]
    topic: NDArray[np.int32]
    strength: NDArray[np.float32]
    pieces: list[tuple[int, float, str]] = field(repr=False)


@dataclass(frozen=True)
class Assigner:
    """A model with its encoder.

    Attributes:
        model: the topics.
        encoder: the encoder that the model was fitted with.
        known: vectors at hand by text, so that nothing is encoded twice.

    >>> from types import SimpleNamespace
    >>> from cxnlp.topicmodel.model import Topic, TopicModel
    >>> from cxnlp.topicmodel.rule import Rule
    >>> axes = np.eye(2, dtype=np.float32)
    >>> rule = Rule(axes, axes, np.zeros(2, np.float32))
    >>> topics = Topic(7, "late, tram"), Topic(3, "good, soup")
    >>> model = TopicModel("made up", "made up", np.zeros(2, np.float32), rule, topics)
    >>> words = SimpleNamespace(dimension=2, encode=lambda texts: np.array(
    ...     [["tram" in text, "soup" in text] for text in texts], np.float32))
    >>> Assigner(model, words).assign(["Good soup.", "A late tram.", None]).topic.tolist()
    [3, 7, -1]
    """

    model: TopicModel
    encoder: Encoder
    known: Mapping[str, NDArray[np.float32]] = field(default_factory=dict, repr=False)

    def assign(self, comments: Sequence[str | None]) -> Assigned:
        """Assign cleaned comments.

        A comment's answer depends on that comment only.
        """
        pieces = cut_all(comments)
        topic, strength = self.model.assign(self._vectors(pieces.texts))
        comment, given, strengths = roll_up(
            pieces.comment,
            topic[pieces.text],
            strength[pieces.text],
            comments=pieces.comments,
            secondary=self.model.secondary,
        )
        quotable = list(_quotable(topic, strength, pieces.texts))
        return Assigned(comment, given, strengths, quotable)

    def _vectors(self, texts: list[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.encoder.dimension), np.float32)
        new = [place for place, text in enumerate(texts) if text not in self.known]
        if new:
            out[new] = self.encoder.encode([texts[place] for place in new])
        for place, text in enumerate(texts):
            if text in self.known:
                out[place] = self.known[text]
        return out


def _quotable(
    topic: NDArray[np.int32], strength: NDArray[np.float32], texts: list[str]
) -> Iterator[tuple[int, float, str]]:
    for number, value, text in zip(topic.tolist(), strength.tolist(), texts, strict=True):
        if number >= 0:
            yield number, value, text
