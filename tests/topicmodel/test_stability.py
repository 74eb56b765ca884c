"""Stability: a topic that the texts hold together comes back, one that was drawn by chance not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from cxnlp.topicmodel.communities import communities
from cxnlp.topicmodel.stability import comeback, equally_fine


@pytest.fixture(scope="module")
def graph() -> csr_array:
    """Three groups of twenty texts that all know each other, with nothing between the groups."""
    block = np.ones((20, 20)) - np.eye(20)
    return csr_array(np.kron(np.eye(3), block))


def test_a_topic_that_the_texts_hold_together_comes_back_each_time(graph: csr_array) -> None:
    labels = np.repeat(np.arange(3, dtype=np.int32), 20)
    assert comeback(graph, labels, resolution=1.0, seed=1).tolist() == [1, 1, 1]


def test_a_topic_of_texts_that_belong_to_others_does_not_come_back(graph: csr_array) -> None:
    """The third topic takes a third of each group: no group overlaps it by more than half."""
    labels = np.repeat(np.arange(2, dtype=np.int32), [30, 30])
    labels[np.arange(60) % 3 == 0] = 2
    found = comeback(graph, labels, resolution=1.0, seed=1)
    assert found.shape == (3,)
    assert found[2] == 0


def test_texts_without_a_topic_count_against_those_that_hold_them(graph: csr_array) -> None:
    labels = np.repeat(np.array([0, -1, -1], np.int32), 20)
    labels[:12] = -1
    assert comeback(graph, labels, resolution=1.0, seed=1).tolist() == [0]


def test_a_single_text_is_too_little_to_come_back() -> None:
    alone = csr_array((1, 1), dtype=np.float64)
    assert comeback(alone, np.zeros(1, np.int32), resolution=1.0, seed=1).tolist() == [0]


def test_without_topics_there_is_nothing_to_come_back(graph: csr_array) -> None:
    none = np.full(60, -1, np.int32)
    assert comeback(graph, none, resolution=1.0, seed=1).tolist() == []


def test_where_the_texts_alone_are_coarser_topics_are_asked_for_at_their_own_fineness() -> None:
    """A ring of ten cliques: a memory keeps all ten, the texts alone join neighbours."""
    block = np.kron(np.eye(10), np.ones((12, 12)) - np.eye(12))
    for one in range(10):
        end, start = 12 * one + 11, 12 * (one + 1) % 120
        block[end, start] = block[start, end] = 1
    ring, labels = csr_array(block), np.repeat(np.arange(10, dtype=np.int32), 12)
    low = 0.07
    assert communities(ring, resolution=low, seed=2).max() + 1 < 10
    fine = equally_fine(ring, labels, resolution=low, seed=1)
    assert communities(ring, resolution=fine, seed=2).max() + 1 == 10
    seldom, often = (comeback(ring, labels, resolution=one, seed=1) for one in (low, fine))
    assert seldom.mean() < often.mean()


def test_where_the_texts_alone_are_as_fine_nothing_changes(graph: csr_array) -> None:
    labels = np.repeat(np.arange(3, dtype=np.int32), 20)
    assert equally_fine(graph, labels, resolution=1.0, seed=1) == 1.0
