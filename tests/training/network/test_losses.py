"""Losses for ordered levels."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.training.network.losses import aspect_loss, level_loss, soft_targets

LOSSES = ["cross-entropy", "soft", "corn", "oll", "emd"]


def test_soft_targets_fall_with_the_distance_and_never_reach_no_evidence() -> None:
    targets = soft_targets(np.array([0, 3]), 2.0)
    assert targets.sum(axis=1) == pytest.approx([1, 1])
    assert targets[0, 0] == 1
    assert targets[1, 0] == 0
    assert targets[1, 3] / targets[1, 4] == pytest.approx(np.exp(2), rel=1e-4)


def test_without_sharpness_all_stands_for_the_true_level() -> None:
    assert (soft_targets(np.array([0, 6]), None) == np.eye(7)[[0, 6]]).all()


@pytest.mark.parametrize("loss", ["oll", "emd"])
def test_a_distant_answer_costs_more_than_a_near_one(loss: str) -> None:
    import torch

    targets = torch.tensor(soft_targets(np.array([1, 1]), None))
    outputs = torch.full((2, 7), -4.0)
    outputs[0, 2], outputs[1, 6] = 4.0, 4.0
    near, far = level_loss(outputs, targets, loss).tolist()  # type: ignore[arg-type]
    assert far > near + 0.5


@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_are_finite_for_extreme_outputs(loss: str) -> None:
    import torch

    targets = torch.tensor(soft_targets(np.arange(7), 2.0))
    outputs = (torch.eye(7).flip(0) * 60 - 30).requires_grad_()
    level_loss(outputs, targets, loss).sum().backward()  # type: ignore[arg-type, no-untyped-call]
    assert outputs.grad is not None
    assert bool(torch.isfinite(outputs.grad).all())


@pytest.mark.parametrize("loss", LOSSES)
def test_a_right_answer_costs_less_than_a_wrong_one(loss: str) -> None:
    import torch

    from cxnlp.models.transformer import level_outputs

    targets = torch.tensor(soft_targets(np.array([5]), None))
    start = torch.zeros(1, 7, requires_grad=True)
    level_loss(start, targets, loss).sum().backward()  # type: ignore[arg-type, no-untyped-call]
    assert start.grad is not None
    moved = (start - 3 * start.grad).detach().numpy().astype(np.float64)
    form = "corn" if loss == "corn" else "softmax"
    before = level_outputs(np.zeros((1, 7)), form)[0]
    after = level_outputs(moved, form)[0]

    def share(scores: np.ndarray) -> float:
        return float(np.exp(scores[0, 4]) / np.exp(scores[0]).sum())

    assert share(after) > share(before)


def test_aspects_that_are_told_rightly_cost_less() -> None:
    import torch

    dimensions = torch.tensor([[1, 0, 2, 0, 0]])
    flags = torch.tensor([[1.0, 0, 0, 0, 0, 1, 0]])
    right = torch.full((1, 22), -5.0)
    for place, code in enumerate(dimensions[0].tolist()):
        right[0, 3 * place + code] = 5.0
    right[0, 15:] = flags * 10 - 5
    assert aspect_loss(right, dimensions, flags).item() < 0.1
    assert aspect_loss(-right, dimensions, flags).item() > 5
