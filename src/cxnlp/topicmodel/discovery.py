"""Finding topics: from texts and their vectors to a topic model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.coherence import words_by_text
from cxnlp.topicmodel.consensus import consensus
from cxnlp.topicmodel.fit import Phrases, count_phrases, topic_words
from cxnlp.topicmodel.keywords import name_topic, unlike
from cxnlp.topicmodel.model import Topic, TopicModel
from cxnlp.topicmodel.neighbours import centred, neighbour_graph
from cxnlp.topicmodel.quality import likeness, quality
from cxnlp.topicmodel.remembering import remember
from cxnlp.topicmodel.resolution import find_resolution
from cxnlp.topicmodel.rule import fit_rule
from cxnlp.topicmodel.stability import comeback, equally_fine
from cxnlp.topicmodel.themes import themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder

__all__ = ["Request", "discover"]

_FEWEST: Final = 8
"""Under so many different texts there is nothing to tell apart: they are one topic."""
_SMALLEST: Final = 3
"""A smaller community is no topic; its texts go to the nearest one."""
_SECONDARY: Final = 0.1
"""A further topic of a comment must be stronger than this share of the fitted texts."""
_KEYWORDS: Final = 10
_COARSEST: Final = 0.25
"""Below this resolution nothing is looked for."""


@dataclass(frozen=True)
class Request:
    """What is asked of a fit.

    Attributes:
        seed: same seed, same topics.
        granularity: above 1 for finer topics, below for coarser ones.
        unassigned: share of the texts that may stay without a topic.
        resolution: take this one instead of finding it; None finds it.
    """

    seed: int = 0
    granularity: float = 1.0
    unassigned: float = 0.0
    resolution: float | None = None


def discover(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    encoder: Encoder,
    request: Request | None = None,
    before: NDArray[np.int32] | None = None,
) -> TopicModel:
    """Find the topics of different texts.

    Args:
        texts: no text twice. Length n.
        vectors: `encoder.encode(texts)`. Shape (n, d).
        encoder: whose vectors these are.
        request: seed, granularity, unassigned share.
        before: the topic that a registry gives each text, -1 for none; see `remember`. Shape (n,).

    Returns:
        A model with at least one topic where any text has a known token, largest topic first;
        its `facts` tell the resolution and the figures of quality.

    >>> from types import SimpleNamespace
    >>> encoder = SimpleNamespace(identity="tiny", name="tiny", dimension=2)
    >>> vectors = np.array([[1, 0], [0.8, 0.6]], np.float32)
    >>> model = discover(["The van was late.", "Late van again."], vectors, encoder)
    >>> len(model.topics), model.assign(vectors)[0].tolist()  # under eight texts: one topic
    (1, [0, 0])
    """
    asked = request or Request()
    known = (vectors != 0).any(axis=1)
    texts = [text for text, one in zip(texts, known, strict=True) if one]
    vectors = vectors[known]
    facts: dict[str, Any] = {
        "seed": asked.seed,
        "granularity": asked.granularity,
        "unassigned": asked.unassigned,
        "fitted_on": len(texts),
    }
    centre = np.zeros(encoder.dimension, np.float32)
    if len(texts) >= _FEWEST:
        centre = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    moved = centred(vectors, centre)
    labels = np.zeros(len(texts), np.int32)
    found: list[Topic] = []
    if len(texts) >= _FEWEST:
        held = None if before is None else before[known]
        labels, found, figures = _divide(texts, moved, asked, held)
        facts |= figures
    elif texts:
        found = _named(topic_words(count_phrases(texts), labels))
    rule = fit_rule(moved, labels)
    topics = [
        replace(topic, likeness=one)
        for topic, one in zip(found, likeness(moved, labels, rule), strict=True)
    ]
    model = TopicModel(
        encoder.identity, encoder.name, centre, rule, tuple(topics), secondary=-1.0, facts=facts
    )
    return _with_thresholds(model, moved, asked)


def _divide(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    asked: Request,
    before: NDArray[np.int32] | None,
) -> tuple[NDArray[np.int32], list[Topic], dict[str, Any]]:
    """Divide texts into topics: labels, topics in their order, and the figures of quality."""
    plain = neighbour_graph(vectors, texts)
    graph = plain if before is None else remember(plain, before)
    words = words_by_text(texts)
    figures: dict[str, Any] = {}
    resolution = asked.resolution
    if resolution is None:
        resolution, trials = find_resolution(graph, words, seed=asked.seed, large=_large_enough)
        figures["trials"] = [vars(trial) for trial in trials]
    figures["resolution"] = resolution
    labels, resolution = _finest(graph, resolution * asked.granularity, asked.seed)
    # What the memory holds together always comes back: whether the texts do, they alone tell.
    fineness = resolution
    if before is not None:
        fineness = equally_fine(plain, labels, resolution=resolution, seed=asked.seed)
    back = comeback(plain, labels, resolution=fineness, seed=asked.seed)
    above = themes(graph, labels, seed=asked.seed)
    phrases = count_phrases(texts)
    topics = _named(topic_words(phrases, labels))
    coherence = words.npmi(labels)
    names = _theme_names(phrases, labels, above)
    topics = [
        replace(
            topic,
            theme=int(theme),
            theme_name=names[theme],
            stability=float(stability),
            coherence=float(npmi),
        )
        for topic, theme, stability, npmi in zip(topics, above, back, coherence, strict=True)
    ]
    figures["quality"] = vars(quality(vectors, labels, topics))
    return labels, topics, figures


def _finest(graph: Any, resolution: float, seed: int) -> tuple[NDArray[np.int32], float]:  # noqa: ANN401
    """The consensus at `resolution`, or at the next lower one at which texts still group.

    A resolution that leaves no community of fair size is finer than the texts allow: it asked for
    many topics, and must not end in one.
    """
    while True:
        found = consensus(graph, resolution=resolution, seed=seed)
        if resolution <= _COARSEST or np.bincount(found).max() >= _SMALLEST:
            return _large_enough(found), resolution
        resolution /= 2


def _large_enough(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Mark members of small communities with -1; where all are small, all are one topic."""
    sizes = np.bincount(labels)
    if sizes.max() < _SMALLEST:
        return np.zeros_like(labels)
    kept: NDArray[np.int32] = np.where(sizes[labels] >= _SMALLEST, labels, -1).astype(np.int32)
    return kept


def _named(words: list[list[tuple[str, float]]]) -> list[Topic]:
    topics: list[Topic] = []
    taken: set[str] = set()
    for number, found in enumerate(words):
        keywords = [word for word, _ in found]
        name = name_topic(keywords, taken)
        taken.add(name)
        shown = tuple(unlike(keywords, most=_KEYWORDS))
        topics.append(Topic(number, name, shown, theme=number, theme_name=name))
    return topics


def _theme_names(
    phrases: Phrases, labels: NDArray[np.int32], above: NDArray[np.int32]
) -> list[str]:
    theme = np.where(labels >= 0, above[labels], -1).astype(np.int32)
    return [topic.name for topic in _named(topic_words(phrases, theme))]


def _with_thresholds(model: TopicModel, vectors: NDArray[np.float32], asked: Request) -> TopicModel:
    if not model.topics:
        return model
    _, strength = model.rule.place(vectors)
    threshold = float(np.quantile(strength, asked.unassigned)) if asked.unassigned > 0 else -1.0
    return replace(model, threshold=threshold, secondary=float(np.quantile(strength, _SECONDARY)))
