"""The configuration of fine-tuning: `[transformer]` in the TOML file of a training."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from cxnlp.config import Settings

__all__ = [
    "AspectSettings",
    "IntermediateSettings",
    "LossName",
    "Recipe",
    "Round",
    "TransformerTraining",
]

LossName = Literal["cross-entropy", "soft", "corn", "oll", "emd"]


class AspectSettings(Settings):
    """Columns that tell dimensions, touchpoints and stages, in the letters of the codebook."""

    dimensions: str = "dimensions"
    """Such as `T-,E+`."""
    touchpoints: str = "touchpoints"
    """Such as `IP`."""
    stages: str = "stages"
    """Such as `DA`."""


class Recipe(Settings):
    """How a network is fine-tuned. Values: docs/decisions/2026-11-21-ordinal-losses.md."""

    loss: LossName = "soft"
    """What is made small; see `cxnlp.training.network.losses`."""
    sharpness: float = Field(default=2.0, gt=0)
    """Soft labels fall by exp(-sharpness) for each level away (R. Diaz and A. Marathe 2019)."""
    epochs: float = Field(default=2.0, gt=0)
    """How often all texts are seen."""
    rate: float = Field(default=1e-4, gt=0)
    """Learning rate of the top layer."""
    head_rate: float = Field(default=5e-4, gt=0)
    """Learning rate of the heads."""
    layer_decay: float = Field(default=0.8, gt=0, le=1)
    """Learning rate of a layer against the one above (J. Howard and S. Ruder 2018)."""
    warmup: float = Field(default=0.1, ge=0, lt=1)
    """Share of the steps in which the rate rises; then it falls evenly to nothing."""
    weight_decay: float = Field(default=0.01, ge=0)
    """Decay of weights that are matrices (I. Loshchilov and F. Hutter 2019)."""
    tokens: int = Field(default=2048, ge=16)
    """Tokens in a batch, padding included."""
    rows: int = Field(default=32, ge=1)
    """Texts in a batch, at most."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of hidden values that are dropped."""
    disturbed: float = Field(default=0.3, ge=0, le=1)
    """Share of texts that get a slip of the pen, anew in each epoch."""
    varied: float = Field(default=0.0, ge=0, le=1)
    """Share of texts that get other names and a sentence which says nothing, anew in each epoch."""
    taught: float = Field(default=0.0, ge=0, le=1)
    """Share of the models of `[soft]` in the targets; texts that only they know are learned too."""
    aspect_weight: float = Field(default=0.5, ge=0)
    """Weight of the aspect heads' loss."""
    balance: float = Field(default=0.0, ge=0, le=1)
    """0: levels count as they come; 1: every level counts the same."""
    moving_average: float = Field(default=0.98, ge=0, lt=1)
    """The weights that are kept are a moving average over the steps; 0: the last ones."""
    frozen_layers: int = Field(default=0, ge=0)
    """The lowest layers stay as they are."""
    frozen_embeddings: bool = True
    """The token vectors stay as they are."""
    validation: float = Field(default=0.0, ge=0, le=0.5)
    """Share of the texts kept aside to stop early on."""
    patience: int = Field(default=1, ge=1)
    """Epochs without a lower loss on those texts after which fine-tuning stops."""
    seed: int = Field(default=1, ge=0)
    """Of new heads, of the order of the texts and of what is dropped."""


class IntermediateSettings(Settings):
    """A stage before the levels: soft levels, estimated from the ratings of `[[rated]]`."""

    seeds: tuple[int, ...] = Field(default=(1,), min_length=1)
    """One fine-tuning each; their weights are averaged."""
    recipe: Recipe = Recipe(epochs=1.0, disturbed=0.2, aspect_weight=0.0, moving_average=0.99)
    """How."""
    smoothing: float = Field(default=3.0, gt=0)
    """Rows of the source's own mix that are added to each rating's levels."""


class Round(Settings):
    """Fine-tunings from one start, whose weights are averaged (M. Wortsman et al. 2022)."""

    recipes: tuple[Recipe, ...] = Field(default=(Recipe(),), min_length=1)
    """One fine-tuning each."""


class TransformerTraining(Settings):
    """How a transformer is made.

    >>> TransformerTraining.check({"rounds": [{"recipes": [{"loss": "corn"}]}]}).form
    'corn'
    """

    backbone: str = "minilm"
    """A Hugging Face id, a folder, or `minilm`; a multilingual one makes a multilingual model."""
    length: int = Field(default=128, ge=8, le=8192)
    """Tokens that a text may have; a longer one keeps its beginning and its end."""
    rounds: tuple[Round, ...] = Field(default=(Round(),), min_length=1)
    """One after the other, each from what the one before gave."""
    intermediate: IntermediateSettings | None = None
    """The stage before."""
    aspects: AspectSettings | None = None
    """Where the texts' aspects stand; none: the model does not tell aspects."""
    held_out: float = Field(default=0.1, gt=0, lt=0.5)
    """Share of the texts that no stage learns from: calibration and thresholds."""
    eight_bits: bool = True
    """Store and multiply in 8 bits; else 32."""
    threads: int = Field(default=0, ge=0)
    """Threads of training; 0: as many as torch takes. Another number, other last bits."""
    save_every: int = Field(default=100, ge=1)
    """Steps between two checkpoints."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        losses = {recipe.loss for one in self.rounds for recipe in one.recipes}
        if "corn" in losses and len(losses) > 1:
            msg = "corn reads the level outputs in its own way: it cannot be mixed with others"
            raise ValueError(msg)
        return self

    @property
    def form(self) -> Literal["softmax", "corn"]:
        """How the level outputs are read."""
        return "corn" if self.rounds[0].recipes[0].loss == "corn" else "softmax"
