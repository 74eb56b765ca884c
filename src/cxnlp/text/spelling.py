"""Slips of the keyboard: which word of a vocabulary a word that is in none was meant to be.

A slip is one letter left out, put in or taken for another, or two that changed places (Damerau
1964, who found four of five misspellings to be one of these). Neighbours are found by their
deletions (Mor and Fraenkel 1982), so that a word is looked up and not searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Spelling", "is_slip", "stems"]

_SHORTEST, _LONGEST = 4, 30
"""Letters of words that are mended: shorter ones have too many neighbours, longer ones are none."""
_REMEMBERED: Final = 1 << 16
_ENDINGS: Final = ("s", "es", "ed", "ing", "er", "ers", "ly")
_SHORTEST_STEM: Final = 3


@dataclass(frozen=True)
class Spelling:
    """A vocabulary, and what words outside of it were meant to be.

    Attributes:
        often: what a slip may be mended to, most frequent first, in lower case.
        known: words that are right as they are; those of `often` are, too.

    >>> spelling = Spelling(("service", "waiter"), frozenset({"waived"}))
    >>> [spelling.mended(word) for word in ("servcie", "wiater", "waived", "kayak")]
    ['service', 'waiter', None, None]
    """

    often: tuple[str, ...]
    known: frozenset[str]

    def mended(self, word: str) -> str | None:
        """The most frequent word that is one slip away and begins with the same letter.

        Args:
            word: in lower case.

        Returns:
            None where the word is known, too short or too long, or near no frequent word.
        """
        return self._remembered(word)

    @cached_property
    def _remembered(self) -> Callable[[str], str | None]:
        return lru_cache(_REMEMBERED)(self._mended)

    def _mended(self, word: str) -> str | None:
        if not _SHORTEST <= len(word) <= _LONGEST or word in self.known or word in self._ranks:
            return None
        near = {
            each
            for letters in (word, *_deletions(word))
            for each in self._by_deletion.get(letters, ())
            if each[0] == word[0] and is_slip(word, each)
        }
        return min(near, key=self._ranks.__getitem__, default=None)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {word: rank for rank, word in enumerate(self.often)}

    @cached_property
    def _by_deletion(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.often:
            if len(word) >= _SHORTEST:
                for letters in {word, *_deletions(word)}:
                    found.setdefault(letters, []).append(word)
        return found


def is_slip(one: str, other: str) -> bool:
    """Whether two different words are one slip apart.

    >>> is_slip("flght", "flight"), is_slip("fligth", "flight"), is_slip("fglith", "flight")
    (True, True, False)
    """
    shorter, longer = sorted((one, other), key=len)
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    if len(shorter) == len(longer):
        return shorter[same + 1 :] == longer[same + 1 :] or (
            shorter[same + 2 :] == longer[same + 2 :]
            and shorter[same : same + 2] == longer[same : same + 2][::-1]
        )
    return shorter[same:] == longer[same + 1 :]


def stems(word: str) -> Iterator[str]:
    """What an inflected word may be a form of: without its ending, with an e, undoubled.

    >>> sorted(set(stems("scammers")))
    ['scam', 'scamm', 'scamme', 'scammer', 'scammere']
    """
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM:
            continue
        yield stem
        yield f"{stem}e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]


def _deletions(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
