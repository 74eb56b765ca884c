"""Learning rates by layer: the deeper a layer lies, the less it moves."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxnlp.training.network.backbone import Network
    from cxnlp.training.network.recipe import Recipe

__all__ = ["rate_groups"]


def rate_groups(network: Network, recipe: Recipe) -> list[dict[str, Any]]:
    """The weights that learn, in groups for torch's optimisers; the others are frozen.

    Each group has its full rate as `full`, which the schedule scales; matrices decay, the rest does
    not. Discriminative rates after J. Howard and S. Ruder (2018).
    """
    layers = network.layers
    groups: dict[tuple[float, float], list[Any]] = {}
    for name, weight in network.model.named_parameters():
        layer = _layer_of(name)
        words = "embeddings" in name
        if (
            (layer is not None and layer < recipe.frozen_layers)
            or (words and recipe.frozen_layers)
            or (recipe.frozen_embeddings and "word_embeddings" in name)
        ):
            weight.requires_grad_(False)  # noqa: FBT003 - torch takes no name
            continue
        if name.startswith(network.head) or "classifier" in name:
            rate = recipe.head_rate
        elif layer is not None:
            rate = recipe.rate * recipe.layer_decay ** (layers - 1 - layer)
        else:
            rate = recipe.rate * (recipe.layer_decay**layers if words else 1.0)
        decay = recipe.weight_decay if weight.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(weight)
    return [
        {"params": weights, "lr": rate, "full": rate, "weight_decay": decay}
        for (rate, decay), weights in groups.items()
    ]


def _layer_of(name: str) -> int | None:
    """The number of the encoder layer that a weight belongs to.

    >>> _layer_of("bert.encoder.layer.3.output.dense.weight")
    3
    """
    for before, after in pairwise(name.split(".")):
        if before in {"layer", "layers", "h", "block"} and after.isdigit():
            return int(after)
    return None
