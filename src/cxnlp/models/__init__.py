"""Level models: folders that hold a scorer and its calibration, and answer with six levels."""

from cxnlp.models.folder import ModelFolder
from cxnlp.models.level_model import LevelModel, load
from cxnlp.models.manifest import DataRecord, Manifest, ModelCalibration
from cxnlp.models.predictions import Predictions, Scorer, Scores
from cxnlp.models.shipped import DEFAULT, find_model, shipped_models

__all__ = [
    "DEFAULT",
    "DataRecord",
    "LevelModel",
    "Manifest",
    "ModelCalibration",
    "ModelFolder",
    "Predictions",
    "Scorer",
    "Scores",
    "find_model",
    "load",
    "shipped_models",
]
