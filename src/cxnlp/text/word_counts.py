"""How many words of texts are English, counted for a whole block of texts at once.

It says what a loop over `cxnlp.text.english.words_of` would say, without making a string of each
word: words are known by their bytes, sixteen at most, which two whole numbers hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.text.english import ENGLISH_MARKS, ENGLISH_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["WordCounts", "count_words"]

_HALF: Final = 8
_LONGEST: Final = 2 * _HALF
_TABLE_BITS: Final = 13
_ODD: Final = 0x7C65C1E582E2E663
"""Gives each of the words a place of its own in the table; found by trial, held by a test."""


@dataclass(frozen=True)
class WordCounts:
    """Counts of n texts, each by itself. Shapes (n,), int64.

    Attributes:
        words: longest runs of letters.
        letters: letters of all words.
        marks: words that are among `ENGLISH_MARKS`.
        known: words that are among `ENGLISH_WORDS`.
    """

    words: NDArray[np.int64]
    letters: NDArray[np.int64]
    marks: NDArray[np.int64]
    known: NDArray[np.int64]


def count_words(texts: Sequence[str]) -> WordCounts:
    """Count the words of texts of plain ASCII.

    >>> counts = count_words(["Don't go THERE!", "5 stars"])
    >>> counts.words.tolist(), counts.marks.tolist(), counts.letters.tolist()
    ([4, 1], [2, 0], [11, 5])
    """
    # A line feed on both sides of each text, and room for sixteen bytes behind the last.
    joined = "\n".join(["", *texts, "\n" * _LONGEST])
    raw = np.frombuffer(joined.encode("ascii"), np.uint8)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    begins = np.concatenate([[0], np.cumsum(lengths + 1)])
    lower = raw | np.uint8(0x20)
    letter = lower - np.uint8(ord("a")) < 26  # noqa: PLR2004 - bytes wrap below "a"
    change = np.flatnonzero(letter[1:] != letter[:-1]) + 1
    starts, length = change[::2], change[1::2] - change[::2]
    first = np.searchsorted(starts, begins)
    known, marks = _is_known(lower, starts, length)
    return WordCounts(np.diff(first), *(_sums(values, first) for values in (length, marks, known)))


def _sums(
    values: NDArray[np.integer] | NDArray[np.bool_], first: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The sum of the words' values by text."""
    running = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    sums: NDArray[np.int64] = np.diff(running[first])
    return sums


def _is_known(
    lower: NDArray[np.uint8], starts: NDArray[np.int64], length: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each word is among the English words, and among the marks."""
    table = _table()
    halves = np.ndarray(len(lower) - _HALF + 1, "<u8", lower, strides=(1,))
    key = halves[starts] & table.masks[np.minimum(length, _HALF)]
    place = table.places[_spread(key)]
    known = (table.first[place] == key) & (table.length[place] == length)
    long = np.flatnonzero(known & (length > _HALF))
    rest = halves[starts[long] + _HALF] & table.masks[length[long] - _HALF]
    known[long] = table.second[place[long]] == rest
    return known, known & table.is_mark[place]


@dataclass(frozen=True)
class _Table:
    """The English words by their bytes."""

    masks: NDArray[np.uint64]
    places: NDArray[np.int64]
    first: NDArray[np.uint64]
    second: NDArray[np.uint64]
    length: NDArray[np.int64]
    is_mark: NDArray[np.bool_]


@cache
def _table() -> _Table:
    words = sorted(ENGLISH_WORDS)
    padded = np.frombuffer("".join(word.ljust(_LONGEST, "\0") for word in words).encode(), "<u8")
    first, second = padded[::2].astype(np.uint64), padded[1::2].astype(np.uint64)
    places = np.zeros(1 << _TABLE_BITS, np.int64)
    places[_spread(first)] = np.arange(len(words))
    return _Table(
        masks=np.array([(1 << 8 * size) - 1 for size in range(_HALF + 1)], np.uint64),
        places=places,
        first=first,
        second=second,
        length=np.array([len(word) for word in words], np.int64),
        is_mark=np.array([word in ENGLISH_MARKS for word in words], np.bool_),
    )


def _spread(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    places: NDArray[np.uint64] = (keys * np.uint64(_ODD)) >> np.uint64(64 - _TABLE_BITS)
    return places
