"""Consensus: what many seeds agree on, the same whichever of them come first."""

from __future__ import annotations

import numpy as np
from scipy.sparse import block_diag, csr_array
from tests.topicmodel.conftest import TEXTS

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel.communities import communities
from cxnlp.topicmodel.consensus import consensus
from cxnlp.topicmodel.neighbours import neighbour_graph


def test_consensus_agrees_with_itself_at_least_as_well_as_single_runs() -> None:
    from sklearn.metrics import adjusted_rand_score

    vectors = open_encoder("static").encoder.encode(TEXTS)
    graph = neighbour_graph(vectors, TEXTS)
    single = [communities(graph, resolution=3, seed=seed) for seed in (1, 2)]
    agreed = [consensus(graph, resolution=3, seed=seed) for seed in (1, 2)]
    assert adjusted_rand_score(*agreed) >= adjusted_rand_score(*single) - 0.02


def test_what_every_seed_finds_is_found_and_the_graph_is_left_as_it_was() -> None:
    graph = csr_array(block_diag([np.ones((size, size)) - np.eye(size) for size in (3, 5)]))
    before = graph.data.copy()
    for seed in (0, 1, 7):
        assert consensus(graph, resolution=1, seed=seed).tolist() == [1] * 3 + [0] * 5
    assert np.array_equal(graph.data, before)


def test_the_same_seed_gives_the_same_groups() -> None:
    draw = np.random.default_rng(0).random((40, 40)) < 0.15
    graph = csr_array((draw | draw.T) * 1.0)
    one, again = (consensus(graph, resolution=1.2, seed=3) for _ in range(2))
    assert one.tolist() == again.tolist()
