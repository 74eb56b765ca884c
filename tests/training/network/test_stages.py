"""Stages of a training: weights that lie there are taken as they are, and that is told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.training import LabelledTexts, TrainingSettings
from cxnlp.training.network.stages import Material, Stages
from cxnlp.whole import file_digest

if TYPE_CHECKING:
    from pathlib import Path

SAID = ("they lied to us", "slow and late", "it was ok", "the staff were kind", "best ever !")


def stages_of(backbone: Path, work: Path, told: list[str]) -> Stages:
    """Two rounds from this backbone."""
    data = LabelledTexts(
        "gold.csv", SAID, np.array([1, 2, 3, 4, 6]), np.full(5, "shop"), np.zeros(5, bool)
    )
    recipe = {"epochs": 1, "rows": 8, "moving_average": 0}
    settings = TrainingSettings.check(
        {
            "transformer": {
                "backbone": str(backbone),
                "length": 16,
                "threads": 1,
                "rounds": [{"recipes": [recipe]}] * 2,
            }
        }
    )
    return Stages(Material(data), settings, work, told.append)


def give(backbone: Path, work: Path, stage: str) -> None:
    """Put finished weights at the place of a stage, with a word where they are from."""
    shutil.copytree(backbone, work / stage / "model")
    (work / stage / "given.txt").write_text("a run of yesterday\n")


def test_weights_given_for_the_last_stage_end_the_training_before_it_begins(
    backbone: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    give(backbone, tmp_path, "levels-2")
    stages = stages_of(backbone, tmp_path, told)
    assert stages.run(stages.material.data) == tmp_path / "levels-2" / "model"
    assert told == ["stage levels-2: weights taken as they are (a run of yesterday)"]
    (record,) = stages.given
    assert (record.name, record.use) == ("stage levels-2: a run of yesterday", "weights")
    assert record.digest == file_digest(backbone / "model.safetensors")


def test_weights_given_for_an_earlier_stage_are_where_the_next_one_starts(
    backbone: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    give(backbone, tmp_path, "levels-1")
    stages = stages_of(backbone, tmp_path, told)
    made = stages.run(stages.material.data)
    assert made == tmp_path / "levels-2.1" / "model"
    assert (made / "model.safetensors").is_file()
    assert told[:2] == [
        "stage levels-1: weights taken as they are (a run of yesterday)",
        "stage levels-2, 1 of 1: 5 texts",
    ]
    assert [record.name for record in stages.given] == ["stage levels-1: a run of yesterday"]
    assert not (tmp_path / "levels-1.1").exists()
