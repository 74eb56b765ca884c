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

    moves: Sequence[int]
    rows: Sequence[int]
    features: Sequence[int]
    weights: NDArray[np.float64]
    prior: NDArray[np.float64]
    codes: tuple[str, ...]

    def probabilities(self, text: str) -> dict[str, float]:
        """The probability of each language, from the first 2,000 characters.

        Empty where the text holds nothing that the model knows.
        """
        text = text[:_READ]
        data = (text.lower() if text.isupper() else text).encode("utf-8", errors="replace")
        state, counts = 0, dict[int, int]()
        moves, rows, features = self.moves, self.rows, self.features
        for byte in data:
            state = moves[rows[state] + byte]
            feature = features[state]
            if feature >= 0:
                counts[feature] = counts.get(feature, 0) + 1
        if not counts:
            return {}
        ordered = sorted(counts)
        seen = np.log1p(np.array([counts[feature] for feature in ordered], dtype=np.float64))
        scores = (seen[:, None] * self.weights[ordered]).sum(axis=0) + self.prior
        scores /= math.sqrt(len(data))
        likelihood = np.exp(scores - scores.max())
        return dict(zip(self.codes, (likelihood / likelihood.sum()).tolist(), strict=True))


def load_statistical() -> StatisticalIdentifier:
    """Load py3langid's own model; takes about a second.

    >>> chances = load_statistical().probabilities("Das Personal war sehr freundlich.")
    >>> max(chances, key=chances.__getitem__)
    'de'
    """
    from py3langid.langid import MODEL_FILE
    from py3langid.langid import LanguageIdentifier as Original

    original = Original.from_model_file(MODEL_FILE)
    original.set_languages(sorted(LANGUAGES.intersection(original.labels)))
    return StatisticalIdentifier(
        moves=original.tk_nextmove,
        rows=[row << 8 for row in original.tk_row],
        features=original.tk_output,
        weights=np.asarray(original.nb_ptc, dtype=np.float64),
        prior=np.asarray(original.nb_pc, dtype=np.float64),
        codes=tuple(original.nb_classes),
    )
