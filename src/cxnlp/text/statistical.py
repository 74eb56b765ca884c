"""The statistical language identifier, py3langid, fenced so that its answers never vary.

py3langid multiplies through BLAS, whose last bits may depend on the number of threads. Here the
same sum is taken in a fixed order in float64.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["LANGUAGES", "StatisticalIdentifier", "load_statistical"]

_CODES: Final = """
    af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja
    ka kk km kn ko lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te
    th tl tr uk ur uz vi zh
"""
LANGUAGES: Final[frozenset[str]] = frozenset(_CODES.split())
"""The languages told apart: those widely written. Rarer ones would only cost certainty."""

_READ: Final = 2_000
_BLOCK: Final = 1024
"""Texts that are weighed at once; bounds memory, changes nothing else."""


@dataclass(frozen=True)
class StatisticalIdentifier:
    """A naive Bayes model over byte sequences (Lui and Baldwin, 2012), as trained by py3langid.

    Attributes:
        moves: the automaton's next states.
        rows: where each state's moves begin.
        features: the feature that each state stands for, or a negative number.
        weights: log-probability of each feature by language. Shape (features, languages).
        prior: log-probability of each language. Shape (languages,).
        codes: the languages, in order; one that is written in two scripts stands there twice.
    """

    moves: NDArray[np.integer]
    rows: NDArray[np.int64]
    features: NDArray[np.integer]
    weights: NDArray[np.floating]
    prior: NDArray[np.float64]
    codes: tuple[str, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The different languages."""
        return tuple(dict.fromkeys(self.codes))

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each language of each text, from its first 2,000 characters.

        The texts walk through the automaton together, which is many times faster; each is added up
        by itself, in a fixed order, so that its answer does not depend on the others.

        Returns:
            Shape (n, languages), in the order of `languages`, at most 1 in sum (of a language that
            stands twice, the last counts); 0 throughout where a text holds nothing that the model
            knows.
        """
        chances = np.zeros((len(texts), len(self.codes)))
        for start in range(0, len(texts), _BLOCK):
            block = [_bytes_of(text) for text in texts[start : start + _BLOCK]]
            self._weigh(block, chances[start : start + _BLOCK])
        last = {code: place for place, code in enumerate(self.codes)}
        return chances[:, list(last.values())]

    def _weigh(self, data: Sequence[bytes], chances: NDArray[np.float64]) -> None:
        text, feature = self._features(data)
        met, counts = np.unique(text * len(self.weights) + feature, return_counts=True)
        owner, place = np.divmod(met, len(self.weights))
        first = np.searchsorted(owner, np.arange(len(data) + 1))
        many = np.diff(first)
        # The texts with most features first: those that have a further one are the first ones. So
        # each text's features are added one after the other, as if it were alone.
        order = np.argsort(-many, kind="stable")[: int((many > 0).sum())]
        seen = np.log1p(counts.astype(np.float64))
        begins, fewer = first[order], -many[order]
        # Many features are met by many texts: each is brought to full width once.
        is_met = np.zeros(len(self.weights), np.bool_)
        is_met[place] = True
        place = (np.cumsum(is_met) - 1)[place]
        weights = self.weights[is_met].astype(np.float64)
        scores = np.zeros((len(order), len(self.codes)))
        for step in range(int(many.max(initial=0))):
            at = begins[: np.searchsorted(fewer, -step)] + step
            weighed = weights.take(place[at], axis=0)
            weighed *= seen[at, None]
            scores[: len(at)] += weighed
        lengths = np.array([math.sqrt(len(one)) for one in data])
        scores = (scores + self.prior) / lengths[order, None]
        likelihood = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances[order] = likelihood / likelihood.sum(axis=1, keepdims=True)

    def _features(self, data: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The features met, byte by byte: the text of each, and the feature. Shapes (f,)."""
        lengths = np.array([len(one) for one in data], np.int64)
        longest_first = np.argsort(-lengths, kind="stable")
        starts = (np.cumsum(lengths) - lengths)[longest_first]
        # How many texts have a byte at each place.
        counts = np.searchsorted(-lengths[longest_first], -np.arange(lengths.max(initial=0)))
        joined = np.frombuffer(b"".join(data), np.uint8)
        state = np.zeros(len(data), np.int64)
        walked = [np.empty(0, np.int64)]
        for place, count in enumerate(counts.tolist()):
            state = self.moves[self.rows[state[:count]] + joined[starts[:count] + place]]
            walked.append(state)
        met = self.features[np.concatenate(walked)]
        there = np.flatnonzero(met >= 0)
        # The place of each among those that have a byte there.
        text = np.arange(len(met)) - np.repeat(np.cumsum(counts) - counts, counts)
        return longest_first[text[there]], met[there].astype(np.int64)


def _bytes_of(text: str) -> bytes:
    text = text[:_READ]
    return (text.lower() if text.isupper() else text).encode("utf-8", errors="replace")


@cache
def load_statistical() -> StatisticalIdentifier:
    """Load py3langid's own model, which takes about half a second, once in a process.

    >>> identifier = load_statistical()
    >>> (chances,) = identifier.probabilities(["Das Personal war sehr freundlich."])
    >>> identifier.languages[chances.argmax()]
    'de'
    """
    from py3langid.langid import MODEL_FILE
    from py3langid.langid import LanguageIdentifier as Original

    original = Original.from_model_file(MODEL_FILE)
    original.set_languages(sorted(LANGUAGES.intersection(original.labels)))
    return StatisticalIdentifier(
        # As they were stored: in wider types they would take 150 MB more.
        moves=np.asarray(original.tk_nextmove),
        rows=np.asarray(original.tk_row, dtype=np.int64) << 8,
        features=np.asarray(original.tk_output),
        # Row by row, because whole rows are taken.
        weights=np.ascontiguousarray(original.nb_ptc),
        prior=np.asarray(original.nb_pc, dtype=np.float64),
        codes=tuple(original.nb_classes),
    )
