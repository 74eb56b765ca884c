"""Central quotes: the pieces nearest to a topic's centroid, redacted."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

from cxnlp.text import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CentralQuotes"]

_SPARE: Final = 40
"""Candidates kept per topic: bounds memory, and leaves a choice."""
_LONGEST: Final = 280
_WORDS: Final = (5, 40)
"""A quote of fewer words says too little, one of more is no quote."""


class CentralQuotes:
    """Collects candidates batch by batch and gives the most central ones.

    >>> quotes = CentralQuotes()
    >>> quotes.add([(0, 0.9, "The bus was late again today."), (0, 0.4, "Late.")])
    >>> quotes.of(0)
    ['The bus was late again today.', 'Late.']
    """

    def __init__(self) -> None:
        self._best: dict[int, list[tuple[bool, float, str]]] = {}

    def add(self, pieces: Iterable[tuple[int, float, str]]) -> None:
        """Offer pieces as topic, strength and text."""
        for topic, strength, text in pieces:
            readable = _WORDS[0] <= len(text.split()) <= _WORDS[1]
            heap = self._best.setdefault(topic, [])
            entry = (readable, strength, text)
            if entry in heap:
                continue
            if len(heap) < _SPARE:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)

    def of(self, topic: int, *, most: int = 3) -> list[str]:
        """Up to `most` quotes of a topic, the most central first, none like another."""
        chosen: list[str] = []
        seen: list[frozenset[str]] = []
        for _, _, text in sorted(self._best.get(topic, []), key=lambda e: (not e[0], -e[1], e[2])):
            words = frozenset(text.casefold().split())
            if any(len(words & other) > 0.6 * len(words | other) for other in seen):
                continue
            seen.append(words)
            quote = redact(text)
            chosen.append(quote if len(quote) <= _LONGEST else quote[: _LONGEST - 1].rstrip() + "…")
            if len(chosen) == most:
                break
        return chosen
