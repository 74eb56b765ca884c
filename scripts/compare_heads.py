"""Compare ordinal heads on the same features: `python scripts/compare_heads.py CONFIG.toml`.

Every head learns from the same weighted n-grams, with and without the polarity of rated feedback.
Printed for the test table and, pooled, for groups of sources that neither heads nor polarity
have seen. Answers are taken before calibration: it is the heads that are compared.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from cxnlp.metrics import macro_f1, mean_absolute_error, quadratic_weighted_kappa
from cxnlp.ordinal import level_scores, posterior_median
from cxnlp.training import TrainingSettings, read_labelled, read_rated, without
from cxnlp.training.linear import prepare
from cxnlp.training.matrix import count_features

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cxnlp.training import LabelledTexts, RatedTexts

GROUPS = {
    "health": ("nhs",),
    "flights": ("skytrax",),
    "bank": ("cfpb", "banking77"),
    "clothes": ("clothing",),
    "meals": ("mams",),
    "sentences": ("uci",),
}
"""Groups of sources, by how their names begin; the rated tables are named alike."""

BALANCED = "balanced"


def binary(
    features: csr_matrix, target: NDArray[np.bool_], strength: float, weights: str | None
) -> LogisticRegression:
    """One yes-or-no head."""
    return LogisticRegression(
        C=strength, solver="liblinear", dual=True, class_weight=weights, random_state=7, tol=1e-3
    ).fit(features, target)


def cumulative(weights: str | None) -> Callable[..., NDArray[np.floating]]:
    """Separate heads for "above level k" (Frank and Hall 2001)."""

    def fit(train: csr_matrix, y: NDArray[np.int64], test: csr_matrix) -> NDArray[np.floating]:
        heads = [binary(train, y > level, 8.0, weights) for level in range(1, 6)]
        return np.exp(level_scores(np.stack([h.decision_function(test) for h in heads], axis=1)))

    return fit


def per_level(train: csr_matrix, y: NDArray[np.int64], test: csr_matrix) -> NDArray[np.floating]:
    """One head per level, normalised."""
    heads = [binary(train, y == level, 8.0, BALANCED) for level in range(1, 7)]
    odds = np.stack([1 / (1 + np.exp(-h.decision_function(test))) for h in heads], axis=1)
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def multinomial(train: csr_matrix, y: NDArray[np.int64], test: csr_matrix) -> NDArray[np.floating]:
    """Plain multinomial logistic regression, levels weighted alike."""
    model = LogisticRegression(C=4.0, class_weight=BALANCED, max_iter=60, tol=1e-2)
    return np.asarray(model.fit(train, y).predict_proba(test))


def all_threshold(
    train: csr_matrix, y: NDArray[np.int64], test: csr_matrix
) -> NDArray[np.floating]:
    """One direction, five thresholds, every step's logistic loss (Rennie and Srebro 2005)."""
    side = np.where(y[:, None] > np.arange(1, 6), 1.0, -1.0)
    counts = np.bincount(y, minlength=7)[1:]
    trust = (len(y) / (6 * np.maximum(counts, 1)))[y - 1][:, None]
    strength = 8.0

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slope, edges = values[:-5], values[-5:]
        margin = side * ((train @ slope)[:, None] - edges)
        pull = -side * trust / (1 + np.exp(margin))
        value = slope @ slope / 2 + strength * (trust * np.logaddexp(0, -margin)).sum()
        gradient = slope + strength * (train.T @ pull.sum(axis=1))
        return float(value), np.concatenate([gradient, -strength * pull.sum(axis=0)])

    start = np.concatenate([np.zeros(train.shape[1]), np.linspace(-2, 2, 5)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return np.exp(level_scores((test @ found[:-5])[:, None] - found[-5:]))


HEADS = {
    "cumulative, balanced": cumulative(BALANCED),
    "cumulative, as they come": cumulative(None),
    "one head per level, balanced": per_level,
    "multinomial, balanced": multinomial,
    "all-threshold, balanced": all_threshold,
}


def answers(
    train: LabelledTexts,
    test: LabelledTexts,
    rated: list[RatedTexts],
    settings: TrainingSettings,
) -> dict[tuple[str, str], NDArray[np.int8]]:
    """Levels of the test texts by head and by whether polarity was used."""
    prepared = prepare(train, rated, settings)
    features = prepared.weighting.apply(count_features(test.texts, settings.features))
    polarities = prepared.row_signals[train.levels > 0, 0], prepared.signals[0].of(features)
    found = {}
    chosen = train.levels > 0
    for polarity in ("without", "with"):
        pair = [prepared.features[chosen], features]
        if polarity == "with":
            pair = [
                hstack([x, csr_matrix(p[:, None])], "csr")
                for x, p in zip(pair, polarities, strict=True)
            ]
        for name, fit in HEADS.items():
            probabilities = fit(pair[0], train.levels[chosen], pair[1])
            found[name, polarity] = posterior_median(probabilities)
            if name.startswith("multinomial"):
                most = (probabilities.argmax(axis=1) + 1).astype(np.int8)
                found["multinomial, most probable", polarity] = most
    return found


def figures(true: NDArray[np.int64], answered: NDArray[np.int8]) -> str:
    """QWK, macro-F1 and mean absolute error as cells of a table."""
    chosen = true > 0
    true, answered = true[chosen], answered[chosen]
    return (
        f"{quadratic_weighted_kappa(true, answered):.3f} / {macro_f1(true, answered):.3f} / "
        f"{mean_absolute_error(true, answered):.3f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    config = parser.parse_args().config
    settings, home = TrainingSettings.read(config), config.parent
    test = read_labelled(home / str(settings.data.test), settings.data)
    train, _ = without(read_labelled(home / str(settings.data.train), settings.data), test.texts)
    rated = [read_rated(x, home, avoid=test.texts) for x in settings.rated]
    on_test = answers(train, test, rated, settings)
    other = {key: np.zeros(len(train), np.int8) for key in on_test}
    for names in GROUPS.values():
        held = np.array([source.startswith(names) for source in train.sources])
        elsewhere = [table for table in rated if not table.name.startswith(names)]
        found = answers(train.rows(~held), train.rows(held), elsewhere, settings)
        for key, levels in found.items():
            other[key][held] = levels
    print("| head | polarity | test: QWK / macro-F1 / MAE | sources not seen |")
    print("| --- | --- | --- | --- |")
    for (name, polarity), levels in on_test.items():
        cells = figures(test.levels, levels), figures(train.levels, other[name, polarity])
        print(f"| {name} | {polarity} | {cells[0]} | {cells[1]} |", flush=True)


if __name__ == "__main__":
    main()
