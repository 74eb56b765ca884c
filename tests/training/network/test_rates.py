"""Learning rates by layer: the deeper a layer lies, the less it moves, and what is frozen stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network.backbone import Network, open_network
from cxnlp.training.network.rates import rate_groups
from cxnlp.training.network.recipe import Recipe, TransformerTraining

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def network(backbone: Path) -> Network:
    return open_network(str(backbone), length=16, outputs=7, dropout=0, seed=0)


def rates(network: Network, **changes: object) -> dict[str, float]:
    """The rate of each weight that learns, by its name."""
    groups = rate_groups(network, Recipe().model_copy(update={"rate": 1.0, **changes}))
    found = {id(weight): group["full"] for group in groups for weight in group["params"]}
    return {
        name: found[id(weight)]
        for name, weight in network.model.named_parameters()
        if id(weight) in found
    }


def test_a_lower_layer_learns_more_slowly_and_the_head_by_its_own_rate(network: Network) -> None:
    found = rates(network, layer_decay=0.5, head_rate=7.0, frozen_embeddings=False)
    by_part = {
        part: {rate for name, rate in found.items() if part in name}
        for part in ("layer.1.", "layer.0.", "embeddings", network.head)
    }
    assert by_part == {
        "layer.1.": {1.0},
        "layer.0.": {0.5},
        "embeddings": {0.25},
        network.head: {7.0},
    }


def test_frozen_layers_and_all_below_them_stay_as_they_are(network: Network) -> None:
    found = rates(network, frozen_layers=1)
    assert any("layer.1." in name for name in found)
    assert not any("layer.0." in name or "embeddings" in name for name in found)
    assert not network.model.get_parameter("bert.encoder.layer.0.output.dense.weight").requires_grad


def test_frozen_embeddings_keep_the_token_vectors_alone(network: Network) -> None:
    found = rates(network, frozen_embeddings=True)
    assert not any("word_embeddings" in name for name in found)
    assert any("position_embeddings" in name for name in found)


def test_corn_is_not_mixed_with_a_loss_that_reads_the_outputs_otherwise() -> None:
    mixed = {"rounds": [{"recipes": [{"loss": "corn"}, {"loss": "soft"}]}]}
    with pytest.raises(ConfigurationError, match="corn reads the level outputs in its own way"):
        TransformerTraining.check(mixed)
    alone = TransformerTraining.check({"rounds": [{"recipes": [{"loss": "corn"}]}]})
    assert alone.form == "corn"
