"""From pieces back to comments: a comment holds the topics of its pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.topicmodel.model import NONE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["roll_up"]


def roll_up(
    comment: NDArray[np.int64],
    topic: NDArray[np.int32],
    strength: NDArray[np.float32],
    *,
    comments: int,
    secondary: float,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """One row per comment and topic, comments in order, the strongest topic first.

    Args:
        comment: the comment of each piece. Shape (p,).
        topic: the topic of each piece, -1 for none. Shape (p,).
        strength: how strong it is. Shape (p,).
        comments: number of comments.
        secondary: what a comment's second topic and those after it must reach.

    Returns:
        Comment, topic and strength of each row; a comment without topic has one row with -1.

    >>> rows = roll_up(np.array([0, 0, 0]), np.array([4, 7, 7], np.int32),
    ...                np.array([0.3, 0.2, 0.6], np.float32), comments=2, secondary=0.25)
    >>> rows[0].tolist(), rows[1].tolist()
    ([0, 0, 1], [7, 4, -1])
    """
    order = np.lexsort((-strength, topic, comment))
    comment, topic, strength = comment[order], topic[order], strength[order]
    first = np.ones(len(comment), np.bool_)
    first[1:] = (comment[1:] != comment[:-1]) | (topic[1:] != topic[:-1])
    comment, topic, strength = comment[first], topic[first], strength[first]
    silent = np.setdiff1d(np.arange(comments), comment)
    comment = np.concatenate([comment, silent])
    topic = np.concatenate([topic, np.full(len(silent), NONE, np.int32)])
    strength = np.concatenate([strength, np.zeros(len(silent), np.float32)])
    # None stands last, so that it leads only where there is nothing else.
    order = np.lexsort((topic, -strength, topic == NONE, comment))
    comment, topic, strength = comment[order], topic[order], strength[order]
    leads = np.ones(len(comment), np.bool_)
    leads[1:] = comment[1:] != comment[:-1]
    kept = leads | ((topic != NONE) & (strength >= secondary))
    return comment[kept], topic[kept], strength[kept]
