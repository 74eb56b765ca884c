"""Fitting a cascade: who answers what, calibrated on rows that neither member has learned from."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import ConfigurationError, InputDataError
from cxnlp.metrics import quadratic_weighted_kappa
from cxnlp.models.cascade import (
    CascadeScorer,
    CascadeSettings,
    on_path,
    second_scores,
    short_texts,
    unsureness,
)
from cxnlp.models.folder import seal
from cxnlp.models.level_model import CALIBRATION, LevelModel, load
from cxnlp.models.manifest import DataRecord, Manifest, ModelCalibration
from cxnlp.ordinal import (
    EvidenceCalibration,
    IntervalRule,
    LevelCalibration,
    posterior_median,
)
from cxnlp.training.aspect_features import fit_aspect_features
from cxnlp.training.assemble import balance_weights
from cxnlp.training.config import TrainingSettings
from cxnlp.training.linear import fit_heads, prepare
from cxnlp.training.network.assemble import keep_away
from cxnlp.training.normalising import normalised
from cxnlp.training.rated import read_rated
from cxnlp.training.soft import read_soft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.models.predictions import Scores
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.network.aspects import AspectGold

__all__ = ["assemble_cascade", "threshold_for"]

_LEAST: Final = 20
"""Rows of a path below which its member's own calibration stays."""
_LIBRARIES: Final = ("cxnlp", "numpy", "scipy", "scikit-learn", "onnxruntime")


@dataclass(frozen=True)
class _Both:
    """What both members say of the rows held out, which neither has learned from."""

    data: LabelledTexts
    cheap: Scores
    expensive: Scores
    unsure: NDArray[np.float64]


@dataclass(frozen=True)
class _Apart:
    """Texts with levels, and which of them are held out."""

    data: LabelledTexts
    held: NDArray[np.bool_]
    annotated: frozenset[str]
    avoid: frozenset[str]

    @property
    def rows(self) -> LabelledTexts:
        return self.data.rows(self.held)

    def learned(self, *, annotated: bool) -> LabelledTexts:
        known = np.array([annotated or text not in self.annotated for text in self.data.texts])
        return self.data.rows(~self.held & known)


