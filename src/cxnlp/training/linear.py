"""Fitting the linear kind: signals of other texts first, then a yes-or-no head per step of levels.

A signal is a line over the n-grams that was learned from texts without levels: the polarity of
rated texts, and what a better model says of unlabelled ones. Heads see it as one more feature;
being a line, it is folded into the n-grams' weights and costs nothing in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import MissingDependencyError
from cxnlp.models.linear import LinearScorer
from cxnlp.training.matrix import Weighting, count_features, stack
from cxnlp.training.normalising import learn_normaliser
from cxnlp.training.varying import copies_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from cxnlp.models.normalisation import Normaliser
    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.rated import RatedTexts
    from cxnlp.training.soft import SoftTexts

__all__ = ["Prepared", "Signal", "fit_heads", "folds_of", "prepare"]

_STEPS = 5
"""Steps between six levels."""


@dataclass(frozen=True)
class Signal:
    """A line over weighted features.

    Attributes:
        slope: shape (buckets,).
        offset: added to it.
    """

    slope: NDArray[np.float64]
    offset: float

    def of(self, features: csr_matrix) -> NDArray[np.float64]:
        """The signal of weighted features. Shape (n, buckets) to (n,)."""
        found: NDArray[np.float64] = features @ self.slope + self.offset
        return found


@dataclass(frozen=True)
class Prepared:
    """What all fits on the same texts share.

    Attributes:
        data: texts with levels: n rows.
        features: their weighted features. Shape (n, buckets).
        weighting: how features are weighted.
        folds: the fold of each row, 0 to k - 1. Shape (n,).
        signals: s signals for new texts: polarity from all ratings, then those of soft labels.
        fold_signals: for each fold, the same with polarity from ratings of other texts only.
        row_signals: each row's signals, its own rating not among what taught them. Shape (n, s).
        normaliser: what texts are looked at through; None: they are taken as they are.
        copies: features and signals of copies of the rows, in their order.
    """

    data: LabelledTexts
    features: csr_matrix
    weighting: Weighting
    folds: NDArray[np.int64]
    signals: tuple[Signal, ...]
    fold_signals: tuple[tuple[Signal, ...], ...]
    row_signals: NDArray[np.float64]
    normaliser: Normaliser | None = None
    copies: tuple[tuple[csr_matrix, NDArray[np.float64]], ...] = ()


def prepare(
    data: LabelledTexts,
    rated: Sequence[RatedTexts],
    settings: TrainingSettings,
    *,
    soft: SoftTexts | None = None,
) -> Prepared:
    """Count and weigh features, and learn polarity from the ratings.

    Raises:
        MissingDependencyError: scikit-learn is not installed.
    """
    linear = settings.linear
    texts = [text for table in rated for text in table.texts]
    asked = soft.texts if soft else ()
    normaliser = learn_normaliser((*data.texts, *texts, *asked), settings.normaliser)

    def count(those: Sequence[str]) -> csr_matrix:
        return count_features(those, settings.features)

    counts, others, softened = count(data.texts), count(texts), count(asked)
    again = [count(each) for each in _copies(data.texts, settings, settings.seed)]
    # Two of the three, for there are many more of these texts.
    soft_again = [count(each) for each in _copies(asked, settings, settings.seed + 1)[:2]]
    weighting = Weighting.fit(stack([counts, others, softened, *again, *soft_again]))
    alpha = 1 / linear.soft_strength
    if linear.relevance and soft is not None:
        told = _soft_signals([weighting.apply(softened)], soft, alpha)
        slopes = np.stack([signal.slope for signal in told])
        every = stack([counts, others, softened])
        weighting = weighting.by_relevance(slopes, linear.relevance, every)
    taught = _soft_signals([weighting.apply(each) for each in (softened, *soft_again)], soft, alpha)
    features = weighting.apply(counts)
    copies = [weighting.apply(each) for each in again]
    folds = folds_of(data.texts, settings.calibration.folds, settings.seed)
    values = np.concatenate([np.zeros(0), *(table.polarity for table in rated)])
    weighted = weighting.apply(others)
    held = dict(zip(data.texts, folds.tolist(), strict=True))
    fold = np.array([held.get(text, -1) for text in texts], np.int64)
    alpha = 1 / linear.polarity_strength
    fold_signals = tuple(
        (_ridge(weighted[fold != each], values[fold != each], alpha), *taught)
        for each in range(settings.calibration.folds)
    )
    return Prepared(
        data=data,
        features=features,
        weighting=weighting,
        folds=folds,
        signals=(_ridge(weighted, values, alpha), *taught),
        fold_signals=fold_signals,
        row_signals=_row_signals(features, folds, fold_signals),
        normaliser=normaliser,
        copies=tuple((each, _row_signals(each, folds, fold_signals)) for each in copies),
    )


def _copies(texts: Sequence[str], settings: TrainingSettings, seed: int) -> Sequence[Sequence[str]]:
    return copies_of(texts, seed) if settings.linear.copies else ()


def _row_signals(
    features: csr_matrix, folds: NDArray[np.int64], fold_signals: Sequence[Sequence[Signal]]
) -> NDArray[np.float64]:
    found = np.zeros((len(folds), len(fold_signals[0])))
    for each, signals in enumerate(fold_signals):
        rows = features[folds == each]
        found[folds == each] = np.stack([signal.of(rows) for signal in signals], axis=1)
    return found


def _soft_signals(
    features: Sequence[csr_matrix], soft: SoftTexts | None, alpha: float
) -> tuple[Signal, ...]:
    if soft is None:
        return ()
    targets = soft.log_odds()
    # As large as polarity, lest the heads' solver crawl.
    targets = targets / np.maximum(2 * targets.std(axis=0), 1e-9)
    together = stack(features)
    weights = None if len(features) == 1 else np.full(together.shape[0], 1 / len(features))
    return tuple(
        _ridge(together, np.tile(targets[:, head], len(features)), alpha, weights)
        for head in range(targets.shape[1])
    )


def folds_of(texts: tuple[str, ...], folds: int, seed: int) -> NDArray[np.int64]:
    """A fold for each text, equal texts in the same one. Shape (n,), 0 to folds - 1.

    >>> fold = folds_of(("a", "b", "a", "c"), 2, seed=0)
    >>> bool(fold[0] == fold[2])
    True
    """
    _, group = np.unique(np.array(texts), return_inverse=True)
    count = int(group.max()) + 1 if len(group) else 0
    fold: NDArray[np.int64] = (np.random.default_rng(seed).permutation(count) % folds)[group]
    return fold


def fit_heads(
    prepared: Prepared,
    settings: TrainingSettings,
    rows: NDArray[np.bool_],
    *,
    signals: Sequence[Signal] | None = None,
) -> LinearScorer:
    """Fit the six heads on the chosen rows and round their weights to whole numbers.

    The heads for "above level k" are separate logistic regressions (Frank and Hall 2001), each
    with the signals as further features, which are then folded into the n-grams' weights.

    Args:
        prepared: what `prepare` gave.
        settings: strength of the heads, seed.
        rows: which rows to learn from. Shape (n,).
        signals: those for new texts; `prepared.signals` if None.
    """
    signals = prepared.signals if signals is None else signals
    levels = prepared.data.levels
    above = rows & (levels > 0)
    weights = np.empty((_STEPS + 1, settings.features.buckets))
    constant = np.empty(_STEPS + 1)
    for head in range(_STEPS + 1):
        chosen, target = (above, levels > head + 1) if head < _STEPS else (rows, levels > 0)
        weights[head], constant[head], shares = _head(prepared, settings, chosen, target)
        for share, signal in zip(shares, signals, strict=True):
            weights[head] += share * signal.slope
            constant[head] += share * signal.offset
    return _rounded(prepared, settings, weights, constant)


def _head(
    prepared: Prepared,
    settings: TrainingSettings,
    rows: NDArray[np.bool_],
    target: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    """Weights of the n-grams, constant, and weights of the signals."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingDependencyError.of("scikit-learn", "train") from error
    answers = target[rows].astype(np.int64)
    scale = settings.linear.signal_weight
    parts = ((prepared.features, prepared.row_signals), *prepared.copies)
    if len(np.unique(answers)) == 1:
        # Nothing to tell apart, as where every text has evidence: the answer is a constant, with
        # half a text of doubt (Jeffreys 1946).
        surely = float(np.log(2 * len(answers) + 1))
        nothing = np.zeros(settings.features.buckets)
        shares = np.zeros(prepared.row_signals.shape[1])
        return nothing, surely if answers[0] else -surely, shares
    model = LogisticRegression(
        C=settings.linear.strength,
        solver="liblinear",
        dual=True,
        random_state=settings.seed,
        max_iter=1000,
        tol=1e-2,
    ).fit(
        stack([_beside(features[rows], signals[rows] * scale) for features, signals in parts]),
        np.tile(answers, len(parts)),
        sample_weight=np.tile(_balance(answers, settings.linear.balance) / len(parts), len(parts)),
    )
    found: NDArray[np.float64] = model.coef_[0]
    buckets = settings.features.buckets
    return found[:buckets].copy(), float(model.intercept_[0]), found[buckets:] * scale


