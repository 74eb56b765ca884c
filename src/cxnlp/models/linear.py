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
from cxnlp.models.words import blocks, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.models.folder import ModelFolder
    from cxnlp.models.predictions import Scores
    from cxnlp.models.words import Words

__all__ = ["MASS_UNIT", "WEIGHTS", "LinearScorer"]

WEIGHTS: Final = "weights.safetensors"

_EVIDENCE: Final = LEVEL_OUTPUTS - 1

MASS_UNIT: Final = 1 / 256
"""What one whole unit of mass is worth."""


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
        found = [self.outputs(block) for _, block in blocks(texts)]
        return np.concatenate(found) if found else np.zeros((0, len(self.scale)))

    def outputs(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The linear outputs of one block of texts. Shape (n, outputs)."""
        words = split(texts)
        if self.settings.quiet is not None:
            words = words.kept(~self._quiet(words, self.settings.quiet))
        every = np.arange(len(self.scale))
        return self._weighed(words, every)

    def told(self, texts: Sequence[str]) -> list[str]:
        """The texts without the sentences that are passed over, for whoever reads them next."""
        found = list(texts)
        if self.settings.quiet is None:
            return found
        for start, block in blocks(texts):
            words = split(block)
            quiet = self._quiet(words, self.settings.quiet)
            for row in np.unique(words.text[quiet]).tolist():
                own = slice(*np.searchsorted(words.text, [row, row + 1]).tolist())
                first = np.flatnonzero(np.diff(words.sentence[own], prepend=-1))
                found[start + row] = _cut(block[row], words.start[own][first], quiet[own][first])
        return found

    def _quiet(self, words: Words, line: float) -> NDArray[np.bool_]:
        """Which tokens stand in a sentence that tells of nothing, where another tells of something.

        Shape (m,). Each sentence is scored as if it were a text of its own.
        """
        several = np.flatnonzero(words.among_sentences())
        rows = words.kept(several).by_sentence()
        evidence = self._weighed(rows, np.array([_EVIDENCE]))[:, 0]
        told = evidence[rows.text] >= line
        loud = np.zeros(words.texts, np.bool_)
        loud[words.text[several[told]]] = True
        quiet = np.zeros(len(words.text), np.bool_)
        quiet[several[~told]] = True
        return quiet & loud[words.text]

    def _weighed(self, words: Words, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """The chosen outputs. Shape (n, chosen)."""
        by_word = of_words(words, self.settings)
        by_token = of_tokens(words, self.settings)
        by_text = of_texts(words, self.settings)
        token_text = words.text[by_token.owner]
        sums = np.empty((len(chosen) + 1, words.texts))
        for place, output in enumerate((*chosen.tolist(), -1)):
            weights = self.weights[output]
            # Sums of whole numbers below 2^53 are exact in float64.
            per_word = np.bincount(by_word.owner, weights[by_word.bucket], len(words.hashes))
            sums[place] = (
                np.bincount(words.text, per_word[words.word], words.texts)
                + np.bincount(token_text, weights[by_token.bucket], words.texts)
                + weights[by_text.bucket]
            )
        mass = np.sqrt(np.maximum(sums[-1] * MASS_UNIT, 1.0))
        return weighed(sums[:-1], mass, self.scale[chosen], self.constant[chosen])


def _cut(text: str, begins: NDArray[np.int64], quiet: NDArray[np.bool_]) -> str:
    """The text without its quiet sentences, which begin at these bytes, as `split` counts them."""
    content = text.replace("\u2019", "'").encode(errors="replace")
    bounds = [0, *begins[1:].tolist(), len(content)]
    pieces = [
        content[start:end]
        for start, end, left_out in zip(bounds, bounds[1:], quiet.tolist(), strict=False)
        if not left_out
    ]
    return b"".join(pieces).decode().strip()
