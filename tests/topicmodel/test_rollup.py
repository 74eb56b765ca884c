"""A comment holds the topics of its pieces."""

from __future__ import annotations

import numpy as np

from cxnlp.topicmodel import roll_up


def rolled(
    rows: list[tuple[int, int, float]], *, comments: int, secondary: float = 0.0
) -> list[tuple[int, int, float]]:
    comment, topic, strength = roll_up(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.float32),
        comments=comments,
        secondary=secondary,
    )
    return [
        (int(c), int(t), round(float(s), 3))
        for c, t, s in zip(comment, topic, strength, strict=True)
    ]


def test_the_strongest_topic_stands_first() -> None:
    assert rolled([(0, 2, 0.3), (0, 5, 0.7)], comments=1) == [(0, 5, 0.7), (0, 2, 0.3)]


def test_a_topic_stands_once_with_its_strongest_piece() -> None:
    assert rolled([(0, 2, 0.3), (0, 2, 0.9)], comments=1) == [(0, 2, 0.9)]


def test_a_weak_further_topic_is_left_out_but_never_the_first() -> None:
    pieces = [(0, 2, 0.1), (1, 2, 0.6), (1, 3, 0.3)]
    assert rolled(pieces, comments=2, secondary=0.5) == [(0, 2, 0.1), (1, 2, 0.6)]


def test_none_stands_alone_or_not_at_all() -> None:
    pieces = [(0, -1, 0.4), (0, 2, 0.2), (1, -1, 0.1), (1, -1, 0.3)]
    assert rolled(pieces, comments=3) == [(0, 2, 0.2), (1, -1, 0.3), (2, -1, 0.0)]
