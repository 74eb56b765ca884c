"""Assignment: the nearest centroid, the same on every day and beside every neighbour."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.topicmodel import NONE, Rule, Topic, TopicModel

CENTROIDS = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
RULE = Rule(CENTROIDS, CENTROIDS, np.zeros(2, np.float32))
NO_RULE = Rule(CENTROIDS[:0], CENTROIDS[:0], np.zeros(0, np.float32))


def model(*, threshold: float = -1.0) -> TopicModel:
    return TopicModel(
        encoder="static:made-up",
        encoder_name="static",
        centre=np.zeros(3, np.float32),
        rule=RULE,
        topics=(Topic(4, "late tram"), Topic(9, "lovely soup")),
        threshold=threshold,
    )


def vectors(n: int, seed: int = 0) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(n, 3)).astype(np.float32)
    unit: np.ndarray = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def test_a_text_gets_the_id_of_the_nearest_centroid_and_its_cosine() -> None:
    topic, strength = model().assign(np.array([[0.6, 0.8, 0], [1, 0, 0]], np.float32))
    assert topic.tolist() == [9, 4]
    np.testing.assert_allclose(strength, [0.8, 1.0], rtol=1e-6)


def test_a_text_far_from_all_has_none() -> None:
    topic, strength = model(threshold=0.5).assign(np.array([[0.1, 0, 0.995]], np.float32))
    assert topic.tolist() == [NONE]
    assert strength[0] == pytest.approx(0.1, abs=0.01)


def test_a_text_without_a_known_token_has_none() -> None:
    topic, strength = model().assign(np.zeros((1, 3), np.float32))
    assert topic.tolist() == [NONE]
    assert strength.tolist() == [0]


def test_equally_near_goes_to_the_first() -> None:
    half = np.float32(np.sqrt(0.5))
    topic, _ = model().assign(np.array([[half, half, 0]], np.float32))
    assert topic.tolist() == [4]


def test_a_model_without_topics_assigns_none() -> None:
    empty = TopicModel("static:x", "static", np.zeros(3, np.float32), NO_RULE, ())
    assert empty.assign(vectors(2))[0].tolist() == [NONE, NONE]


def test_a_row_does_not_depend_on_its_batch_bit_for_bit() -> None:
    rows = vectors(20_000)
    topic, strength = model().assign(rows)
    for part in (slice(0, 1), slice(8190, 8195), slice(17, 19_001)):
        alone = model().assign(rows[part])
        assert np.array_equal(alone[0], topic[part])
        assert np.array_equal(alone[1], strength[part])
