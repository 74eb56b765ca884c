"""From texts to a complete model: heads, calibration, manifest."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.metrics import macro_f1, mean_absolute_error, quadratic_weighted_kappa
from cxnlp.models.folder import seal
from cxnlp.models.level_model import CALIBRATION, LevelModel, answer
from cxnlp.models.linear import WEIGHTS
from cxnlp.models.manifest import DataRecord, Manifest, ModelCalibration
from cxnlp.ordinal import EvidenceCalibration, IntervalRule, LevelCalibration
from cxnlp.training.crossfit import out_of_fold
from cxnlp.training.linear import fit_heads, prepare
from cxnlp.training.normalising import behind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.models.predictions import Predictions, Scores
    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.rated import RatedTexts
    from cxnlp.training.soft import SoftTexts

__all__ = ["assemble", "balance_weights", "calibrate", "records"]

_LIBRARIES = ("cxnlp", "numpy", "scipy", "scikit-learn", "safetensors", "pyarrow")
_LEAST_TO_CALIBRATE = 30


def assemble(
    data: LabelledTexts,
    rated: Sequence[RatedTexts],
    settings: TrainingSettings,
    *,
    soft: SoftTexts | None = None,
    config_text: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> LevelModel:
    """Train a complete model that has not been saved.

    Heads are fitted on all rows; calibration and interval come from out-of-fold scores of the rows
    that were not picked for their level (cross-conformal in spirit, Vovk 2015: the final heads saw
    more rows than those that gave the scores, so the promised coverage is met from above).

    Args:
        data: texts with levels.
        rated: texts with ratings; they may stand in `data` too.
        settings: everything else.
        soft: texts with soft labels, none of them in `data`.
        config_text: the TOML file, kept in the model's folder.
        say: is told what happens.

    Raises:
        InputDataError: too few rows to calibrate on.
    """
    say("counting features and learning polarity")
    prepared = prepare(data, rated, settings, soft=soft)
    say("scoring each fold by the others")
    scores = out_of_fold(prepared, settings)
    calibration = calibrate(scores, data, settings)
    say("out of fold: " + _worth(answer(scores, calibration), data))
    say("fitting the heads on all rows")
    scorer = fit_heads(prepared, settings, np.ones(len(data), bool))
    manifest = Manifest(
        kind=settings.kind,
        name=settings.name,
        languages=settings.languages,
        parts={"weights": WEIGHTS, "calibration": CALIBRATION},
        scorer=settings.features.model_dump(mode="json"),
        versions={"python": platform.python_version(), **{x: version(x) for x in _LIBRARIES}},
        seed=settings.seed,
        config=settings.model_dump(mode="json"),
        config_digest=settings.fingerprint(),
        data=records(
            {"levels": data, "calibration, out of fold": data.rows(~data.enriched)}, rated, soft
        ),
    )
    files = {
        **scorer.files(),
        **(prepared.normaliser.files() if prepared.normaliser else {}),
        CALIBRATION: (calibration.model_dump_json(indent=1) + "\n").encode(),
        "config.toml": config_text.encode(),
    }
    return LevelModel(seal(manifest, files), behind(prepared.normaliser, scorer), calibration)


def calibrate(scores: Scores, data: LabelledTexts, settings: TrainingSettings) -> ModelCalibration:
    """Fit calibration and interval to out-of-fold scores of the rows that were not picked."""
    usual = ~data.enriched
    judged = usual & (data.levels > 0)
    if judged.sum() < _LEAST_TO_CALIBRATE:
        raise InputDataError(
            data.name,
            found=f"{int(judged.sum())} texts with a level that were not picked for it",
            expected=f"at least {_LEAST_TO_CALIBRATE} to calibrate on",
            hint="Label more texts.",
        )
    true, asked = data.levels[judged], settings.calibration
    fit = LevelCalibration.fit_slope if asked.levels == "slope" else LevelCalibration.fit
    levels = fit(scores.levels[judged], true)
    # As float32, for so the probabilities are given out.
    probabilities = levels.apply(scores.levels[judged]).astype(np.float32).astype(np.float64)
    evident = data.levels[usual] > 0
    threshold = asked.evidence_threshold
    weights = balance_weights(true, asked.interval_balance)
    return ModelCalibration(
        levels=levels,
        evidence=EvidenceCalibration(threshold=0.0)
        if evident.all()
        else EvidenceCalibration.fit(scores.evidence[usual], evident, threshold=threshold),
        interval=IntervalRule.fit(probabilities, true, coverage=asked.coverage, weights=weights),
    )


def balance_weights(levels: NDArray[np.int64], balance: float) -> NDArray[np.float64] | None:
    """Weights that fall with the number of rows of a level; none where all count alike.

    Args:
        levels: 1 to 6. Shape (n,).
        balance: 0: alike; 1: every level weighs the same.

    >>> balance_weights(np.array([4, 4, 1]), 1.0).tolist()
    [0.5, 0.5, 1.0]
    """
    if not balance:
        return None
    weights: NDArray[np.float64] = (1 / np.bincount(levels)[levels]) ** balance
    return weights


def _worth(found: Predictions, data: LabelledTexts) -> str:
    usual = ~data.enriched & (data.levels > 0)
    true, answered = data.levels[usual], found.levels[usual]
    return (
        f"QWK {quadratic_weighted_kappa(true, answered):.3f}, "
        f"macro-F1 {macro_f1(true, answered):.3f}, "
        f"mean absolute error {mean_absolute_error(true, answered):.3f} "
        f"on {len(true)} texts that were not picked for their level"
    )


def records(
    data: Mapping[str, LabelledTexts], rated: Sequence[RatedTexts], soft: SoftTexts | None
) -> tuple[DataRecord, ...]:
    """What a model has learned from, for its manifest.

    Args:
        data: texts with levels by what they were used for, such as `levels` or `calibration`.
        rated: texts with ratings.
        soft: texts with soft labels.
    """
    found = [
        DataRecord(name=rows.name, use=use, rows=len(rows), digest=rows.digest)
        for use, rows in data.items()
    ]
    found += [
        DataRecord(name=table.name, use="ratings", rows=len(table.texts), digest=table.digest)
        for table in rated
    ]
    if soft is not None:
        said = len(soft.texts)
        found.append(DataRecord(name=soft.name, use="soft labels", rows=said, digest=soft.digest))
    return tuple(found)
