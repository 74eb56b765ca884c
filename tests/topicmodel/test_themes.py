"""Themes are made of whole topics that hang together beyond what their sizes let expect."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from cxnlp.topicmodel.themes import themes


def bound(*edges: tuple[int, int, float], nodes: int) -> Any:  # noqa: ANN401 - scipy: no types
    table = np.zeros((nodes, nodes))
    for one, other, weight in edges:
        table[one, other] = table[other, one] = weight
    return csr_array(table)


TOPICS = np.array([0, 0, 1, 1, 2, 2, 3, 3], np.int32)
WITHIN = [(at, at + 1, 5.0) for at in (0, 2, 4, 6)]


def test_topics_with_edges_between_them_are_one_theme() -> None:
    graph = bound(*WITHIN, (1, 2, 1.0), (5, 6, 1.0), nodes=8)
    assert themes(graph, TOPICS, seed=0).tolist() == [0, 0, 1, 1]
    graph = bound(*WITHIN, (1, 6, 1.0), (3, 4, 1.0), nodes=8)
    assert themes(graph, TOPICS, seed=0).tolist() == [0, 1, 1, 0]


def test_the_edges_within_a_topic_do_not_count() -> None:
    graph = bound(*WITHIN, nodes=8)
    assert sorted(themes(graph, TOPICS, seed=0).tolist()) == [0, 1, 2, 3]


def test_the_theme_of_most_topics_is_the_first() -> None:
    labels = np.array([0, 1, 2, 3, 4, -1], np.int32)
    edges = [(0, 1, 1.0), (2, 3, 1.0), (3, 4, 1.0), (2, 4, 1.0), (0, 5, 9.0), (2, 5, 9.0)]
    found = themes(bound(*edges, nodes=6), labels, seed=0)
    assert found.tolist() == [1, 1, 0, 0, 0], "a text without a topic binds nobody"
    assert found.dtype == np.int32


@pytest.mark.parametrize("count", [0, 1, 3])
def test_of_fewer_than_four_topics_each_is_its_own_theme(count: int) -> None:
    labels = np.arange(count, dtype=np.int32)
    graph = bound(*((0, at, 1.0) for at in range(1, count)), nodes=count)
    assert themes(graph, labels, seed=0).tolist() == list(range(count))
