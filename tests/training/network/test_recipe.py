"""The recipe of fine-tuning: its defaults, and losses that cannot be mixed."""

from __future__ import annotations

from typing import get_args

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network.recipe import (
    IntermediateSettings,
    LossName,
    Recipe,
    Round,
    TransformerTraining,
)


def rounds(*losses: tuple[str, ...]) -> dict[str, object]:
    return {"rounds": [{"recipes": [{"loss": loss} for loss in one]} for one in losses]}


def test_losses_are_called_so_in_configurations() -> None:
    assert get_args(LossName) == ("cross-entropy", "soft", "corn", "oll", "emd")


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ({}, "softmax"),
        (rounds(("soft", "emd"), ("oll",)), "softmax"),
        (rounds(("corn", "corn"), ("corn",)), "corn"),
    ],
)
def test_outputs_are_read_as_the_losses_made_them(told: dict[str, object], form: str) -> None:
    assert TransformerTraining.check(told).form == form


@pytest.mark.parametrize("losses", [(("corn", "soft"),), (("soft",), ("corn",))])
def test_corn_is_mixed_with_no_other_loss_in_any_round(losses: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ConfigurationError, match="cannot be mixed with others"):
        TransformerTraining.check(rounds(*losses))


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (Recipe, {"epochs": 0}),
        (Recipe, {"warmup": 1}),
        (Recipe, {"dropout": 1}),
        (Recipe, {"taught": 1.01}),
        (Recipe, {"validation": 0.51}),
        (Recipe, {"tokens": 15}),
        (Recipe, {"loss": "huber"}),
        (Round, {"recipes": []}),
        (IntermediateSettings, {"seeds": []}),
        (TransformerTraining, {"rounds": []}),
        (TransformerTraining, {"held_out": 0}),
        (TransformerTraining, {"held_out": 0.5}),
        (TransformerTraining, {"length": 7}),
    ],
)
def test_a_value_out_of_range_is_named_by_its_key(
    model: type[Recipe], told: dict[str, object]
) -> None:
    (key,) = told
    with pytest.raises(ConfigurationError, match=key):
        model.check(told)


def test_the_stage_before_the_levels_is_gentler_and_tells_no_aspects() -> None:
    recipe = IntermediateSettings().recipe
    assert (recipe.epochs, recipe.disturbed, recipe.aspect_weight) == (1.0, 0.2, 0.0)
    assert recipe.moving_average == 0.99
    assert TransformerTraining().intermediate is None
