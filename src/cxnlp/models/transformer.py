"""The transformer kind: a fine-tuned network in ONNX, asked one text at a time; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np
from pydantic import Field

from cxnlp.config import Settings
from cxnlp.encoders.onnx import OnnxNetwork
from cxnlp.encoders.tokens import TextTokens
from cxnlp.errors import ModelError
from cxnlp.models.aspects import ASPECT_OUTPUTS, AspectRule
from cxnlp.models.predictions import Scores
from cxnlp.ordinal import level_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.models.folder import ModelFolder

__all__ = ["NETWORK", "TOKENIZER", "TransformerScorer", "TransformerSettings", "level_outputs"]

NETWORK: Final = "network.onnx"
TOKENIZER: Final = "tokenizer.json"

_LEVEL_OUTPUTS: Final = 7
"""No evidence, then the six levels."""

_BLOCK: Final = 4096
"""Texts that are tokenised at a time: bounds memory, changes nothing else."""


class TransformerSettings(Settings):
    """How the network is asked, and how its outputs are read."""

    length: int = Field(default=128, ge=8, le=8192)
    """Tokens that a text may have; a longer one keeps its beginning and its end."""
    form: Literal["softmax", "corn"] = "softmax"
    """What the level outputs are: log-probabilities, or conditional steps (X. Shi et al. 2021)."""
    aspects: bool = True
    """Whether the network has heads for dimensions, touchpoints and stages."""
    rule: AspectRule = AspectRule()
    """How their outputs are read."""

    @property
    def outputs(self) -> int:
        """Outputs that the network must have."""
        return _LEVEL_OUTPUTS + (ASPECT_OUTPUTS if self.aspects else 0)


def level_outputs(
    outputs: NDArray[np.float64], form: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read seven outputs: log-probabilities of the levels, and log-odds of evidence.

    Args:
        outputs: "no evidence", then the levels. Shape (n, 7).
        form: see `TransformerSettings.form`; with `corn` the outputs of levels 2 to 6 are the
            log-odds of reaching that level where the one below is reached.

    Returns:
        Shape (n, 6), unnormalised, and (n,).

    >>> scores, evidence = level_outputs(np.zeros((1, 7)), "softmax")
    >>> evidence.round(4)
    array([1.7918])
    """
    levels = np.ascontiguousarray(outputs[:, 1:])
    highest = levels.max(axis=1)
    exponent = np.exp(levels - highest[:, None])
    total = exponent[:, 0]
    for column in range(1, exponent.shape[1]):
        total = total + exponent[:, column]
    evidence = highest + np.log(total) - outputs[:, 0]
    if form == "softmax":
        return levels, evidence
    steps = np.ascontiguousarray(levels[:, 1:])
    reached = np.cumprod(1 / (1 + np.exp(-steps)), axis=1)
    reached = np.clip(reached, 1e-9, 1 - 1e-9)
    return level_scores(np.log(reached) - np.log1p(-reached)), evidence


@dataclass(frozen=True)
class TransformerScorer:
    """Scores by a network.

    Attributes:
        settings: how the network is asked.
        network: the network.
        tokens: the tokenizer.
    """

    settings: TransformerSettings
    network: OnnxNetwork
    tokens: TextTokens

    @classmethod
    def read(cls, folder: ModelFolder) -> TransformerScorer:
        """Take the scorer out of a model folder.

        Raises:
            ModelError: network or tokenizer cannot be read, or do not fit the manifest.
        """
        settings = TransformerSettings.check(dict(folder.manifest.scorer), where="manifest.json")
        parts = folder.manifest.parts
        return cls.of(settings, folder.files[parts["network"]], folder.files[parts["tokenizer"]])

    @classmethod
    def of(cls, settings: TransformerSettings, network: bytes, tokenizer: bytes) -> Self:
        """Make a scorer from the contents of its files.

        Raises:
            ModelError: they cannot be read, or do not fit the settings.
        """
        opened = OnnxNetwork.read(network)
        if opened.outputs != settings.outputs:
            raise ModelError(
                NETWORK,
                found=f"{opened.outputs} outputs",
                expected=f"{settings.outputs}",
                hint="Train the model again.",
            )
        return cls(settings, opened, TextTokens.read(tokenizer, length=settings.length))

    def score(self, texts: Sequence[str]) -> Scores:
        """Score cleaned texts."""
        outputs = self.outputs(texts)
        levels, evidence = level_outputs(outputs[:, :_LEVEL_OUTPUTS], self.settings.form)
        aspects = outputs[:, _LEVEL_OUTPUTS:]
        return Scores(
            levels, evidence, self.settings.rule.apply(aspects) if self.settings.aspects else {}
        )

    def outputs(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """What the network says of each text. Shape (n, outputs)."""
        blocks = [
            self.network.run(self.tokens.numbers(texts[start : start + _BLOCK]))
            for start in range(0, len(texts), _BLOCK)
        ]
        empty = np.zeros((0, self.network.outputs), np.float32)
        found: NDArray[np.float64] = np.concatenate([empty, *blocks]).astype(np.float64)
        return found
