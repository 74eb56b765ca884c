"""Which labelled comment touches which topic, once each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments

__all__ = ["Incidence", "distinct", "read_incidence"]


@dataclass(frozen=True)
class Incidence:
    """Pairs of a labelled comment and a topic that it touches; a comment may touch several.

    Attributes:
        topic: topic numbers, ascending. Shape (t,), int64.
        name: the topics' names. Length t.
        comment: position of the comment in `LabelledComments`. Shape (m,), int64.
        place: position of the topic in `topic`. Shape (m,), int64.
        strength: how strongly the comment belongs to the topic. Shape (m,), float32.
    """

    topic: NDArray[np.int64]
    name: tuple[str, ...]
    comment: NDArray[np.int64]
    place: NDArray[np.int64]
    strength: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.comment)


def read_incidence(
    comments: LabelledComments, assignments: pa.Table, topics: pa.Table
) -> Incidence:
    """Join assignments to the labelled comments by `row`.

    Left out: topic -1 (none), topics that `topics` does not name, rows that are not labelled. Where
    a pair stands twice, its greatest strength counts.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> labels = pa.table({"row": [4, 7], "level": [2, 5], "status": ["labelled"] * 2})
    >>> given = pa.table({"row": [4, 7, 7], "topic": [0, 0, -1], "strength": [0.5, 0.9, 0.1]})
    >>> topics = pa.table({"topic": [0], "name": ["waiting"]})
    >>> found = read_incidence(read_comments(labels), given, topics)
    >>> found.comment.tolist(), found.place.tolist()
    ([0, 1], [0, 0])
    """
    topics = topics.select(["topic", "name"]).sort_by("topic")
    number = topics["topic"].to_numpy().astype(np.int64)
    keep = number >= 0
    names = tuple(
        name or f"topic {at}"
        for at, name, kept in zip(number, topics["name"].to_pylist(), keep, strict=True)
        if kept
    )
    number = number[keep]

    row = assignments["row"].to_numpy().astype(np.int64)
    touched = assignments["topic"].to_numpy().astype(np.int64)
    strength = assignments["strength"].to_numpy().astype(np.float32)
    comment, is_labelled = _find(comments.row, row)
    place, is_named = _find(number, touched)
    valid = is_labelled & is_named
    comment, place, strength = comment[valid], place[valid], strength[valid]
    order = np.lexsort((-strength, place, comment))
    comment, place, strength = comment[order], place[order], strength[order]
    first = np.ones(len(comment), np.bool_)
    first[1:] = (comment[1:] != comment[:-1]) | (place[1:] != place[:-1])
    return Incidence(number, names, comment[first], place[first], strength[first])


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The different values, ascending; by sorting, four times as quick here as `np.unique`.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(values)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))]


def _find(
    known: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Position of each wanted value in the ascending `known`, and whether it is there."""
    at = np.searchsorted(known, wanted)
    inside = at < len(known)
    found = np.zeros(len(wanted), np.bool_)
    found[inside] = known[at[inside]] == wanted[inside]
    return at.astype(np.int64), found