def assemble_cascade(
    data: LabelledTexts,
    settings: TrainingSettings,
    home: Path,
    *,
    avoid: frozenset[str] = frozenset(),
    annotated: frozenset[str] = frozenset(),
    aspects: AspectGold | None = None,
    config_text: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> LevelModel:
    """Fit a cascade of two models that stand.

    The expensive member's own held-out rows are used. The cheap member is made once more without
    them, so that its answers to them are honest; the model that stands has seen them.

    Args:
        data: the texts with levels from which both members were made.
        settings: `cascade` names the members; the rest is as for any model.
        home: folder from which the members' own paths are told.
        avoid: texts of the test.
        annotated: texts in `data` that a member without `[annotated]` has not been given.
        aspects: of the texts in `data`; None: the cascade tells no aspects.
        config_text: the TOML file, kept in the model's folder.
        say: is told what happens.

    Raises:
        ModelError: a member cannot be loaded.
        ConfigurationError: the cheap member is of a kind that cannot be made again.
        InputDataError: `data` are other rows than those that made the expensive member.
    """
    asked = settings.cascade
    cheap, expensive = load(asked.cheap), load(asked.expensive)
    held = _held_by(expensive, data)
    rows = data.rows(held)
    say(f"{asked.cheap} is made again without the {len(rows)} texts held out")
    first = _without(cheap, _Apart(data, held, annotated, avoid), home)
    say(f"{asked.expensive} reads them")
    second = second_scores(cheap, expensive, rows.texts)
    both = _Both(rows, first, second, unsureness(cheap, first))
    threshold = threshold_for(
        both.unsure,
        budget=asked.budget,
        tolerated=asked.tolerated_loss,
        worth=lambda passed: _worth(cheap, expensive, both, passed),
    )
    passed = (both.unsure > threshold) | short_texts(rows.texts, asked.short)
    say(f"{passed.mean():.1%} of them are passed on")
    told = fit_aspect_features(data, aspects, held, settings) if aspects is not None else None
    own = CascadeSettings(
        cheap=cheap.name,
        expensive=expensive.name,
        threshold=threshold,
        short=asked.short,
        kept=_path(cheap, both.cheap, rows, ~passed),
        passed=_path(expensive, both.expensive, rows, passed),
        aspects=told is not None,
    )
    scorer = CascadeScorer(own, cheap, expensive, told)
    calibration = _calibration(own, (cheap, expensive), both, passed, settings)
    manifest = Manifest(
        kind="cascade",
        name=settings.name,
        languages=tuple(code for code in cheap.languages if code in expensive.languages),
        parts={"calibration": CALIBRATION},
        members={cheap.name: cheap.digest, expensive.name: expensive.digest},
        scorer=own.model_dump(mode="json"),
        versions={"python": platform.python_version(), **{x: version(x) for x in _LIBRARIES}},
        seed=settings.seed,
        config=settings.model_dump(mode="json"),
        config_digest=settings.fingerprint(),
        data=(DataRecord(name=data.name, use="calibration", rows=len(rows), digest=rows.digest),),
    )
    files = {
        CALIBRATION: (calibration.model_dump_json(indent=1) + "\n").encode(),
        "config.toml": config_text.encode(),
        **(told.files() if told is not None else {}),
    }
    return LevelModel(seal(manifest, files), scorer, calibration)


def threshold_for(
    unsure: NDArray[np.float64],
    *,
    budget: float,
    tolerated: float | None,
    worth: Callable[[NDArray[np.bool_]], float],
) -> float:
    """The fixed threshold of unsureness above which texts are passed on.

    Args:
        unsure: unsureness of calibration rows. Shape (n,).
        budget: the largest share of them that may be passed on.
        tolerated: pass on no more than is needed to lose at most so much against passing on all;
            None: use the whole budget.
        worth: the quality with these rows passed on; higher is better.

    >>> threshold_for(np.arange(10.0), budget=0.3, tolerated=None, worth=lambda _: 0)
    6.0
    """
    order = np.sort(unsure)
    most = float(order[max(0, round(len(order) * (1 - budget)) - 1)])
    if tolerated is None:
        return most
    least = worth(np.ones(len(unsure), bool)) - tolerated
    for share in np.arange(0, budget, 0.02):
        threshold = float(order[max(0, round(len(order) * (1 - share)) - 1)])
        if worth(unsure > threshold) >= least:
            return threshold
    return most


def _held_by(expensive: LevelModel, data: LabelledTexts) -> NDArray[np.bool_]:
    made = TrainingSettings.check(dict(expensive.manifest.config), where=expensive.name)
    held = keep_away(data, made)
    digests = {record.digest for record in expensive.manifest.data if record.use == "calibration"}
    if data.rows(held).digest not in digests:
        raise InputDataError(
            data.name,
            found="other rows than those that made the expensive member",
            expected=f"the rows that {expensive.name} held out",
            hint="Train the expensive member on this table first.",
        )
    return held


def _without(cheap: LevelModel, apart: _Apart, home: Path) -> Scores:
    """Scores of the rows held out by the cheap member, made again without them."""
    if cheap.kind != "linear":
        raise ConfigurationError(
            "key cascade.cheap",
            found=f"a model of kind {cheap.kind}",
            expected="a linear model, which can be made again in a minute",
            hint="Name another model.",
        )
    made = TrainingSettings.check(dict(cheap.manifest.config), where=cheap.name)
    away, learned = apart.rows.texts, apart.learned(annotated=made.annotated is not None)
    rated = [read_rated(each, home, avoid={*away, *apart.avoid}) for each in made.rated]
    avoid = {*learned.texts, *away, *apart.avoid}
    soft = read_soft(made.soft, home, avoid=avoid) if made.soft else None
    prepared = prepare(learned, rated, made, soft=soft)
    heads = fit_heads(prepared, made, np.ones(len(learned), bool))
    return heads.score(normalised(away, prepared.normaliser))


def _worth(
    cheap: LevelModel, expensive: LevelModel, both: _Both, passed: NDArray[np.bool_]
) -> float:
    judged = both.data.levels > 0
    answers = [
        posterior_median(member.calibration.levels.apply(scores.levels))
        for member, scores in ((cheap, both.cheap), (expensive, both.expensive))
    ]
    answered = np.where(passed, answers[1], answers[0])
    return quadratic_weighted_kappa(both.data.levels[judged], answered[judged])


def _path(
    member: LevelModel, scores: Scores, data: LabelledTexts, rows: NDArray[np.bool_]
) -> LevelCalibration:
    """Calibrate a member on the rows of its path: one slope, for the rows are few."""
    judged = rows & (data.levels > 0)
    if judged.sum() < _LEAST:
        return LevelCalibration()
    own = on_path(member, scores, LevelCalibration())
    return LevelCalibration.fit_slope(own[judged], data.levels[judged])


def _calibration(
    own: CascadeSettings,
    members: tuple[LevelModel, LevelModel],
    both: _Both,
    passed: NDArray[np.bool_],
    settings: TrainingSettings,
) -> ModelCalibration:
    """The interval's rule over both paths; the paths' own calibration stands in the scorer."""
    levels = on_path(members[0], both.cheap, own.kept)
    levels[passed] = on_path(members[1], both.expensive, own.passed)[passed]
    judged = both.data.levels > 0
    probabilities = LevelCalibration().apply(levels[judged]).astype(np.float32)
    true, asked = both.data.levels[judged], settings.calibration
    return ModelCalibration(
        evidence=EvidenceCalibration(threshold=asked.evidence_threshold),
        interval=IntervalRule.fit(
            probabilities.astype(np.float64),
            true,
            coverage=asked.coverage,
            weights=balance_weights(true, asked.interval_balance),
        ),
    )
