"""Out-of-fold scores come from models that did not see the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.training import TrainingSettings, read_labelled, read_rated
from cxnlp.training.crossfit import out_of_fold
from cxnlp.training.linear import fit_heads, folds_of, prepare

if TYPE_CHECKING:
    from pathlib import Path


def test_equal_texts_share_a_fold() -> None:
    texts = tuple(f"text {number % 50}" for number in range(200))
    folds = folds_of(texts, 5, seed=1)
    assert all(len(set(folds[number::50])) == 1 for number in range(50))
    assert set(folds) == set(range(5))


def test_folds_are_about_equal() -> None:
    sizes = np.bincount(folds_of(tuple(map(str, range(103))), 5, seed=2))
    assert sizes.max() - sizes.min() <= 1


def test_scores_of_a_fold_come_from_the_other_folds(project: Path) -> None:
    settings = TrainingSettings.read(project)
    data = read_labelled(project.parent / "train.csv", settings.data)
    rated = [read_rated(each, project.parent, avoid=()) for each in settings.rated]
    prepared = prepare(data, rated, settings)
    found = out_of_fold(prepared, settings)
    held = prepared.folds == 1
    scorer = fit_heads(prepared, settings, ~held, signals=prepared.fold_signals[1])
    expected = scorer.score(data.rows(held).texts)
    assert (found.levels[held] == expected.levels).all()
    assert (found.evidence[held] == expected.evidence).all()
