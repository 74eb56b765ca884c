"""The manifest of a model folder: what the model is, what it was made from, and its files."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from pydantic import Field, JsonValue

from cxnlp.config import Settings
from cxnlp.levels import LEVEL_NAMES
from cxnlp.ordinal import EvidenceCalibration, IntervalRule, LevelCalibration

__all__ = ["FORMAT", "DataRecord", "Manifest", "ModelCalibration"]

FORMAT: Final = 1
"""The format of model folders that this version writes and reads."""


class DataRecord(Settings):
    """One table that a stage learned from or was tested on."""

    name: str
    """The file's name, without its path."""
    use: str
    """What it served for: `levels`, `ratings`, `soft labels` or `test`."""
    rows: int = Field(ge=0)
    """Rows used, after those were left out that could not be."""
    digest: str
    """SHA-256 of the cleaned texts and their answers in the order of use."""


class Manifest(Settings):
    """`manifest.json`. Its bytes identify the model: their SHA-256 is the model's digest."""

    format: int = FORMAT
    """Number of the folder's format."""
    kind: str
    """`linear`, `static`, `transformer` or `cascade`."""
    name: str
    """The model's name."""
    level_names: tuple[str, ...] = LEVEL_NAMES
    """The levels in the order of every level axis, worst first."""
    languages: tuple[str, ...] = ("en",)
    """ISO 639-1 codes of the languages that the model was made for."""
    parts: dict[str, str] = Field(default_factory=dict)
    """File of each part that the kind needs, by the part's name."""
    members: dict[str, str] = Field(default_factory=dict)
    """Digest of each other model that a cascade asks, by its name."""
    scorer: dict[str, JsonValue] = Field(default_factory=dict)
    """Settings of the kind's scorer."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Version of each library that took part in training."""
    seed: int = 0
    """Seed of every random choice in training."""
    config: dict[str, JsonValue] = Field(default_factory=dict)
    """The training configuration, every default filled in."""
    config_digest: str = ""
    """SHA-256 of the training configuration."""
    data: tuple[DataRecord, ...] = ()
    """What the model has seen."""
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of every other file of the folder, by its name."""
    checksum: str = ""
    """SHA-256 of the other values, so that a changed manifest is noticed too."""

    def own_checksum(self) -> str:
        """What `checksum` should be."""
        values = self.model_dump(mode="json", exclude={"checksum"})
        text = json.dumps(values, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class ModelCalibration(Settings):
    """`calibration.json`: what turns scores into answers."""

    levels: LevelCalibration = LevelCalibration()
    """For the probabilities of the levels."""
    evidence: EvidenceCalibration = EvidenceCalibration()
    """For the probability of evidence."""
    interval: IntervalRule = IntervalRule()
    """For the interval of levels."""
