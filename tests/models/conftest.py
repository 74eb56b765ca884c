"""A small model with a word or two to say, made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.models import LevelModel, Manifest, ModelCalibration
from cxnlp.models.folder import seal
from cxnlp.models.level_model import CALIBRATION
from cxnlp.models.linear import WEIGHTS, LinearScorer
from cxnlp.models.ngrams import FeatureSettings


def make_model(seed: int = 0) -> LevelModel:
    """A linear model with random weights."""
    settings = FeatureSettings(buckets=2**12)
    random = np.random.default_rng(seed)
    weights = random.integers(-30000, 30000, (7, settings.buckets)).astype(np.int16)
    weights[6] = np.abs(weights[6])
    scorer = LinearScorer(settings, weights, np.full(6, 1e-4), np.array([2.0, 1, 0, -1, -2, 1]))
    manifest = Manifest(
        kind="linear",
        name="small",
        parts={"weights": WEIGHTS, "calibration": CALIBRATION},
        scorer=settings.model_dump(mode="json"),
    )
    calibration = ModelCalibration()
    files = {**scorer.files(), CALIBRATION: calibration.model_dump_json().encode()}
    return LevelModel(seal(manifest, files), scorer, calibration)


@pytest.fixture
def small_model() -> LevelModel:
    """A linear model with random weights that has not been saved."""
    return make_model()
