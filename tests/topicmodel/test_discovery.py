"""Topics are found without being told how many, and each tells how good it is."""

from __future__ import annotations

import numpy as np
import pytest
from tests.topicmodel.conftest import TEXTS, TRUTH

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel import Request, TopicModel, discover
from cxnlp.topicmodel.neighbours import nearest, neighbour_graph


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return open_encoder("static").encoder.encode(TEXTS)


@pytest.fixture(scope="module")
def model(vectors: np.ndarray) -> TopicModel:
    return discover(TEXTS, vectors, open_encoder("static").encoder, Request(seed=1))


def test_topics_are_made_of_one_thing_each(model: TopicModel, vectors: np.ndarray) -> None:
    given, _ = model.assign(vectors)
    pure = [np.bincount(TRUTH[given == one.number]).max() for one in model.topics]
    assert sum(pure) > 0.8 * len(TEXTS)
    assert 5 <= len(model.topics) <= 20


def test_everything_is_assigned_by_default(model: TopicModel, vectors: np.ndarray) -> None:
    assert (model.assign(vectors)[0] >= 0).all()


def test_figures_of_quality_stand_with_the_model(model: TopicModel) -> None:
    quality = model.facts["quality"]
    assert isinstance(quality, dict)
    assert {"coherence", "likeness", "diversity", "coverage", "stability", "stable"} <= set(quality)
    assert 0.5 < quality["stability"] <= 1
    assert all(one.stability is not None and 0 <= one.stability <= 1 for one in model.topics)


def test_themes_are_made_of_whole_topics(model: TopicModel) -> None:
    assert 1 <= len({one.theme for one in model.topics}) <= len(model.topics)
    assert len({(one.theme, one.theme_name) for one in model.topics}) == len(
        {one.theme for one in model.topics}
    )


def test_the_largest_topic_is_number_0_and_names_differ(model: TopicModel) -> None:
    assert [one.number for one in model.topics] == list(range(len(model.topics)))
    assert len({one.name for one in model.topics}) == len(model.topics)


def test_the_same_seed_gives_the_same_model(model: TopicModel, vectors: np.ndarray) -> None:
    again = discover(TEXTS, vectors, open_encoder("static").encoder, Request(seed=1))
    assert again.topics == model.topics
    assert np.array_equal(again.rule.directions, model.rule.directions)


def test_a_graph_of_neighbours_is_symmetric_and_leaves_no_text_alone(vectors: np.ndarray) -> None:
    graph = neighbour_graph(vectors, TEXTS)
    assert abs(graph - graph.T).max() < 1e-9
    assert (np.diff(graph.indptr) >= 20).all()
    assert graph.diagonal().max() == 0


def test_the_nearest_are_nearest(vectors: np.ndarray) -> None:
    who, cosine = nearest(vectors, 3)
    near = vectors @ vectors.T
    np.fill_diagonal(near, -2)
    np.testing.assert_allclose(cosine, -np.sort(-near, axis=1)[:, :3], atol=1e-6)
    assert (who != np.arange(len(who))[:, None]).all()


@pytest.mark.parametrize(("n", "k"), [(2, 1), (40, 39), (700, 50), (1500, 3)])
def test_the_nearest_are_those_that_sorting_gives_whatever_the_numbers(n: int, k: int) -> None:
    draw = np.random.default_rng(n)
    rows = draw.normal(size=(n, 4)).astype(np.float32)
    rows /= np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    who, cosine = nearest(rows, k)
    assert all(len(set(some)) == k for some in who.tolist())
    near = rows @ rows.T
    np.fill_diagonal(near, -2)
    np.testing.assert_allclose(cosine, -np.sort(-near, axis=1)[:, :k], atol=1e-6)


def test_of_equals_few_or_many_others_are_the_nearest() -> None:
    few = np.eye(8, dtype=np.float32)[np.arange(600) % 8]
    many = np.ones((600, 1), np.float32)
    for rows, same in ((few, 75), (many, 600)):
        who, cosine = nearest(rows, 50)
        assert (cosine == 1).all()
        assert (who % (600 // same) == np.arange(600)[:, None] % (600 // same)).all()
        assert (who != np.arange(600)[:, None]).all()


@pytest.mark.parametrize("n", [1, 2, 7, 8, 9, 12, 25])
def test_few_texts_give_at_least_one_topic(n: int) -> None:
    encoder = open_encoder("static").encoder
    texts = TEXTS[:: len(TEXTS) // n][:n]
    vectors = encoder.encode(texts)
    model = discover(texts, vectors, encoder)
    assert len(model.topics) >= 1
    assert (model.assign(vectors)[0] >= 0).all()


def test_without_texts_there_is_no_topic_and_nothing_breaks() -> None:
    encoder = open_encoder("static").encoder
    vectors = encoder.encode([])
    model = discover([], vectors, encoder)
    assert model.topics == ()
    assert model.assign(encoder.encode(["late tram"]))[0].tolist() == [-1]
