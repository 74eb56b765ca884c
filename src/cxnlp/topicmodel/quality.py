"""How good the topics are, measured without labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.topicmodel.model import Topic
    from cxnlp.topicmodel.rule import Rule

__all__ = ["Quality", "likeness", "quality"]


@dataclass(frozen=True)
class Quality:
    """Figures over all topics.

    Attributes:
        topics: how many.
        coherence: mean NPMI of the topics' keywords, -1 to 1 (see `WordsByText.npmi`).
        likeness: mean cosine of a text with the mean of its topic, -1 to 1.
        diversity: share of different words among all topics' keywords, 0 to 1 (Dieng, Ruiz & Blei
            2020).
        coverage: share of the texts in a community of fair size, before the rest is assigned.
        stability: mean share of other seeds and samples that find a topic again, by its texts.
        stable: share of the topics that come back in most of them.
        largest: share of the texts in the largest topic.
    """

    topics: int
    coherence: float
    likeness: float
    diversity: float
    coverage: float
    stability: float
    stable: float
    largest: float


def quality(
    vectors: NDArray[np.float32], labels: NDArray[np.int32], topics: Sequence[Topic]
) -> Quality:
    """Measure topics.

    Args:
        vectors: of the texts, rows of length 1. Shape (n, d).
        labels: topics 0 to t-1, -1 for none. Shape (n,).
        topics: in the order of the labels, with coherence and stability.

    >>> from cxnlp.topicmodel.model import Topic
    >>> vectors, labels = np.eye(2, dtype=np.float32)[[0, 0, 1, 1]], np.array([0, 0, 1, -1])
    >>> found = quality(vectors, labels, (Topic(0, "a", ("tram",)), Topic(1, "b", ("soup",))))
    >>> found.topics, found.coverage, found.diversity, found.likeness
    (2, 0.75, 1.0, 1.0)
    """
    from scipy.sparse import csr_array

    inside = labels >= 0
    sizes = np.bincount(labels[inside], minlength=len(topics))
    words = [word for topic in topics for keyword in topic.keywords for word in keyword.split()]
    place = np.arange(np.count_nonzero(inside))
    member = csr_array((np.ones(len(place)), (labels[inside], place)), (len(topics), len(place)))
    sums = member @ vectors[inside].astype(np.float64)
    # The mean cosine of a group's unit vectors with the unit of their mean is the mean's length.
    lengths = np.sqrt((sums * sums).sum(axis=1))
    weight = sizes / max(sizes.sum(), 1)
    stability = np.array([topic.stability or 0.0 for topic in topics])
    return Quality(
        topics=len(topics),
        coherence=float(np.mean([topic.coherence or 0.0 for topic in topics])),
        likeness=float(lengths.sum() / max(sizes.sum(), 1)),
        diversity=len(set(words)) / max(len(words), 1),
        coverage=float(inside.mean()),
        stability=float((stability * weight).sum()),
        stable=float(np.mean([topic.stable for topic in topics])),
        largest=float(weight.max()),
    )


def likeness(vectors: NDArray[np.float32], labels: NDArray[np.int32], rule: Rule) -> list[float]:
    """Mean cosine of each topic's texts with its centroid, in the order of the topics.

    >>> from cxnlp.topicmodel.rule import Rule
    >>> axes = np.eye(2, dtype=np.float32)
    >>> rule = Rule(axes, axes, np.zeros(2, np.float32))
    >>> vectors, labels = np.array([[1, 0], [0.6, 0.8]], np.float32), np.array([0, 1])
    >>> [round(one, 3) for one in likeness(vectors, labels, rule)]
    [1.0, 0.8]
    """
    inside = np.flatnonzero(labels >= 0)
    cosine = (vectors[inside] * rule.centroids[labels[inside]]).sum(axis=1)
    count = np.bincount(labels[inside], minlength=len(rule))
    total = np.bincount(labels[inside], weights=cosine, minlength=len(rule))
    return [float(one) for one in total / np.maximum(count, 1)]
