"""The static kind: a few numbers per token, added up; no matrix product, NumPy and tokenizers only.

A token's row holds its share in each output directly: what a table of token vectors and a linear
head would give, multiplied out. A text's output is the sum of its tokens' rows over the root of
their number, times a scale, plus a constant. Rows are whole numbers, so that sums do not round.
Pairs of neighbouring tokens are hashed into rows of their own: without them "not good" is "not" and
"good".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pydantic import Field

from cxnlp.config import Settings
from cxnlp.encoders.tokens import TextTokens
from cxnlp.models.weights import LEVEL_OUTPUTS, as_scores, read_weights, weighed, weights_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.models.folder import ModelFolder
    from cxnlp.models.predictions import Scores

__all__ = ["TABLE", "StaticScorer", "StaticSettings", "token_rows"]

TABLE: Final = "tokens.safetensors"
_BLOCK: Final = 4096
"""Texts that are tokenised at a time: bounds memory, changes nothing else."""
_MULTIPLIER: Final = 0x9E3779B1
"""Spreads pairs over the buckets (the golden ratio's fraction, as in Knuth 1998, 6.4)."""


class StaticSettings(Settings):
    """How texts become rows of the table."""

    length: int = Field(default=256, ge=8, le=8192)
    """Tokens that a text may have; a longer one keeps its beginning and its end."""
    pairs: int = Field(default=2**17, ge=1, le=2**22)
    """Rows for hashed pairs of neighbouring tokens."""


def token_rows(
    numbers: Sequence[NDArray[np.int64]], tokens: int, pairs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of the table that texts add up: their tokens, then their pairs of tokens.

    Args:
        numbers: token numbers of n texts.
        tokens: rows for single tokens.
        pairs: rows for pairs.

    Returns:
        The text of each row, and the row. Shape (m,) each.

    >>> token_rows([np.array([3, 4])], 10, 5)[1][:2].tolist()
    [3, 4]
    """
    lengths = np.array([len(one) for one in numbers], np.int64)
    owner = np.repeat(np.arange(len(numbers)), lengths)
    flat = np.concatenate([np.zeros(0, np.int64), *numbers])
    beside = owner[1:] == owner[:-1] if len(owner) else np.zeros(0, bool)
    first, second = flat[:-1][beside], flat[1:][beside]
    mixed = (first * tokens + second) * _MULTIPLIER % 2**32
    rows = tokens + mixed * pairs // 2**32
    return np.concatenate([owner, owner[:-1][beside] if len(owner) else owner]), np.concatenate(
        [flat, rows]
    )


@dataclass(frozen=True)
class StaticScorer:
    """Scores by a table of tokens.

    Attributes:
        settings: how texts become rows.
        tokens: the tokenizer.
        table: shape (tokens + pairs, 6), int8: five log-odds of lying above a level, then those of
            evidence.
        scale: what one unit is worth on each output. Shape (6,), float64.
        constant: added to each output. Shape (6,), float64.
    """

    settings: StaticSettings
    tokens: TextTokens
    table: NDArray[np.int8]
    scale: NDArray[np.float64]
    constant: NDArray[np.float64]

    @classmethod
    def read(cls, folder: ModelFolder) -> StaticScorer:
        """Take the scorer out of a model folder.

        Raises:
            ModelError: the table does not fit the tokenizer.
        """
        settings = StaticSettings.check(dict(folder.manifest.scorer), where="manifest.json")
        parts = folder.manifest.parts
        tokens = TextTokens.read(folder.files[parts["tokenizer"]], length=settings.length)
        shape = (tokens.tokenizer.get_vocab_size() + settings.pairs, LEVEL_OUTPUTS)
        content = folder.files[parts["table"]]
        return cls(settings, tokens, *read_weights(content, "table", shape, np.int8, where=TABLE))

    def files(self) -> dict[str, bytes]:
        """The files of the model folder that hold this scorer, by name."""
        return {
            TABLE: weights_bytes("table", self.table, self.scale, self.constant),
            "tokenizer.json": self.tokens.content(),
        }

    def score(self, texts: Sequence[str]) -> Scores:
        """Score cleaned texts."""
        blocks = [
            self._outputs(texts[start : start + _BLOCK]) for start in range(0, len(texts), _BLOCK)
        ]
        return as_scores(np.concatenate([np.zeros((0, LEVEL_OUTPUTS)), *blocks]))

    def _outputs(self, texts: Sequence[str]) -> NDArray[np.float64]:
        count = len(self.table) - self.settings.pairs
        owner, rows = token_rows(self.tokens.numbers(texts), count, self.settings.pairs)
        # Sums of whole numbers are exact in float64: no order of summation changes a bit.
        sums = np.empty((LEVEL_OUTPUTS, len(texts)))
        for output in range(LEVEL_OUTPUTS):
            sums[output] = np.bincount(owner, self.table[rows, output], len(texts))
        mass = np.sqrt(np.maximum(np.bincount(owner, minlength=len(texts)), 1))
        return weighed(sums, mass, self.scale, self.constant)
