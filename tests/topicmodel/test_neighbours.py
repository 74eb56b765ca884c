"""Who stands near whom: by meaning, and where there are shared words, by these too."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.topicmodel.neighbours import neighbour_graph


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Twelve texts on a circle: each is nearest to the two beside it."""
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)


def edges(graph: object) -> list[tuple[int, int]]:
    rows, columns = graph.nonzero()  # type: ignore[attr-defined] # scipy ships no types
    return sorted((int(row), int(column)) for row, column in zip(rows, columns, strict=True))


def test_without_texts_only_the_meaning_counts(vectors: np.ndarray) -> None:
    graph = neighbour_graph(vectors, k=2)
    beside = sorted((at, (at + step) % 12) for at in range(12) for step in (-1, 1))
    assert edges(graph) == beside
    # Weighed from both ends by the cosine of 30 degrees.
    assert np.allclose(graph.data, np.sqrt(3), atol=1e-4)


def test_texts_that_share_no_word_are_near_by_meaning_alone(vectors: np.ndarray) -> None:
    texts = [
        "late tram",
        "cold soup",
        "rude nurse",
        "",
        "7",
        "?",
        *(f"word{at}" for at in range(6)),
    ]
    alone = neighbour_graph(vectors, k=2)
    assert (neighbour_graph(vectors, texts, k=2) != alone).nnz == 0


def test_the_same_words_bring_texts_together_that_meaning_keeps_apart(vectors: np.ndarray) -> None:
    texts = ["late tram", "cold soup", "late tram", *(f"word{at}" for at in range(9))]
    graph = neighbour_graph(vectors, texts, k=1)
    assert graph[0, 2] > 0
    assert neighbour_graph(vectors, k=1)[0, 2] == 0


def test_no_text_has_more_neighbours_than_there_are_others(vectors: np.ndarray) -> None:
    assert edges(neighbour_graph(vectors[:2], k=20)) == [(0, 1), (1, 0)]
