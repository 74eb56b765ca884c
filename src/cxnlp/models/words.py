"""Texts to hashed words: a whole block at once, in NumPy, each text by itself.

A word is a longest run of letters, digits and apostrophes of ASCII (in lower case) or of bytes
beyond ASCII; runs of `!` and runs of `?` are words too. Its hash is a polynomial over its bytes
modulo 2^64 (Karp and Rabin 1987), taken from running sums, so that no Python loop walks the text.
Integer arithmetic wraps and does not round: a word has one hash wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Words", "blocks", "hash_word", "mix", "split"]

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, hence invertible modulo 2^64 (the golden ratio's fraction, as in Knuth 1998, 6.4)."""

_INVERSE: Final = np.uint64(pow(int(_BASE), -1, 2**64))

_BLOCK_TEXTS, _BLOCK_CHARACTERS = 1024, 500_000
"""Worked on at once: enough to drown NumPy's cost per call, little enough for the caches."""

_SEPARATOR, _LETTER, _EXCLAMATION, _QUESTION = 0, 1, 2, 3


def _kinds() -> NDArray[np.uint8]:
    kinds = np.zeros(256, np.uint8)
    for character in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'":
        kinds[character] = _LETTER
    kinds[128:] = _LETTER
    kinds[ord("!")] = _EXCLAMATION
    kinds[ord("?")] = _QUESTION
    return kinds


def _lower() -> NDArray[np.uint8]:
    lower = np.arange(256, dtype=np.uint8)
    lower[ord("A") : ord("Z") + 1] += 32
    return lower


def _are(characters: bytes) -> NDArray[np.bool_]:
    found = np.zeros(256, np.bool_)
    found[list(characters)] = True
    return found


_KINDS: Final = _kinds()
_LOWER: Final = _lower()
_STOPS: Final = _are(b".,;:!?()\n\0")
_ENDS: Final = _are(b".!?")
_BLANKS: Final = _are(b" \t\n\0")


