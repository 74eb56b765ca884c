"""A trained model is complete: scorer, calibration, manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.models.predictions import Scores
from cxnlp.training import TrainingSettings, read_labelled
from cxnlp.training.assemble import assemble, calibrate

if TYPE_CHECKING:
    from pathlib import Path


def test_the_manifest_says_what_the_model_was_made_from(project: Path) -> None:
    settings = TrainingSettings.read(project)
    data = read_labelled(project.parent / "train.csv", settings.data)
    model = assemble(data, [], settings, config_text=project.read_text())
    assert model.manifest.seed == settings.seed
    assert model.manifest.config_digest == settings.fingerprint()
    assert model.manifest.data[0].rows == 280
    assert model.manifest.data[0].digest == data.digest
    assert model.manifest.data[1].use == "calibration, out of fold"
    assert model.manifest.data[1].rows == int((~data.enriched).sum())
    assert {"python", "numpy", "scikit-learn", "cxnlp"} <= set(model.manifest.versions)
    assert model.contents.files["config.toml"] == project.read_bytes()


def test_rows_picked_for_their_level_do_not_calibrate(project: Path) -> None:
    settings = TrainingSettings.read(project)
    data = read_labelled(project.parent / "train.csv", settings.data)
    random = np.random.default_rng(0)
    scores = Scores(random.normal(0, 1, (280, 6)), random.normal(0, 1, 280), {})
    first = calibrate(scores, data, settings)
    scores.levels[data.enriched] += random.normal(0, 9, (int(data.enriched.sum()), 6))
    assert calibrate(scores, data, settings) == first


def test_too_few_rows_to_calibrate_are_refused(project: Path) -> None:
    settings = TrainingSettings.read(project)
    data = read_labelled(project.parent / "train.csv", settings.data)
    few = data.rows(np.arange(280) < 20)
    with pytest.raises(InputDataError, match="to calibrate on"):
        calibrate(Scores(np.zeros((20, 6)), np.zeros(20), {}), few, settings)
