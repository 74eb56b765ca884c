"""The statistical language identifier, py3langid, fenced so that its answers never vary.

py3langid multiplies through BLAS, whose last bits may depend on the number of threads. Here the
same sum is taken in a fixed order in float64.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
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


@dataclass(frozen=True)
class StatisticalIdentifier:
    """A naive Bayes model over byte sequences (Lui and Baldwin, 2012), as trained by py3langid.

    Attributes:
        moves: the automaton's next states.
        rows: where each state's moves begin.
        features: the feature that each state stands for, or a negative number.
        weights: log-probability of each feature by language. Shape (features, languages).
        prior: log-probability of each language. Shape (languages,).
        codes: the languages, in order.
    """

    moves: NDArray[np.integer]
    rows: NDArray[np.int64]
    features: NDArray[np.integer]
    weights: NDArray[np.floating]
    prior: NDArray[np.float64]
    codes: tuple[str, ...]

    def probabilities(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The probability of each language of each text, from its first 2,000 characters.

        Empty where a text holds nothing that the model knows. The texts walk through the automaton
        together, which is many times faster; each is then added up by itself, in a fixed order, so
        that its answer does not depend on the others.
        """
        data = [_bytes_of(text) for text in texts]
        text, feature = self._features(data)
        first = np.searchsorted(text, np.arange(len(data) + 1))
        chances: list[dict[str, float]] = []
        for place, begin in enumerate(first[:-1].tolist()):
            found = feature[begin : first[place + 1]]
            if not len(found):
                chances.append({})
                continue
            ordered, counts = np.unique(found, return_counts=True)
            seen = np.log1p(counts.astype(np.float64))
            known = self.weights[ordered].astype(np.float64)
            scores = (seen[:, None] * known).sum(axis=0) + self.prior
            scores /= math.sqrt(len(data[place]))
            likelihood = np.exp(scores - scores.max())
            shares = (likelihood / likelihood.sum()).tolist()
            chances.append(dict(zip(self.codes, shares, strict=True)))
        return chances

    def _features(self, data: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The features met: the text of each, rising, and the feature. Shapes (f,)."""
        lengths = np.array([len(one) for one in data], np.int64)
        longest_first = np.argsort(-lengths, kind="stable")
        starts = (np.cumsum(lengths) - lengths)[longest_first]
        ends = lengths[longest_first]
        joined = np.frombuffer(b"".join(data), np.uint8)
        state = np.zeros(len(data), np.int64)
        texts, features = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        count = len(data)
        for place in range(int(lengths.max(initial=0))):
            while ends[count - 1] <= place:
                count -= 1
            now = joined[starts[:count] + place]
            state[:count] = self.moves[self.rows[state[:count]] + now]
            met = self.features[state[:count]]
            there = np.flatnonzero(met >= 0)
            texts.append(longest_first[there])
            features.append(met[there].astype(np.int64))
        text = np.concatenate(texts)
        order = np.argsort(text, kind="stable")
        return text[order], np.concatenate(features)[order]


def _bytes_of(text: str) -> bytes:
    text = text[:_READ]
    return (text.lower() if text.isupper() else text).encode("utf-8", errors="replace")


def load_statistical() -> StatisticalIdentifier:
    """Load py3langid's own model; takes about a second.

    >>> (chances,) = load_statistical().probabilities(["Das Personal war sehr freundlich."])
    >>> max(chances, key=chances.__getitem__)
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
        weights=np.asarray(original.nb_ptc),
        prior=np.asarray(original.nb_pc, dtype=np.float64),
        codes=tuple(original.nb_classes),
    )
