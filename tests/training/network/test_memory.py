"""Fine-tuning where memory ends: told where nothing helps, and no other error is taken for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network.backbone import Network, open_network
from cxnlp.training.network.checkpoints import Workplace
from cxnlp.training.network.fine_tuning import _Learner, fine_tune
from cxnlp.training.network.recipe import Recipe

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from cxnlp.training.network.examples import Examples

RECIPE = Recipe(epochs=1, rows=8, dropout=0, moving_average=0)


def learner(backbone: Path, examples: Examples, work: Path, failure: Exception) -> _Learner:
    """A learner whose network fails on any batch."""
    import torch

    network = open_network(str(backbone), length=16, outputs=29, dropout=0, seed=0)

    class Failing(torch.nn.Module):
        config = network.model.config

        def __init__(self) -> None:
            super().__init__()
            self.inner = network.model

        def forward(self, input_ids: Tensor, attention_mask: Tensor) -> object:
            del input_ids, attention_mask
            raise failure

    failing = Network(Failing(), network.tokens, network.filler, 29, "inner." + network.head)
    return _Learner(failing, examples, RECIPE, Workplace.enter(work, {}), 100, lambda _: None)


def test_a_single_text_that_does_not_fit_is_said_to_be_too_long(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    import torch

    learning = learner(backbone, examples, tmp_path / "w", torch.OutOfMemoryError())
    with pytest.raises(ConfigurationError, match=r"transformer\.length.*a single text"):
        learning.learn()


def test_an_error_that_is_not_of_memory_comes_through_as_it_is(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    learning = learner(backbone, examples, tmp_path / "w", RuntimeError("shapes differ"))
    with pytest.raises(RuntimeError, match="shapes differ"):
        learning.learn()


def test_texts_kept_aside_are_judged_by_the_weights_that_will_be_kept(
    backbone: Path, examples: Examples, tmp_path: Path
) -> None:
    """With an average over the steps, that average is asked, and learning goes on where it was."""
    losses: dict[float, list[str]] = {}
    for average in (0.0, 0.99):
        told = losses.setdefault(average, [])
        recipe = RECIPE.model_copy(
            update={"validation": 0.3, "moving_average": average, "rate": 3e-3, "head_rate": 3e-3}
        )
        work = tmp_path / f"w{average}"
        fine_tune(str(backbone), examples, recipe, work, length=16, outputs=29, say=told.append)
    assert all("on texts kept aside" in told[0] for told in losses.values())
    assert losses[0.0] != losses[0.99]
