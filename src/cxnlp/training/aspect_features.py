"""Fitting aspects on n-grams: three-way heads for dimensions, yes-or-no heads for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.models.aspect_features import AspectFeatures
from cxnlp.models.aspects import ASPECT_OUTPUTS, DIMENSIONS, FLAGS, AspectRule
from cxnlp.models.linear import LinearScorer
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.training.matrix import Weighting, count_features
from cxnlp.training.network.aspects import fit_aspect_rule

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.network.aspects import AspectGold

__all__ = ["fit_aspect_features"]

_BUCKETS: Final = 2**15
"""Measured: 2^17 buckets gain 0.01 kappa (docs/decisions/2026-11-21-cascade.md)."""
_STRENGTH: Final = 8.0
"""C of the logistic regressions, as for the levels."""


def fit_aspect_features(
    data: LabelledTexts, gold: AspectGold, held: NDArray[np.bool_], settings: TrainingSettings
) -> AspectFeatures:
    """Fit heads on the rows that are not held out, and thresholds on those that are.

    Args:
        data: n texts.
        gold: their aspects.
        held: rows for the thresholds. Shape (n,).
        settings: gives the seed.
    """
    features = FeatureSettings(buckets=_BUCKETS)
    counts = count_features(data.texts, features)
    weighting = Weighting.fit(counts[~held])
    codes, flags = gold.of(data.texts)
    weights, constant = _heads(weighting.apply(counts[~held]), codes[~held], flags[~held], settings)
    folded = weights * weighting.idf
    scale = np.maximum(np.abs(folded).max(axis=1), 1e-12) / np.iinfo(np.int16).max
    whole = np.rint(folded / scale[:, None]).astype(np.int16)
    heads = LinearScorer(features, np.concatenate([whole, weighting.mass[None]]), scale, constant)
    told = AspectFeatures(heads, AspectRule())
    rule = fit_aspect_rule(told.outputs(data.rows(held).texts), codes[held], flags[held])
    return AspectFeatures(heads, rule)


def _heads(
    features: csr_matrix,
    codes: NDArray[np.int64],
    flags: NDArray[np.float32],
    settings: TrainingSettings,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weights = np.zeros((ASPECT_OUTPUTS, features.shape[1]))
    constant = np.zeros(ASPECT_OUTPUTS)
    targets = [codes[:, place] == code for place in range(len(DIMENSIONS)) for code in range(3)]
    targets += [flags[:, place] > 0 for place in range(len(FLAGS))]
    for place, target in enumerate(targets):
        if 0 < target.sum() < len(target):
            weights[place], constant[place] = _head(features, target, settings)
        else:
            constant[place] = 9.0 if target.all() else -9.0
    return weights, constant


def _head(
    features: csr_matrix, target: NDArray[np.bool_], settings: TrainingSettings
) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=_STRENGTH,
        solver="liblinear",
        dual=True,
        class_weight="balanced",
        random_state=settings.seed,
        max_iter=1000,
        tol=1e-3,
    ).fit(features, target)
    return model.coef_[0], float(model.intercept_[0])
