"""The rule of assignment gives back the groups that it was fitted to."""

from __future__ import annotations

import numpy as np

from cxnlp.topicmodel import fit_rule


def groups(count: int, *, n: int = 80, width: int = 12) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(3)
    means = draw.normal(size=(count, width))
    labels = np.repeat(np.arange(count, dtype=np.int32), n)
    # One direction spreads widely in every group: plain distance is misled by it.
    noise = draw.normal(scale=0.3, size=(len(labels), width))
    noise[:, 0] *= 4
    rows = means[labels] + noise
    unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit, labels


def test_nearly_every_text_goes_where_it_was_found() -> None:
    vectors, labels = groups(6)
    place, _ = fit_rule(vectors, labels).place(vectors)
    assert (place == labels).mean() > 0.97


def test_it_does_so_better_than_the_nearest_cosine() -> None:
    vectors, labels = groups(6)
    rule = fit_rule(vectors, labels)
    nearest = (vectors @ rule.centroids.T).argmax(axis=1)
    assert (rule.place(vectors)[0] == labels).mean() > (nearest == labels).mean()


def test_strength_is_the_cosine_with_the_centroid() -> None:
    vectors, labels = groups(3)
    rule = fit_rule(vectors, labels)
    place, strength = rule.place(vectors)
    expected = (vectors * rule.centroids[place]).sum(axis=1)
    np.testing.assert_allclose(strength, expected, rtol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(rule.centroids, axis=1), 1, rtol=1e-5)


def test_texts_of_no_topic_do_not_shape_the_rule() -> None:
    vectors, labels = groups(3)
    outside = np.concatenate([vectors, -vectors[:5]])
    marked = np.concatenate([labels, np.full(5, -1, np.int32)])
    assert np.array_equal(
        fit_rule(outside, marked).directions, fit_rule(vectors, labels).directions
    )


def test_a_single_topic_takes_everything() -> None:
    vectors, labels = groups(2)
    place, _ = fit_rule(vectors, np.zeros_like(labels)).place(vectors)
    assert not place.any()


def test_no_topic_places_nothing() -> None:
    vectors, labels = groups(2)
    rule = fit_rule(vectors[:0], labels[:0])
    assert rule.place(vectors)[0].tolist() == [-1] * len(vectors)
