"""A fitted topic model: frozen, whole, one rule of assignment for ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.topicmodel.neighbours import centred
from cxnlp.topicmodel.stability import MOST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.topicmodel.rule import Rule

__all__ = ["NONE", "Topic", "TopicModel"]

NONE: Final = -1
"""The topic of a text that has none."""


@dataclass(frozen=True)
class Topic:
    """A topic's identity.

    Attributes:
        number: its id; once given, it never means another topic.
        name: readable, made of its keywords.
        keywords: the words that tell it from the others, best first.
        theme: the number of the main theme that it belongs to.
        theme_name: readable, made of the theme's keywords.
        stability: share of other seeds and samples that find it again, 0 to 1; None if not asked.
        coherence: mean NPMI of its keywords, -1 to 1; None if not asked.
        likeness: mean cosine of its texts with its centroid; None if not asked.
        lineage: how it came to be, oldest first.

    >>> Topic(7, "late, tram", stability=0.4).stable, Topic(8, "good, soup").stable
    (False, True)
    """

    number: int
    name: str
    keywords: tuple[str, ...] = ()
    theme: int = 0
    theme_name: str = ""
    stability: float | None = None
    coherence: float | None = None
    likeness: float | None = None
    lineage: tuple[str, ...] = ()

    @property
    def stable(self) -> bool:
        """Whether it comes back in most of the seeds and samples."""
        return self.stability is None or self.stability > MOST


@dataclass(frozen=True)
class TopicModel:
    """Topics as centroids in the space of one encoder.

    Attributes:
        encoder: identity of the encoder.
        encoder_name: how the encoder is opened.
        centre: mean of the fitted vectors, taken from every vector. Shape (d,), float32.
        rule: centroids of the topics and the distance that is measured.
        topics: in the order of the centroids.
        past: topics that are no longer found; their ids are never given again.
        past_centroids: in the order of `past`. Shape (p, d), float32.
        threshold: a text that is less similar to every centroid has no topic.
        secondary: a further topic of a comment must be at least so similar.
        facts: how it was fitted: seed, resolution, figures of quality.

    >>> from cxnlp.topicmodel.rule import Rule
    >>> axes = np.eye(2, dtype=np.float32)
    >>> rule = Rule(axes, axes, np.zeros(2, np.float32))
    >>> topics = Topic(7, "late, tram"), Topic(3, "good, soup")
    >>> model = TopicModel("made up", "made up", np.zeros(2, np.float32), rule, topics)
    >>> model.assign(np.array([[0, 1], [1, 0], [0, 0]], np.float32))[0].tolist()
    [3, 7, -1]
    """

    encoder: str
    encoder_name: str
    centre: NDArray[np.float32] = field(repr=False)
    rule: Rule = field(repr=False)
    topics: tuple[Topic, ...]
    past: tuple[Topic, ...] = ()
    past_centroids: NDArray[np.float32] | None = field(default=None, repr=False)
    threshold: float = -1.0
    secondary: float = 0.0
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def numbers(self) -> NDArray[np.int32]:
        """The topics' ids, in the order of the centroids."""
        return np.array([topic.number for topic in self.topics], np.int32)

    def assign(self, vectors: NDArray[np.float32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The topic of each vector: that of the nearest centroid (see `Rule`), or none.

        The answer for a vector depends on that vector only, bit for bit.

        Args:
            vectors: as the encoder gives them. Shape (n, d).

        Returns:
            Ids, shape (n,), `NONE` where no centroid is near enough or the vector is zero; and
            strengths, the cosine with the nearest centroid, -1 to 1, shape (n,).
        """
        place, strength = self.rule.place(centred(vectors, self.centre))
        given = np.full(len(vectors), NONE, np.int32)
        known = (vectors != 0).any(axis=1) & (place >= 0) & (strength >= self.threshold)
        given[known] = self.numbers[place[known]]
        return given, strength
