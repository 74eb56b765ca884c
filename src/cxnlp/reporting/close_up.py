"""What a reader may filter: counts by period, channel, segment, level and topic, and quotes.

The page holds no row of the source. It holds cells, each a combination that occurs and the number
of comments in it, so that its size grows with the combinations and not with the rows.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.levels import LEVEL_NAMES
from cxnlp.reporting.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.insights import Estimates

__all__ = ["BUDGET", "CloseUp", "Facet", "Quote", "count_cells", "embedded", "packed"]

BUDGET: Final = 1_500_000
"""Most bytes of the cells in a page: with the quotes and figures it stays well under 5 MB."""


@dataclass(frozen=True)
class Facet:
    """One way to part the labelled comments.

    Attributes:
        name: `period`, `channel` or `segment`.
        word: what the reader sees, such as `month`.
        values: names of the parts.
        counts: comments by part and level, worst level first. Shape (v, 6), int64.
        mean: mean level of each part.
        below: share below expected of each part.
    """

    name: str
    word: str
    values: tuple[str, ...]
    counts: NDArray[np.int64]
    mean: Estimates
    below: Estimates


@dataclass(frozen=True)
class Quote:
    """One redacted comment that may be shown.

    Attributes:
        text: its words.
        row: its row in the source.
        level: 1 to 6.
        parts: its part in each facet.
        topics: its topics, as positions in `CloseUp.topics`.
    """

    text: str
    row: int
    level: int
    parts: tuple[int, ...]
    topics: tuple[int, ...]


@dataclass(frozen=True)
class CloseUp:
    """Counts and quotes that the reader may filter.

    Attributes:
        facets: how the comments are parted.
        topics: numbers and names of the topics, most frequent first.
        cells: codes of the combinations, ascending: mixed radix over the facets, the level (0 to
            5) and the topic (0 for the comment itself, then position + 1). Shape (c,), int64.
        counts: comments in each. Shape (c,), int64.
        effect: how many times as many comments an interval would need that counted the comments of
            one customer as unrelated; at least 1.
        quotes: comments that may be shown.
        left_out: what the filter does not know, and why, one sentence each.
    """

    facets: tuple[Facet, ...]
    topics: tuple[tuple[int, str], ...]
    cells: NDArray[np.int64]
    counts: NDArray[np.int64]
    effect: float
    quotes: tuple[Quote, ...]
    left_out: tuple[str, ...]


def count_cells(
    parts: Sequence[NDArray[np.int64]],
    sizes: Sequence[int],
    level: NDArray[np.int64],
    *,
    comment: NDArray[np.int64],
    topic: NDArray[np.int64],
    topics: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the combinations of parts, level and topic.

    Args:
        parts: part of each comment in each facet. Each of shape (n,).
        sizes: number of parts of each facet.
        level: 1 to 6. Shape (n,).
        comment: position of the comment in each pair of comment and topic. Shape (m,).
        topic: position of its topic. Shape (m,).
        topics: number of topics.

    Returns:
        Codes as in `CloseUp.cells`, and the comments in each.

    >>> nothing = np.array([], np.int64)
    >>> codes, counts = count_cells([np.array([0, 0])], [1], np.array([3, 3]),
    ...                             comment=nothing, topic=nothing, topics=0)
    >>> codes.tolist(), counts.tolist()
    ([2], [2])
    """
    code = np.zeros(len(level), np.int64)
    for part, size in zip(parts, sizes, strict=True):
        code = code * size + part
    code = (code * len(LEVEL_NAMES) + level - 1) * (topics + 1)
    every = np.concatenate([code, code[comment] + topic + 1])
    found, counts = np.unique(every, return_counts=True)
    return found, counts.astype(np.int64)


def embedded(found: CloseUp) -> dict[str, object]:
    """What the page holds, ready for JSON; cells are packed as steps and counts in base 64.

    A step or count is written in groups of seven bits, the lowest first, the eighth bit of a byte
    saying that more follow (LEB128, as in WebAssembly).

    >>> nothing = CloseUp((), (), np.array([3, 5]), np.array([2, 1]), 1.0, (), ())
    >>> embedded(nothing)["cells"]
    'AwICAQ=='
    """
    steps = np.diff(found.cells, prepend=0)
    pairs = np.column_stack([steps, found.counts]).ravel()
    return {
        "levels": list(LEVEL_NAMES),
        "facets": [
            {
                "name": one.name,
                "word": one.word,
                "values": [printable(value) for value in one.values],
            }
            for one in found.facets
        ],
        "topics": [printable(name) for _, name in found.topics],
        "numbers": [number for number, _ in found.topics],
        "effect": round(found.effect, 3),
        "cells": packed(pairs),
        "quotes": [
            [printable(one.text), one.row, one.level, list(one.parts), list(one.topics)]
            for one in found.quotes
        ],
    }


def packed(numbers: NDArray[np.int64]) -> str:
    r"""Whole numbers from 0 up as LEB128 in base 64.

    >>> base64.b64decode(packed(np.array([5, 300])))
    b'\x05\xac\x02'
    """
    left = numbers.astype(np.uint64)
    width = np.maximum(np.ceil(np.log2(left + 1.0) / 7), 1).astype(np.int64)
    ends = np.cumsum(width)
    begins = ends - width
    bytes_ = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    for at in range(int(width.max(initial=0))):
        held = width > at
        more = np.where(width[held] > at + 1, 128, 0)
        group = (left[held] >> np.uint64(7 * at)) & np.uint64(127)
        bytes_[begins[held] + at] = group.astype(np.uint8) + more.astype(np.uint8)
    return base64.b64encode(bytes_.tobytes()).decode("ascii")
