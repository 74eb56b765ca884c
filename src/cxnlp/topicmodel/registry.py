"""Identity over time: the topics of a later run keep the ids and names of those registered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.topicmodel.keywords import name_topic
from cxnlp.topicmodel.neighbours import centred

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.topicmodel.model import Topic, TopicModel

__all__ = ["carry_on", "earlier_topics"]

_SAME: Final = 0.5
"""Likeness from which a new topic is the old one: half overlap and half cosine."""
_BACK: Final = 0.7
"""Cosine from which a topic that was retired has come back: there is no overlap to ask (measured:
docs/decisions/2026-11-22-topics-again.md)."""
_PART: Final = 0.3
"""Share of a topic's texts from which it counts as a part (split) or as taken in (merged)."""


def carry_on(registered: TopicModel, found: TopicModel, vectors: NDArray[np.float32]) -> TopicModel:
    """Give the topics of a new fit the identities of an earlier one.

    Every new text is also assigned by the old rule; old and new topics are matched one to one by
    the overlap of their texts and the cosine of their centroids (Hungarian method, Kuhn 1955).
    Whole lineage, oldest first: `new`, `continued`, `split from 3`, `merged with 4`, `retired`,
    `merged into 2`, `back`.

    Args:
        registered: the earlier model, of the same encoder.
        found: the new one, topics numbered from 0.
        vectors: of the new fit's texts. Shape (n, d).

    Returns:
        The new model: matched topics keep id and name, others get ids and names never used before;
        topics of the past that are not matched stay in `past`.

    >>> from cxnlp.topicmodel.model import Topic, TopicModel
    >>> from cxnlp.topicmodel.rule import fit_rule
    >>> vectors = np.array([[1, 0], [0.8, 0.6], [-1, 0], [-0.8, 0.6]], np.float32)
    >>> rule = fit_rule(vectors, np.array([0, 0, 1, 1], np.int32))
    >>> topics = (Topic(0, "late van"), Topic(1, "kind staff"))
    >>> model = TopicModel("static:0", "static", np.zeros(2, np.float32), rule, topics)
    >>> again = TopicModel("static:0", "static", np.zeros(2, np.float32),
    ...                    fit_rule(vectors[::-1], np.array([0, 0, 1, 1], np.int32)),
    ...                    (Topic(0, "staff"), Topic(1, "van")))
    >>> [(topic.number, topic.name) for topic in carry_on(model, again, vectors).topics]
    [(1, 'kind staff'), (0, 'late van')]
    """
    overlap, old_share, new_share = _overlap(registered, found, vectors)
    cosine = np.maximum(registered.rule.centroids @ found.rule.centroids.T, 0)
    pairs = _matched(0.5 * overlap + 0.5 * cosine, _SAME)
    returned = _returned(registered, found, set(pairs.values()))
    partner = {new: old for old, new in pairs.items()}
    earlier = (*registered.topics, *registered.past)
    unused = max((topic.number for topic in earlier), default=-1) + 1
    topics: list[Topic] = []
    names = _names(registered, found, partner, returned)
    for place, topic in enumerate(found.topics):
        if place in partner:
            old = registered.topics[partner[place]]
            story = ["continued"] + [
                f"merged with {registered.topics[other].number}"
                for other in _parts(old_share[:, place])
                if other not in pairs
            ]
        elif place in returned:
            old, story = registered.past[returned[place]], ["back"]
        else:
            from_old = [
                f"split from {registered.topics[other].number}"
                for other in _parts(new_share[:, place])
                if other in pairs
            ]
            old, story = replace(topic, number=unused, lineage=()), from_old or ["new"]
            unused += 1
        lineage = (*old.lineage, *story)
        topics.append(replace(topic, number=old.number, name=names[place], lineage=lineage))
    past = [*_still_past(registered, returned), *_retired(registered, pairs, old_share)]
    partners = {place: topics[place].number for place in range(len(topics))}
    return replace(
        found,
        topics=tuple(topics),
        past=tuple(_told(topic, into, partners) for topic, _, into in past),
        past_centroids=np.array([centroid for _, centroid, _ in past], np.float32).reshape(
            len(past), -1
        )
        if past
        else None,
    )


