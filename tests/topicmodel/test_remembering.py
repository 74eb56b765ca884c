"""Topics of the week before weigh, where the new texts leave it open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel import Request, carry_on, discover, earlier_topics
from cxnlp.topicmodel.remembering import remember

if TYPE_CHECKING:
    from cxnlp.topicmodel import TopicModel

THINGS = ["tram", "soup", "parcel", "refund", "nurse", "ticket"]
TEXTS = [
    f"{mood} {thing} {moment}, {more}"
    for thing in THINGS
    for mood in ("late", "awful", "great", "slow", "cold")
    for moment in ("today", "again", "this week", "on Monday")
    for more in ("sadly", "as usual", "I must say", "once more")
]
ENCODER = open_encoder("static").encoder


def test_edges_within_an_earlier_topic_grow_and_those_between_two_shrink() -> None:
    graph = csr_array(np.ones((4, 4)) - np.eye(4))
    weighed = remember(graph, np.array([3, 3, 7, -1], np.int32)).toarray()
    assert weighed[0, 1] > 1 > weighed[0, 2]
    assert weighed[0, 3] == weighed[3, 2] == 1
    assert np.array_equal(weighed, weighed.T)
    assert graph.toarray()[0, 1] == 1


def test_with_memory_more_comments_keep_the_id_of_the_week_before() -> None:
    order = np.random.default_rng(0).permutation(len(TEXTS))
    first, second = order[: len(order) // 2], order[len(order) // 2 :]
    vectors = ENCODER.encode(TEXTS)
    old = discover([TEXTS[at] for at in first], vectors[first], ENCODER, Request(seed=1))
    resolution = float(str(old.facts["resolution"]))
    kept = []
    for before in (None, earlier_topics(old, vectors[second])):
        request = Request(seed=2, resolution=resolution)
        texts = [TEXTS[at] for at in second]
        new = carry_on(
            old, discover(texts, vectors[second], ENCODER, request, before), vectors[second]
        )
        same = new.assign(vectors[second])[0] == old.assign(vectors[second])[0]
        kept.append(same.mean())
    assert kept[1] >= kept[0]
    assert kept[1] > 0.7


def test_what_fits_no_earlier_topic_is_remembered_by_none() -> None:
    vectors = ENCODER.encode(TEXTS)
    old = discover(TEXTS, vectors, ENCODER, Request(seed=1))
    given = earlier_topics(old, ENCODER.encode(["Bahnsteig gesperrt wegen Bauarbeiten", "它"]))
    assert given.tolist()[1] == -1
    assert set(earlier_topics(old, vectors).tolist()) <= {-1, *old.numbers.tolist()}


def test_memory_makes_no_topic_more_stable_than_the_texts_do() -> None:
    """Whether a topic is stable, the new texts say: here they say nothing at all."""
    draw = np.random.default_rng(0)
    vectors = draw.normal(size=(400, 48)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"w{at} v{at}" for at in range(400)]
    encoder = SimpleNamespace(identity="noise", name="noise", dimension=48)
    request = Request(resolution=1.0)
    first = discover(texts, vectors, encoder, request)
    again = discover(texts, vectors, encoder, request, first.assign(vectors)[0])
    alone, remembered = (stability_of(model) for model in (first, again))
    assert alone < 0.5
    assert remembered < 0.5


def stability_of(model: TopicModel) -> float:
    found = model.facts["quality"]
    assert isinstance(found, dict)
    return float(found["stability"])
