"""Folders of other models are told from the configuration's folder on, by whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.training import TrainingSettings

if TYPE_CHECKING:
    from pathlib import Path

_WHOLE = """
[transformer]
backbone = "mine"
[cascade]
cheap = "mine"
expensive = "levels-accurate"
[normaliser]
tokenizer = "mine"
[soft]
model = "mine"
texts = ["texts.csv"]
"""


def _named(settings: TrainingSettings) -> list[str | None]:
    assert settings.normaliser is not None
    assert settings.soft is not None
    return [
        settings.transformer.backbone,
        settings.cascade.cheap,
        settings.normaliser.tokenizer,
        settings.soft.model,
    ]


def test_folders_beside_the_file_are_told_from_there_and_names_stay_names(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(_WHOLE)
    assert _named(TrainingSettings.read(config)) == ["mine"] * 4
    (tmp_path / "mine").mkdir()
    told = TrainingSettings.read(config)
    assert _named(told) == [str(tmp_path / "mine")] * 4
    assert told.cascade.expensive == "levels-accurate"


def test_what_names_no_folder_is_read_as_it_is_written(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[data]\ntrain = "train.csv"\n')
    told = TrainingSettings.read(config)
    assert told == TrainingSettings.parse(config.read_text())
    assert told.fingerprint() == TrainingSettings.parse(config.read_text()).fingerprint()