def earlier_topics(registered: TopicModel, vectors: NDArray[np.float32]) -> NDArray[np.int32]:
    """The registered topic of each vector, -1 where it hardly fits any: there it is new.

    Args:
        registered: the earlier model.
        vectors: as the encoder gives them. Shape (n, d).

    Returns:
        Numbers of topics. Shape (n,).

    >>> from cxnlp.topicmodel.model import Topic, TopicModel
    >>> from cxnlp.topicmodel.rule import fit_rule
    >>> vectors = np.array([[1, 0], [0.8, 0.6], [-1, 0], [-0.8, 0.6]], np.float32)
    >>> rule = fit_rule(vectors, np.array([0, 0, 1, 1], np.int32))
    >>> topics = (Topic(0, "late van"), Topic(1, "kind staff"))
    >>> model = TopicModel("static:0", "static", np.zeros(2, np.float32), rule, topics)
    >>> earlier_topics(model, np.array([[0.6, 0.8], [-1, 0]], np.float32)).tolist()
    [0, 1]
    """
    given, strength = registered.assign(vectors)
    held: NDArray[np.int32] = np.where(strength >= registered.secondary, given, -1).astype(np.int32)
    return held


def _names(
    registered: TopicModel, found: TopicModel, partner: dict[int, int], returned: dict[int, int]
) -> dict[int, str]:
    """A name for each new topic by its place: its earlier one, or one that no topic ever had."""
    names: dict[int, str] = {}
    for places, topics in ((partner, registered.topics), (returned, registered.past)):
        for place, old in places.items():
            if topics[old].name not in names.values():
                names[place] = topics[old].name
    taken = {topic.name for topic in (*registered.topics, *registered.past)}
    for place, topic in enumerate(found.topics):
        if place in names:
            continue
        name = topic.name
        if name in taken:
            name = name_topic(topic.keywords or [topic.name], taken)
        names[place] = name
        taken.add(name)
    return names


def _overlap(
    registered: TopicModel, found: TopicModel, vectors: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """How old and new topics share the texts, by the rule of either.

    Returns:
        Dice overlap; share of the old topic's texts in the new one; share of the new topic's texts
        in the old one. Each of shape (old, new).
    """
    shape = (len(registered.topics), len(found.topics))
    if 0 in shape:
        return np.zeros(shape), np.zeros(shape), np.zeros(shape)
    known = (vectors != 0).any(axis=1)
    old, strength = registered.rule.place(centred(vectors[known], registered.centre))
    new, _ = found.rule.place(centred(vectors[known], found.centre))
    # What the old topics hardly know is new, though some old topic is always the nearest.
    seen = strength >= registered.secondary
    of_new = np.bincount(new, minlength=len(found.topics))[None, :]
    old, new = old[seen], new[seen]
    both = np.zeros(shape)
    np.add.at(both, (old, new), 1)
    of_old = both.sum(axis=1, keepdims=True)
    dice = 2 * both / np.maximum(of_old + of_new, 1)
    return dice, both / np.maximum(of_old, 1), both / np.maximum(of_new, 1)


def _matched(likeness: NDArray[np.float64], least: float) -> dict[int, int]:
    """The best pairing of rows with columns; pairs under `least` are left out."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if likeness[row, column] >= least
    }


def _returned(registered: TopicModel, found: TopicModel, taken: set[int]) -> dict[int, int]:
    """Topics of the past that have come back: place in the new model to place in the past."""
    if registered.past_centroids is None or not len(registered.past_centroids):
        return {}
    cosine = registered.past_centroids @ found.rule.centroids.T
    cosine[:, list(taken)] = -1
    return {new: old for old, new in _matched(cosine.astype(np.float64), _BACK).items()}


def _parts(shares: NDArray[np.float64]) -> list[int]:
    """The places whose share is large, the largest first."""
    return [int(place) for place in np.argsort(-shares) if shares[place] >= _PART]


def _still_past(
    registered: TopicModel, returned: dict[int, int]
) -> list[tuple[Topic, NDArray[np.float32], int | None]]:
    centroids = registered.past_centroids
    if centroids is None:
        return []
    back = set(returned.values())
    return [
        (topic, centroids[place], None)
        for place, topic in enumerate(registered.past)
        if place not in back
    ]


def _retired(
    registered: TopicModel,
    pairs: dict[int, int],
    old_share: NDArray[np.float64],
) -> list[tuple[Topic, NDArray[np.float32], int | None]]:
    """Old topics without a partner, with the place of the new topic that took their texts in."""
    gone: list[tuple[Topic, NDArray[np.float32], int | None]] = []
    for place, topic in enumerate(registered.topics):
        if place in pairs:
            continue
        heirs = set(pairs.values())
        parts = [one for one in _parts(old_share[place]) if one in heirs]
        gone.append((topic, registered.rule.centroids[place], parts[0] if parts else -1))
    return gone


def _told(topic: Topic, into: int | None, numbers: dict[int, int]) -> Topic:
    """The topic with its end in its lineage, where it ended just now."""
    if into is None:
        return topic
    end = f"merged into {numbers[into]}" if into in numbers else "retired"
    return replace(topic, lineage=(*topic.lineage, end))
