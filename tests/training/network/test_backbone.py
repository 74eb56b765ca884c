"""Backbones are opened, or refused by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ConfigurationError
from cxnlp.training.network.backbone import open_network, require_backbone

if TYPE_CHECKING:
    from pathlib import Path


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
