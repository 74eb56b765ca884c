"""Near-duplicates: texts that are the same but for a few characters, found without all pairs.

Texts become sets of character 5-grams; MinHash signatures (Broder 1997) cut into bands bring alike
sets into the same bucket (Indyk and Motwani 1998), and what meets there is compared exactly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["near_duplicates"]

_SHINGLE: Final = 5
_BANDS, _ROWS = 16, 4
"""A pair of similarity 0.8 meets in some band with a probability of 0.9998, one of 0.4 in 0.34."""
_CROWD: Final = 40
"""In larger buckets each text is compared with the bucket's first one only."""
_NO_WORD: Final = re.compile(r"[\W_]+")


def near_duplicates(texts: Sequence[str], *, similarity: float = 0.8) -> NDArray[np.int64]:
    """The group of each text: equal numbers for near-duplicates. Shape (n,).

    A group's number is the place of its first text. Likeness is passed on: two texts may be in one
    group because a third is like both.

    Args:
        texts: cleaned texts.
        similarity: least Jaccard similarity of the sets of character 5-grams, letters and digits
            only, case left aside.

    >>> near_duplicates(["Very kind staff.", "Slow.", "very kind staff!"]).tolist()
    [0, 1, 0]
    """
    sets = [_shingles(text) for text in texts]
    parent = np.arange(len(texts))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = int(parent[place])
        return place

    for first, second in _meetings(sets):
        one, two = root(first), root(second)
        if one != two and _jaccard(sets[first], sets[second]) >= similarity:
            parent[max(one, two)] = min(one, two)
    return np.array([root(place) for place in range(len(texts))], np.int64)


def _shingles(text: str) -> NDArray[np.uint64]:
    word = f" {_NO_WORD.sub(' ', text.lower()).strip()} "
    code = np.frombuffer(word.encode("utf-32-le", errors="surrogatepass"), np.uint32)
    window = np.lib.stride_tricks.sliding_window_view(
        np.pad(code, (0, max(0, _SHINGLE - len(code)))), _SHINGLE
    ).astype(np.uint64)
    mixed = np.zeros(len(window), np.uint64)
    for column in range(_SHINGLE):
        mixed = (mixed ^ window[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _meetings(sets: Sequence[NDArray[np.uint64]]) -> Iterator[tuple[int, int]]:
    """Pairs that share a bucket in some band."""
    random = np.random.default_rng(0)
    count = _BANDS * _ROWS
    factor = random.integers(0, 2**63, count, np.uint64) * np.uint64(2) + np.uint64(1)
    shift = random.integers(0, 2**63, count, np.uint64)
    signature = np.empty((len(sets), count), np.uint64)
    for place, members in enumerate(sets):
        signature[place] = (members[:, None] * factor + shift).min(axis=0)
    for band in range(_BANDS):
        rows = np.ascontiguousarray(signature[:, band * _ROWS : (band + 1) * _ROWS])
        _, bucket = np.unique(rows, axis=0, return_inverse=True)
        order = np.argsort(bucket.ravel(), kind="stable")
        sizes = np.bincount(bucket.ravel())
        for together in np.split(order, np.cumsum(sizes)[:-1]):
            if len(together) > 1:
                yield from _pairs(together)


def _pairs(members: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    first = members if len(members) <= _CROWD else members[:1]
    for place, one in enumerate(first):
        for two in members[place + 1 :]:
            yield int(one), int(two)


def _jaccard(one: NDArray[np.uint64], two: NDArray[np.uint64]) -> float:
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return shared / (len(one) + len(two) - shared)
