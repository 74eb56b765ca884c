"""Figures of quality, worked out by hand on five texts."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.topicmodel import Rule, Topic
from cxnlp.topicmodel.quality import likeness, quality

VECTORS = np.array([[1, 0], [0, 1], [1, 0], [0.6, 0.8], [0, 1]], np.float32)
LABELS = np.array([0, 0, 1, -1, 0], np.int32)
TOPICS = (
    Topic(4, "tram", ("late tram", "late"), stability=0.8, coherence=0.5),
    Topic(9, "soup", ("soup",), stability=0.4, coherence=-0.1),
)


def test_every_figure_is_the_mean_or_share_that_it_says() -> None:
    found = quality(VECTORS, LABELS, TOPICS)
    assert found.topics == 2
    assert found.coherence == pytest.approx(0.2)
    # The sum of the first topic's vectors is (1, 2), of the second's (1, 0); over four texts.
    assert found.likeness == pytest.approx((np.sqrt(5) + 1) / 4)
    assert found.diversity == pytest.approx(3 / 4), "late, tram, late, soup"
    assert found.coverage == pytest.approx(4 / 5)
    assert found.stability == pytest.approx(0.8 * 3 / 4 + 0.4 * 1 / 4)
    assert found.stable == pytest.approx(1 / 2)
    assert found.largest == pytest.approx(3 / 4)


def test_what_was_not_asked_for_counts_as_nothing_and_as_stable() -> None:
    plain = (Topic(0, "a", ("late",)), Topic(1, "b", ("late",)))
    found = quality(VECTORS, LABELS, plain)
    assert (found.coherence, found.stability, found.stable) == (0, 0, 1)
    assert found.diversity == 0.5


def test_a_topic_without_keywords_has_nothing_to_differ() -> None:
    assert quality(VECTORS, LABELS, (Topic(0, "a"), Topic(1, "b"))).diversity == 0


def test_likeness_is_the_mean_cosine_with_the_topics_centroid() -> None:
    centroids = np.array([[0.6, 0.8], [1, 0], [0, 1]], np.float32)
    rule = Rule(centroids, centroids, np.zeros(3, np.float32))
    found = likeness(VECTORS, LABELS, rule)
    # (0.6 + 0.8 + 0.8) / 3, then 1; the last topic has no text.
    assert found == pytest.approx([2.2 / 3, 1.0, 0.0])
