"""The linear kind: hashed n-grams, whole-number weights, NumPy only.

A text's score on an output is the sum of its features' weights over the square root of its mass
(the sum of its features' squared inverse document frequencies, which stands for the length of the
text's vector), times a scale, plus a constant. Weights and masses are whole numbers: their sums do
not round, so that no order of summation, block or neighbour can change a bit of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.models.ngrams import FeatureSettings, of_texts, of_tokens, of_words
from cxnlp.models.weights import LEVEL_OUTPUTS, as_scores, read_weights, weighed, weights_bytes
from cxnlp.models.words import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cxnlp.models.folder import ModelFolder
    from cxnlp.models.predictions import Scores

__all__ = ["MASS_UNIT", "WEIGHTS", "LinearScorer"]

WEIGHTS: Final = "weights.safetensors"

MASS_UNIT: Final = 1 / 256
"""What one whole unit of mass is worth."""

_BLOCK_TEXTS, _BLOCK_CHARACTERS = 1024, 500_000
"""Worked on at once: enough to drown NumPy's cost per call, little enough for the caches."""


@dataclass(frozen=True)
class LinearScorer:
    """Scores by hashed n-grams.

    Attributes:
        settings: which n-grams.
        weights: shape (outputs + 1, buckets), int16; for levels there are six outputs: five
            log-odds of lying above a level, and the log-odds of evidence. Last comes the mass in
            units of `MASS_UNIT`.
        scale: what one unit of weight is worth on each output. Shape (outputs,), float64.
        constant: added to each output. Shape (outputs,), float64.
    """

    settings: FeatureSettings
    weights: NDArray[np.int16]
    scale: NDArray[np.float64]
    constant: NDArray[np.float64]

    @classmethod
    def read(cls, folder: ModelFolder) -> LinearScorer:
        """Take the scorer out of a model folder.

        Raises:
            ModelError: the weights do not have the shape that the manifest promises.
        """
        settings = FeatureSettings.check(dict(folder.manifest.scorer), where="manifest.json")
        content = folder.files[folder.manifest.parts["weights"]]
        shape = (LEVEL_OUTPUTS + 1, settings.buckets)
        return cls(settings, *read_weights(content, "weights", shape, np.int16, where=WEIGHTS))

    def files(self) -> dict[str, bytes]:
        """The files of the model folder that hold this scorer, by name."""
        return {WEIGHTS: weights_bytes("weights", self.weights, self.scale, self.constant)}

    def score(self, texts: Sequence[str]) -> Scores:
        """Score cleaned texts."""
        return as_scores(self.all_outputs(texts))

    def all_outputs(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The linear outputs of any number of texts. Shape (n, outputs)."""
        blocks = [self.outputs(block) for block in _blocks(texts)]
        return np.concatenate(blocks) if blocks else np.zeros((0, len(self.scale)))

    def outputs(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The linear outputs of one block of texts. Shape (n, outputs)."""
        words = split(texts)
        by_word = of_words(words, self.settings)
        by_token = of_tokens(words, self.settings)
        by_text = of_texts(words, self.settings)
        token_text = words.text[by_token.owner]
        sums = np.empty((len(self.weights), words.texts))
        for output, weights in enumerate(self.weights):
            # Sums of whole numbers below 2^53 are exact in float64.
            per_word = np.bincount(by_word.owner, weights[by_word.bucket], len(words.hashes))
            sums[output] = (
                np.bincount(words.text, per_word[words.word], words.texts)
                + np.bincount(token_text, weights[by_token.bucket], words.texts)
                + weights[by_text.bucket]
            )
        mass = np.sqrt(np.maximum(sums[-1] * MASS_UNIT, 1.0))
        return weighed(sums[:-1], mass, self.scale, self.constant)


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start = characters = 0
    for place, text in enumerate(texts):
        if place > start and (
            place - start == _BLOCK_TEXTS or characters + len(text) > _BLOCK_CHARACTERS
        ):
            yield texts[start:place]
            start, characters = place, 0
        characters += len(text)
    if start < len(texts):
        yield texts[start:]
