"""Losses for ordered levels: what fine-tuning makes small.

All but `cross-entropy` and `soft` are factored: evidence against none, and the levels where there
is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.aspects import DIMENSIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch import Tensor

    from cxnlp.training.network.recipe import LossName

__all__ = ["aspect_loss", "level_loss", "soft_targets"]

_LEVELS = 6


def soft_targets(levels: NDArray[np.integer], sharpness: float | None) -> NDArray[np.float32]:
    """Shares of "no evidence" and the six levels that stand for a level.

    A level's share falls by exp(-sharpness) with each step from the true one (SORD: R. Diaz and
    A. Marathe 2019, with the absolute distance); "no evidence" is no neighbour of any level.

    Args:
        levels: 0 to 6. Shape (n,).
        sharpness: None: all for the true level.

    Returns:
        Shape (n, 7), rows sum to 1.

    >>> soft_targets(np.array([0, 6]), 2.0).round(2).tolist()[1][4:]
    [0.019999999552965164, 0.11999999731779099, 0.8600000143051147]
    """
    true = np.asarray(levels, np.int64)
    if sharpness is None:
        return np.eye(_LEVELS + 1, dtype=np.float32)[true]
    away = np.abs(np.arange(1, _LEVELS + 1)[None, :] - true[:, None])
    share = np.exp(-sharpness * away)
    targets = np.zeros((len(true), _LEVELS + 1), np.float32)
    targets[:, 1:] = share / share.sum(axis=1, keepdims=True)
    targets[true == 0] = 0
    targets[true == 0, 0] = 1
    return targets


def level_loss(outputs: Tensor, targets: Tensor, loss: LossName) -> Tensor:
    """The loss of each text.

    Args:
        outputs: "no evidence" and six levels. Shape (b, 7).
        targets: shares. Shape (b, 7), rows sum to 1.
        loss: `cross-entropy` and `soft` (both the cross-entropy, they differ in the targets),
            `emd` (squared earth mover's distance, L. Hou et al. 2016, with 0.3 of cross-entropy,
            without which it hardly begins to learn), `oll` (F. Castagnos et al. 2022, alpha 1.5)
            or `corn` (X. Shi et al. 2021).

    Returns:
        Shape (b,).
    """
    import torch
    from torch.nn import functional

    outputs = outputs.float()
    if loss in ("cross-entropy", "soft"):
        return -(targets * functional.log_softmax(outputs, 1)).sum(1)
    evident = 1 - targets[:, 0]
    evidence = torch.logsumexp(outputs[:, 1:], 1) - outputs[:, 0]
    told = functional.binary_cross_entropy_with_logits(evidence, evident, reduction="none")
    levels = targets[:, 1:] / evident.clamp(min=1e-6)[:, None]
    return told + evident * _ordered(outputs[:, 1:], levels, loss)


def _ordered(outputs: Tensor, levels: Tensor, loss: LossName) -> Tensor:
    import torch
    from torch.nn import functional

    shares = functional.softmax(outputs, 1)
    if loss == "emd":
        moved = ((shares.cumsum(1) - levels.cumsum(1)) ** 2).sum(1)
        return moved - 0.3 * (levels * functional.log_softmax(outputs, 1)).sum(1)
    if loss == "oll":
        place = torch.arange(_LEVELS, dtype=outputs.dtype, device=outputs.device)
        away = ((place[:, None] - place[None, :]).abs() ** 1.5)[None]
        distance = (away * levels[:, None, :]).sum(2)
        return -(distance * torch.log((1 - shares).clamp(min=1e-6))).sum(1)
    # The first level's output is not used: every text with a level reaches it.
    steps = outputs[:, 1:]
    reached = torch.flip(torch.cumsum(torch.flip(levels, [1]), 1), [1])
    asked, passed = reached[:, :-1], reached[:, 1:]
    return -(
        passed * functional.logsigmoid(steps) + (asked - passed) * functional.logsigmoid(-steps)
    ).sum(1)


def aspect_loss(outputs: Tensor, dimensions: Tensor, flags: Tensor) -> Tensor:
    """The mean loss over aspects of each text.

    Args:
        outputs: of the aspect heads. Shape (b, 22).
        dimensions: 0 absent, 1 positive, 2 negative. Shape (b, 5).
        flags: 0 or 1. Shape (b, 7).

    Returns:
        Shape (b,).
    """
    from torch.nn import functional

    outputs = outputs.float()
    count = len(DIMENSIONS)
    three = outputs[:, : 3 * count].reshape(-1, 3)
    signs = functional.cross_entropy(three, dimensions.reshape(-1), reduction="none")
    there = functional.binary_cross_entropy_with_logits(
        outputs[:, 3 * count :], flags, reduction="none"
    )
    total = signs.reshape(-1, count).sum(1) + there.sum(1)
    # Twice the mean over twelve aspects, as in the trials that chose `aspect_weight`.
    return total / 6
