"""The resolution is as fine as the keywords still stand together, nearly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import block_diag, csr_array

from cxnlp.topicmodel.coherence import words_by_text
from cxnlp.topicmodel.resolution import find_resolution

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Labels = NDArray[np.int32]

GRAPH = csr_array(block_diag([np.ones((6, 6)) - np.eye(6)] * 2))
"""Two sixes: chance lets expect 25 / 60 of an edge, so that from 2.4 on each node is alone."""
WORDS = words_by_text(["tram platform"] * 6 + ["soup bread"] * 6)
PAIRS = np.repeat(np.arange(6, dtype=np.int32), 2)
MIXED = np.tile(np.arange(2, dtype=np.int32), 6)


def instead_of_alone(other: Labels) -> Callable[[Labels], Labels]:
    return lambda found: found if found.max() == 1 else other


def test_the_ladder_is_tried_from_coarse_to_fine_and_each_step_noted() -> None:
    _, trials = find_resolution(GRAPH, WORDS, seed=0, large=instead_of_alone(PAIRS))
    assert [(one.resolution, one.topics) for one in trials] == [
        (1.0, 2),
        (1.4, 2),
        (2.0, 2),
        (2.8, 6),
        (4.0, 6),
    ]


@pytest.mark.parametrize(
    ("other", "resolution"),
    [
        (PAIRS, 4.0),  # finer and as coherent
        (MIXED, 2.0),  # words of both in each: a third of the pairs stand together
    ],
)
def test_the_finest_is_taken_that_is_nearly_as_coherent_as_the_best(
    other: Labels, resolution: float
) -> None:
    found, trials = find_resolution(GRAPH, WORDS, seed=0, large=instead_of_alone(other))
    assert found == resolution
    assert trials[0].coherence == pytest.approx(1.0)
    # Of six pairs of the four words two stand together and four never do.
    finest = 1.0 if other is PAIRS else (2 - 4) / 6
    assert trials[-1].coherence == pytest.approx(finest)


@pytest.mark.parametrize(("mixed", "lost", "resolution"), [(1, 2.667, 4.0), (2, 5.333, 2.0)])
def test_a_twentieth_of_coherence_is_given_up_for_finer_topics_and_no_more(
    mixed: int, lost: float, resolution: float
) -> None:
    """Sixty pairs, of which some have one text of each kind: these lose 4 / 3 of 1 each."""
    graph = csr_array(block_diag([np.ones((60, 60)) - np.eye(60)] * 2))
    words = words_by_text(["tram platform"] * 60 + ["soup bread"] * 60)
    pairs = np.repeat(np.arange(60, dtype=np.int32), 2)
    here = 2 * np.arange(mixed)
    pairs[here], pairs[60 + here] = pairs[60 + here], pairs[here].copy()
    found, trials = find_resolution(graph, words, seed=0, large=instead_of_alone(pairs))
    assert trials[-1].coherence == pytest.approx(1 - lost / 60, abs=1e-4)
    assert found == resolution
