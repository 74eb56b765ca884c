"""Words to features: one featuriser for training and for use.

Every feature is a number below `buckets` (feature hashing, Weinberger et al. 2009). A text's
features are: its words, the character n-grams of each word between its blanks (so that "delayd" is
near "delayed"), pairs of neighbouring words, words shortly after a negation in the same clause, its
first word, words in capitals, and its length in classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pydantic import Field

from cxnlp.config import Settings
from cxnlp.models.words import hash_word, mix, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.models.words import Words

__all__ = ["FeatureSettings", "Features", "occurrences", "of_texts", "of_tokens", "of_words"]


class FeatureSettings(Settings):
    """Which n-grams a linear model looks at."""

    buckets: int = Field(default=2**18, ge=2**10, le=2**22)
    """Number of hash buckets."""
    shortest: int = Field(default=3, ge=2, le=8)
    """Length in bytes of the shortest character n-gram, blanks at the word's ends included."""
    longest: int = Field(default=5, ge=2, le=8)
    """Length in bytes of the longest character n-gram."""
    negation_reach: int = Field(default=3, ge=0, le=8)
    """How many words after a negation are read as negated, within the clause."""
    skip_pairs: bool = False
    """Whether pairs of words with one word between are features too."""
    quiet: float | None = None
    """A sentence among several is not read where its own log-odds of evidence lie below this, for
    it tells of nothing; None: all are read."""


@dataclass(frozen=True)
class Features:
    """Features and what they belong to.

    Attributes:
        owner: index of the word, token or text that has the feature. Shape (f,), int64.
        bucket: the feature. Shape (f,), int64.
    """

    owner: NDArray[np.int64]
    bucket: NDArray[np.int64]


# Salts keep features of different sorts apart; any different odd numbers would do.
_WORD, _PAIR, _NEGATED, _FIRST, _SKIP = (
    np.uint64(salt)
    for salt in (
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
        0x8EBC6AF09C88C6E3,
        0x589965CC75374CC3,
    )
)
_SHOUTED, _LENGTH = np.uint64(0x1D8E4E27C47D124F), 0xEB44ACCAB455D165

_NEGATIONS: Final = np.sort(
    np.array(
        [
            hash_word(word)
            for word in (
                *("not", "no", "never", "without", "hardly", "nor", "neither", "cannot", "nothing"),
                *("can't", "cant", "don't", "dont", "didn't", "didnt", "doesn't", "doesnt"),
                *("isn't", "isnt", "wasn't", "wasnt", "weren't", "werent", "aren't", "arent"),
                *("won't", "wont", "wouldn't", "wouldnt", "couldn't", "couldnt", "shouldn't"),
                *("haven't", "havent", "hasn't", "hasnt", "hadn't", "hadnt", "ain't", "nobody"),
            )
        ],
        np.uint64,
    )
)


def of_words(words: Words, settings: FeatureSettings) -> Features:
    """Features of the different words: each word itself, then its character n-grams.

    The owners are not sorted.

    >>> found = of_words(split(["late, late"]), FeatureSettings())
    >>> len(found.bucket), found.owner.max().item()
    (10, 0)
    """
    owners = [np.arange(len(words.hashes))]
    values = [words.hashes * _WORD]
    gram = np.zeros(len(words.letters), np.uint64)
    code = words.letters.astype(np.uint64) + np.uint64(1)
    for size in range(1, settings.longest + 1):
        if len(code) < size:
            break
        tail = len(code) - size + 1
        gram = gram[:tail] * np.uint64(257) + code[size - 1 :]
        if size >= settings.shortest:
            whole = words.owner[:tail] == words.owner[size - 1 :]
            owners.append(words.owner[:tail][whole])
            values.append(gram[whole])
    return _features(np.concatenate(owners), np.concatenate(values), settings)


def of_tokens(words: Words, settings: FeatureSettings) -> Features:
    """Features that a token has by its place: pairs, negated, first, in capitals.

    >>> of_tokens(split(["not good", "good"]), FeatureSettings()).owner.tolist()
    [0, 2, 0, 1]
    """
    hashes = words.hashes[words.word]
    count = len(hashes)
    places = np.arange(count)
    owners: list[NDArray[np.int64]] = []
    values: list[NDArray[np.uint64]] = []

    def add(chosen: NDArray[np.bool_], value: NDArray[np.uint64]) -> None:
        owners.append(places[: len(chosen)][chosen])
        values.append(value[chosen])

    first = np.ones(count, bool)
    first[1:] = words.text[1:] != words.text[:-1]
    add(first, hashes * _FIRST)
    add(words.shouted, np.full(count, _SHOUTED))
    pair = mix(hashes[:-1] * _PAIR) + hashes[1:]
    add(~first[1:], pair)
    if settings.skip_pairs:
        add(words.text[2:] == words.text[:-2], mix(hashes[:-2] * _SKIP) + hashes[2:])
    negation = np.isin(words.hashes, _NEGATIONS)[words.word]
    negated = np.zeros(count, bool)
    for reach in range(1, min(settings.negation_reach, count - 1) + 1):
        near = words.clause[reach:] == words.clause[:-reach]
        negated[reach:] |= negation[:-reach] & near
    add(negated, hashes * _NEGATED)
    return _features(np.concatenate(owners), np.concatenate(values), settings)


def of_texts(words: Words, settings: FeatureSettings) -> Features:
    """One feature per text: its length in words, in classes that double every second step.

    >>> texts = ["late", "late again", "on time"]
    >>> one, two, three = of_texts(split(texts), FeatureSettings()).bucket
    >>> bool(one == two), bool(two == three)
    (False, True)
    """
    length = np.bincount(words.text, minlength=words.texts)
    # Compared with whole numbers, for a logarithm's last bit may differ between machines.
    classes = np.searchsorted(_LENGTHS, length, side="right").astype(np.uint64)
    return _features(
        np.arange(words.texts), (classes + np.uint64(1)) * np.uint64(_LENGTH), settings
    )


_LENGTHS: Final = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512])


def _features(
    owner: NDArray[np.int64], value: NDArray[np.uint64], settings: FeatureSettings
) -> Features:
    return Features(owner, (mix(value) % np.uint64(settings.buckets)).astype(np.int64))


def occurrences(texts: Sequence[str], settings: FeatureSettings) -> Features:
    """All features of each text, repeated as often as they occur: what training counts.

    >>> occurrences(["late", "late late"], FeatureSettings()).owner.max().item()
    1
    """
    words = split(texts)
    by_word = of_words(words, settings)
    order = np.argsort(by_word.owner, kind="stable")
    count = np.bincount(by_word.owner, minlength=len(words.hashes))
    start = np.cumsum(count) - count
    spread = count[words.word]
    within = np.arange(spread.sum()) - np.repeat(np.cumsum(spread) - spread, spread)
    bucket = by_word.bucket[order][np.repeat(start[words.word], spread) + within]
    by_token = of_tokens(words, settings)
    by_text = of_texts(words, settings)
    return Features(
        np.concatenate([np.repeat(words.text, spread), words.text[by_token.owner], by_text.owner]),
        np.concatenate([bucket, by_token.bucket, by_text.bucket]),
    )
