"""Aspects from hashed n-grams: for texts that no network reads.

Whole-number weights like those of the linear kind, with an output for every aspect head; coarser
than a network, measured beside it on the model's card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.errors import ModelError
from cxnlp.models.aspects import ASPECT_OUTPUTS, AspectRule
from cxnlp.models.linear import LinearScorer
from cxnlp.models.ngrams import FeatureSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ASPECTS", "AspectFeatures"]

ASPECTS: Final = "aspects.safetensors"
_RULE: Final = "aspects.json"


@dataclass(frozen=True)
class AspectFeatures:
    """N-gram weights of the aspect heads, and the rule that reads them.

    Attributes:
        heads: weights with `ASPECT_OUTPUTS` outputs.
        rule: from which log-odds on an aspect is said to be there.
    """

    heads: LinearScorer
    rule: AspectRule

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> AspectFeatures:
        """From the files of a model folder.

        Raises:
            ModelError: a file is missing, or holds something else.
        """
        from safetensors import SafetensorError

        try:
            heads = _heads(files[ASPECTS])
            rule = AspectRule.model_validate_json(files[_RULE])
        except (SafetensorError, KeyError, ValueError) as error:
            raise ModelError(
                ASPECTS,
                found=f"contents that cannot be read ({type(error).__name__})",
                expected=f"weights of {ASPECT_OUTPUTS} outputs",
                hint="Train the model again.",
            ) from error
        return cls(heads, rule)

    def files(self) -> dict[str, bytes]:
        """The files of the model folder, by name."""
        (weights,) = self.heads.files().values()
        return {ASPECTS: weights, _RULE: (self.rule.model_dump_json(indent=1) + "\n").encode()}

    def tell(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.int8] | NDArray[np.bool_]]:
        """The aspects of cleaned texts, by name. Shape (n,) each."""
        return self.rule.apply(self.outputs(texts))

    def outputs(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """What the heads say. Shape (n, 22)."""
        return self.heads.all_outputs(texts)


def _heads(content: bytes) -> LinearScorer:
    from safetensors.numpy import load

    found = load(content)
    weights, scale, constant = (found[name] for name in ("weights", "scale", "constant"))
    rows, buckets = weights.shape
    if (rows, scale.shape, constant.shape) != (ASPECT_OUTPUTS + 1, *[(ASPECT_OUTPUTS,)] * 2):
        raise ValueError(rows)
    return LinearScorer(FeatureSettings(buckets=buckets), weights, scale, constant)
