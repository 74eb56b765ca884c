"""A level model: cleaned text to scores, scores to calibrated answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from cxnlp.errors import ConfigurationError, ModelError, UsageError
from cxnlp.models.folder import ModelFolder, read_folder, write_folder
from cxnlp.models.kinds import KINDS, read_scorer
from cxnlp.models.manifest import Manifest, ModelCalibration
from cxnlp.models.predictions import Predictions
from cxnlp.models.shipped import DEFAULT, find_model
from cxnlp.ordinal import posterior_median

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.models.predictions import Scorer, Scores

__all__ = ["CALIBRATION", "LevelModel", "answer", "load"]

CALIBRATION = "calibration.json"


@dataclass(frozen=True)
class LevelModel:
    """A complete model: it answers alike before saving, after loading, alone and in any batch.

    Attributes:
        contents: manifest, digest and files.
        scorer: what differs between kinds.
        calibration: what turns its scores into answers.

    >>> model = load("levels-fast")
    >>> model.kind, model.languages, model.coverage
    ('linear', ('en',), 0.9)
    >>> model.predict(["Late again.", "Best stay of my life!"]).probabilities.shape
    (2, 6)
    """

    contents: ModelFolder
    scorer: Scorer
    calibration: ModelCalibration

    @property
    def manifest(self) -> Manifest:
        """What the model is and what it was made from."""
        return self.contents.manifest

    @property
    def name(self) -> str:
        """The model's name."""
        return self.manifest.name

    @property
    def kind(self) -> str:
        """`linear`, `static`, `transformer` or `cascade`."""
        return self.manifest.kind

    @property
    def digest(self) -> str:
        """`sha256:` and the SHA-256 of the manifest, which holds those of all other files."""
        return self.contents.digest

    @property
    def folder(self) -> Path | None:
        """Where the model lies; None when it has not been saved."""
        return self.contents.path

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages that the model was made for."""
        return self.manifest.languages

    @property
    def coverage(self) -> float:
        """Share of intervals that hold the true level."""
        return self.calibration.interval.coverage

    @property
    def evidence_threshold(self) -> float:
        """Below this probability of evidence a comment has the status `no_evidence`."""
        return self.calibration.evidence.threshold

    @property
    def aspects(self) -> bool:
        """Whether the model tells dimensions, touchpoints and stages."""
        return bool(self.manifest.scorer.get("aspects", False))

    def predict(self, texts: Sequence[str]) -> Predictions:
        """Clean and label texts as they were written.

        Args:
            texts: n texts.

        Returns:
            n answers in the order of the texts.

        Raises:
            UsageError: `texts` is one text, whose letters would be labelled one by one, or holds
                something else than texts.
        """
        from cxnlp.text import clean_all

        if isinstance(texts, str):
            raise UsageError(
                "texts",
                found="one text",
                expected="several texts, such as a list of them",
                hint="Put it into a list: predict([text]).",
            )
        strange = next((text for text in texts if not isinstance(text, str)), "")
        if not isinstance(strange, str):
            raise UsageError(
                "texts",
                found=f"an element of type {type(strange).__name__}",
                expected="strings",
                hint='Leave it out, or put "" in its place; cxnlp.label rejects such rows itself.',
            )
        return self.predict_cleaned(clean_all(texts))

    def predict_cleaned(self, texts: Sequence[str]) -> Predictions:
        """Label texts that `cxnlp.text.clean_all` has cleaned."""
        return answer(self.scorer.score(texts), self.calibration)

    def learned_from(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Whether the model was fitted on each text, as far as its folder tells. Shape (n,).

        >>> load("levels-fast").learned_from(["The porter sang for us, in Latin."]).tolist()
        [False]
        """
        from cxnlp.models.seen import SeenTexts
        from cxnlp.text import clean_all

        seen = SeenTexts.read(self.contents.files)
        return np.zeros(len(texts), bool) if seen is None else seen.holds(clean_all(texts))

    def save(self, path: str | Path, *, replace: bool = False) -> Self:
        """Write the model folder, whole or not at all.

        Raises:
            ModelError: something lies at `path` already (and `replace` is not set, or it is no
                model), or `path` cannot be written.
        """
        contents = write_folder(self.contents, Path(path), replace=replace)
        return type(self)(contents, self.scorer, self.calibration)


def answer(scores: Scores, calibration: ModelCalibration) -> Predictions:
    """Calibrate scores and decode them, each row by itself.

    >>> model = load("levels-fast")
    >>> found = answer(model.scorer.score(["Best stay of my life!"]), model.calibration)
    >>> bool(found.intervals[0, 0] <= found.levels[0] <= found.intervals[0, 1])
    True
    """
    probabilities = calibration.levels.apply(scores.levels).astype(np.float32)
    # Decoded from the numbers that are given out, so that whoever has those finds the same levels.
    exact: NDArray[np.float64] = probabilities.astype(np.float64)
    return Predictions(
        levels=posterior_median(exact),
        probabilities=probabilities,
        evidence=calibration.evidence.apply(scores.evidence).astype(np.float32),
        intervals=calibration.interval.apply(exact),
        aspects=scores.aspects,
    )


def load(model: str | Path = DEFAULT) -> LevelModel:
    """Load a model from its folder or by its name.

    Args:
        model: a model folder, or the name of a shipped model.

    Raises:
        ModelError: there is no such model, or its folder is of another format or kind or damaged
            (checked in this order); the message names the file.

    >>> answers = load("levels-fast").predict(["Filthy, rude and shouting. Never again!"])
    >>> int(answers.levels[0])
    1
    """
    contents = read_folder(find_model(model), kinds=KINDS)
    try:
        calibration = ModelCalibration.model_validate_json(contents.files[CALIBRATION])
        scorer = read_scorer(contents)
    except (KeyError, ValueError, ConfigurationError) as error:
        raise ModelError(
            find_model(model),
            found=f"contents that do not fit together ({type(error).__name__})",
            expected=f"the parts of a model of kind {contents.manifest.kind}",
            hint="Fetch or train the model again.",
        ) from error
    return LevelModel(contents, scorer, calibration)