def _balance(answers: NDArray[np.int64], balance: float) -> NDArray[np.float64]:
    counts = np.maximum(np.bincount(answers, minlength=2), 1)
    weight: NDArray[np.float64] = (len(answers) / (2 * counts[answers])) ** balance
    return weight


def _beside(features: csr_matrix, columns: NDArray[np.float64]) -> csr_matrix:
    from scipy.sparse import csr_matrix, hstack

    return hstack([features, csr_matrix(columns)], format="csr")


def _ridge(
    features: csr_matrix,
    values: NDArray[np.float64],
    alpha: float,
    weights: NDArray[np.float64] | None = None,
) -> Signal:
    if not len(values):
        return Signal(np.zeros(features.shape[1]), 0.0)
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=alpha, solver="sparse_cg", tol=1e-3)
    model = model.fit(features, values, sample_weight=weights)
    return Signal(np.asarray(model.coef_, np.float64), float(model.intercept_))


def _rounded(
    prepared: Prepared,
    settings: TrainingSettings,
    weights: NDArray[np.float64],
    constant: NDArray[np.float64],
) -> LinearScorer:
    folded = weights * prepared.weighting.idf
    scale = np.maximum(np.abs(folded).max(axis=1), 1e-12) / np.iinfo(np.int16).max
    whole = np.rint(folded / scale[:, None]).astype(np.int16)
    table = np.concatenate([whole, prepared.weighting.mass[None]])
    return LinearScorer(settings.features, table, scale, constant)