@dataclass(frozen=True)
class Words:
    """The words of a block of texts: m tokens of u different words in n texts.

    Attributes:
        texts: how many texts the block has: n.
        text: the text of each token, rising. Shape (m,), int64.
        word: the word of each token. Shape (m,), int64, 0 to u - 1.
        clause: number of the clause of each token, rising through the block. Shape (m,), int32.
        sentence: number of the sentence of each token, rising through the block. Shape (m,), int32.
        shouted: the token is written in capitals, two letters or more. Shape (m,), bool.
        capital: its first letter is a capital. Shape (m,), bool.
        start: where each token begins in its text, in bytes. Shape (m,), int64.
        length: its bytes. Shape (m,), int64.
        hashes: the hash of each different word, rising. Shape (u,), uint64.
        letters: the bytes of the different words, each between two blanks. Shape (b,), uint8.
        owner: the word of each byte of `letters`. Shape (b,), int64.
    """

    texts: int
    text: NDArray[np.int64]
    word: NDArray[np.int64]
    clause: NDArray[np.int32]
    sentence: NDArray[np.int32]
    shouted: NDArray[np.bool_]
    capital: NDArray[np.bool_]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    letters: NDArray[np.uint8]
    owner: NDArray[np.int64]

    def kept(self, tokens: NDArray[np.bool_] | NDArray[np.int64]) -> Words:
        """The chosen tokens only, in their order; of as many texts, and of all different words."""
        return replace(
            self,
            text=self.text[tokens],
            word=self.word[tokens],
            clause=self.clause[tokens],
            sentence=self.sentence[tokens],
            shouted=self.shouted[tokens],
            capital=self.capital[tokens],
            start=self.start[tokens],
            length=self.length[tokens],
        )

    def by_sentence(self) -> Words:
        """The same tokens with each sentence that has one as a text of its own."""
        first = np.ones(len(self.sentence), np.bool_)
        first[1:] = self.sentence[1:] != self.sentence[:-1]
        text = np.cumsum(first) - 1
        return replace(self, texts=int(first.sum()), text=text)

    def among_sentences(self) -> NDArray[np.bool_]:
        """Whether each token stands in a text of several sentences. Shape (m,)."""
        lowest = np.full(self.texts, np.iinfo(np.int32).max, np.int32)
        highest = np.full(self.texts, -1, np.int32)
        np.minimum.at(lowest, self.text, self.sentence)
        np.maximum.at(highest, self.text, self.sentence)
        return (highest > lowest)[self.text]


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of `values` evenly (the finaliser of SplitMix64, Steele et al. 2014).

    >>> hex(int(mix(np.array([0x9E3779B97F4A7C15], np.uint64))[0]))  # its first number from seed 0
    '0xe220a8397b1dcdaf'
    """
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def hash_word(word: str) -> np.uint64:
    """The hash under which `split` knows a word of lower case.

    >>> split(["Fine"]).hashes[0] == hash_word("fine")
    np.True_
    """
    value = 0
    for place, byte in enumerate(word.encode()):
        value += (byte + 1) * pow(int(_BASE), place, 2**64)
    return np.uint64(value % 2**64)


def blocks(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Cut texts into blocks that are worked on at once, each with the place of its first text.

    >>> [(start, len(block)) for start, block in blocks(["fine"] * 1500)]
    [(0, 1024), (1024, 476)]
    """
    start = characters = 0
    for place, text in enumerate(texts):
        if place > start and (
            place - start == _BLOCK_TEXTS or characters + len(text) > _BLOCK_CHARACTERS
        ):
            yield start, texts[start:place]
            start, characters = place, 0
        characters += len(text)
    if start < len(texts):
        yield start, texts[start:]


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def split(texts: Sequence[str]) -> Words:
    """Split texts into words.

    >>> words = split(["Not good. Not good!", ""])
    >>> len(words.text), len(words.hashes), words.texts
    (5, 3, 2)
    """
    joined = "\0".join(text.replace("\0", " ") for text in texts).replace("\u2019", "'")
    raw = np.frombuffer(f"\0{joined}\0".encode(errors="replace"), np.uint8)
    kind = _KINDS[raw]
    change = np.flatnonzero(kind[1:] != kind[:-1]) + 1
    starting = kind[change] != _SEPARATOR
    starts, ends = change[starting], np.append(change[1:], len(raw))[starting]
    lower = _LOWER[raw]
    hashes = _hashes(lower, starts, ends)
    different, first, word = np.unique(hashes, return_index=True, return_inverse=True)
    letters, owner = _spell(lower, starts[first], ends[first])
    capitals = np.concatenate(([0], np.cumsum(raw != lower, dtype=np.int32)))
    length = ends - starts
    bounds = np.flatnonzero(raw == 0)
    text = np.searchsorted(bounds, starts) - 1
    return Words(
        texts=len(texts),
        text=text,
        word=word,
        clause=np.cumsum(_STOPS[raw], dtype=np.int32)[starts],
        sentence=_sentences(raw)[starts],
        shouted=(capitals[ends] - capitals[starts] == length) & (length > 1),
        capital=raw[starts] != lower[starts],
        start=starts - bounds[text] - 1,
        length=length,
        hashes=different,
        letters=letters,
        owner=owner,
    )


def _sentences(raw: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Number of the sentence of each byte: a mark ends one where a blank or the text's end follows.

    Abbreviations part sentences, too: what it serves for bears that.
    """
    ends = np.zeros(len(raw), np.bool_)
    ends[1:] = (_ENDS[raw[:-1]] & _BLANKS[raw[1:]]) | (raw[:-1] == 0) | (raw[:-1] == ord("\n"))
    return np.cumsum(ends, dtype=np.int32)


def _hashes(
    lower: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint64]:
    sums = np.zeros(len(lower) + 1, np.uint64)
    terms = (lower.astype(np.uint64) + np.uint64(1)) * _powers(_BASE, len(lower))
    np.cumsum(terms, out=sums[1:])
    hashes: NDArray[np.uint64] = (sums[ends] - sums[starts]) * _powers(_INVERSE, len(lower))[starts]
    return hashes


def _spell(
    lower: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    lengths = ends - starts + 2
    owner = np.repeat(np.arange(len(starts)), lengths)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    inside = (place > 0) & (place < lengths[owner] - 1)
    source = np.where(inside, starts[owner] + place - 1, 0)
    letters = np.where(inside, lower[source] if len(lower) else 0, ord(" ")).astype(np.uint8)
    return letters, owner
