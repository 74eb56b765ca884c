"""Fitting the static kind: the table is learned like a linear model over tokens and pairs."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.encoders.tokens import TextTokens
from cxnlp.errors import ConfigurationError
from cxnlp.models.folder import seal
from cxnlp.models.level_model import CALIBRATION, LevelModel
from cxnlp.models.manifest import Manifest
from cxnlp.models.predictions import Scores
from cxnlp.models.static import TABLE, StaticScorer, token_rows
from cxnlp.models.transformer import TOKENIZER
from cxnlp.training.assemble import calibrate, records
from cxnlp.training.linear import folds_of
from cxnlp.training.network.backbone import resolve
from cxnlp.training.normalising import behind, learn_normaliser, normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.soft import SoftTexts

__all__ = ["assemble_static"]

_STEPS = 5
_LIBRARIES = ("cxnlp", "numpy", "scikit-learn", "safetensors", "tokenizers")


@dataclass(frozen=True)
class _Rows:
    """Texts as rows of the table, weighted as the scorer weights them."""

    data: LabelledTexts
    features: csr_matrix
    taught: NDArray[np.float64]
    taught_constant: NDArray[np.float64]


def assemble_static(
    data: LabelledTexts,
    settings: TrainingSettings,
    *,
    soft: SoftTexts | None = None,
    config_text: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> LevelModel:
    """Make a complete static model that has not been saved.

    Args:
        data: texts with levels.
        settings: `static` says how; `transformer.backbone` gives the tokenizer.
        soft: texts with soft labels of a better model (distillation), none of them in `data`.
        config_text: the TOML file, kept in the model's folder.
        say: is told what happens.

    Raises:
        ConfigurationError: the backbone has no tokenizer file.
        InputDataError: too few rows to calibrate on.
    """
    tokens = _tokens(settings)
    written = (*data.texts, *(soft.texts if soft else ()))
    normaliser = learn_normaliser(written, settings.normaliser)
    say("counting tokens and pairs")
    blank = StaticScorer(
        settings.static, tokens, np.zeros((0, 6), np.int8), np.ones(6), np.zeros(6)
    )
    asked = normalised(soft.texts if soft else (), normaliser)
    taught = _taught(_features(asked, blank), soft, settings.linear.soft_strength)
    read = normalised(data.texts, normaliser)
    rows = _Rows(data, _features(read, blank), *taught)
    folds = folds_of(data.texts, settings.calibration.folds, settings.seed)
    levels, evidence = np.zeros((len(data), 6)), np.zeros(len(data))
    say("scoring each fold by the others")
    for fold in np.unique(folds):
        held = folds == fold
        scorer = _fit(rows, settings, blank, ~held)
        found = scorer.score(normalised(data.rows(held).texts, normaliser))
        levels[held], evidence[held] = found.levels, found.evidence
    calibration = calibrate(Scores(levels, evidence, {}), data, settings)
    say("fitting the table on all rows")
    scorer = _fit(rows, settings, blank, np.ones(len(data), bool))
    manifest = Manifest(
        kind="static",
        name=settings.name,
        languages=settings.languages,
        parts={"table": TABLE, "tokenizer": TOKENIZER, "calibration": CALIBRATION},
        scorer=settings.static.model_dump(mode="json"),
        versions={"python": platform.python_version(), **{x: version(x) for x in _LIBRARIES}},
        seed=settings.seed,
        config=settings.model_dump(mode="json"),
        config_digest=settings.fingerprint(),
        data=records(
            {"levels": data, "calibration, out of fold": data.rows(~data.enriched)}, (), soft
        ),
    )
    files = {
        **scorer.files(),
        **(normaliser.files() if normaliser else {}),
        CALIBRATION: (calibration.model_dump_json(indent=1) + "\n").encode(),
        "config.toml": config_text.encode(),
    }
    return LevelModel(seal(manifest, files), behind(normaliser, scorer), calibration)


def _tokens(settings: TrainingSettings) -> TextTokens:
    from pathlib import Path

    path = Path(resolve(settings.transformer.backbone)) / "tokenizer.json"
    if not path.is_file():
        raise ConfigurationError(
            "key transformer.backbone",
            found=f"no file {path}",
            expected="a folder with tokenizer.json, or minilm",
            hint="Name the folder of a backbone.",
        )
    return TextTokens.read(path.read_bytes(), length=settings.static.length)


def _features(texts: Sequence[str], blank: StaticScorer) -> csr_matrix:
    from scipy.sparse import csr_matrix, diags

    count, pairs = blank.tokens.tokenizer.get_vocab_size(), blank.settings.pairs
    owner, rows = token_rows(blank.tokens.numbers(texts), count, pairs)
    ones = np.ones(len(rows))
    counts = csr_matrix((ones, (owner, rows)), shape=(len(texts), count + pairs))
    mass = np.maximum(np.bincount(owner, minlength=len(texts)), 1)
    return (diags(1 / np.sqrt(mass)) @ counts).tocsr()


def _fit(
    rows: _Rows, settings: TrainingSettings, blank: StaticScorer, chosen: NDArray[np.bool_]
) -> StaticScorer:
    levels = rows.data.levels
    above = chosen & (levels > 0)
    weights = np.empty((rows.features.shape[1], _STEPS + 1))
    constant = np.empty(_STEPS + 1)
    for head in range(_STEPS + 1):
        own, target = (above, levels > head + 1) if head < _STEPS else (chosen, levels > 0)
        weights[:, head], constant[head] = _head(rows, settings, own, target)
    scale = np.maximum(np.quantile(np.abs(weights), 0.9999, axis=0), 1e-12) / 127
    table = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    return replace(blank, table=table, scale=scale, constant=constant)


def _head(
    rows: _Rows, settings: TrainingSettings, chosen: NDArray[np.bool_], target: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    answers = target[chosen].astype(np.int64)
    if len(np.unique(answers)) == 1:
        surely = float(np.log(2 * len(answers) + 1))  # half a text of doubt (Jeffreys 1946)
        return np.zeros(rows.features.shape[1]), surely if answers[0] else -surely
    counts = np.bincount(answers, minlength=2)
    features = rows.features[chosen]
    scale = settings.linear.signal_weight
    told = (features @ rows.taught.T + rows.taught_constant) * scale
    # Newton steps: the dual solver crawls where a signal tells nearly everything.
    model = LogisticRegression(
        C=settings.linear.strength,
        solver="liblinear",
        dual=False,
        random_state=settings.seed,
        max_iter=1000,
        tol=1e-2,
    ).fit(
        hstack([features, csr_matrix(told)], format="csr"),
        answers,
        sample_weight=(len(answers) / (2 * counts[answers])) ** settings.linear.balance,
    )
    own, shares = np.split(model.coef_[0], [features.shape[1]])
    return (
        own + scale * (shares @ rows.taught),
        float(model.intercept_[0] + scale * (shares @ rows.taught_constant)),
    )


def _taught(
    features: csr_matrix, soft: SoftTexts | None, strength: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What soft labels teach: a line to each of their log-odds. Shapes (s, rows) and (s,)."""
    if soft is None:
        return np.zeros((0, features.shape[1])), np.zeros(0)
    from sklearn.linear_model import Ridge

    targets = soft.log_odds()
    targets = targets / np.maximum(2 * targets.std(axis=0), 1e-9)
    lines = [
        Ridge(alpha=1 / strength, solver="sparse_cg", tol=1e-3).fit(features, targets[:, head])
        for head in range(targets.shape[1])
    ]
    return np.stack([line.coef_ for line in lines]), np.array([line.intercept_ for line in lines])
