"""The linear model that is saved is the one that was fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.metrics import auroc, quadratic_weighted_kappa
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.ordinal import posterior_median
from cxnlp.training import LabelledTexts, TrainingSettings, read_labelled, read_rated
from cxnlp.training.config import LinearSettings
from cxnlp.training.linear import Prepared, fit_heads, prepare
from cxnlp.training.matrix import count_features

if TYPE_CHECKING:
    from pathlib import Path


def _prepared(project: Path) -> tuple[Prepared, TrainingSettings]:
    settings, home = TrainingSettings.read(project), project.parent
    data = read_labelled(home / "train.csv", settings.data)
    rated = [read_rated(each, home, avoid=data.texts) for each in settings.rated]
    return prepare(data, rated, settings), settings


def test_it_learns_what_the_texts_say(project: Path) -> None:
    prepared, settings = _prepared(project)
    scorer = fit_heads(prepared, settings, np.ones(len(prepared.data), bool))
    test = read_labelled(project.parent / "test.csv", settings.data)
    scores = scorer.score(test.texts)
    judged = test.levels > 0
    answered = posterior_median(np.exp(scores.levels[judged]))
    assert quadratic_weighted_kappa(test.levels[judged], answered) > 0.9
    assert auroc(judged, scores.evidence) > 0.95


def test_polarity_follows_the_ratings(project: Path) -> None:
    prepared, settings = _prepared(project)
    texts = ["they lied and kept my money", "best ever in my life"]
    features = prepared.weighting.apply(count_features(texts, settings.features))
    bad, good = prepared.signals[0].of(features)
    assert bad < -0.3 < 0.3 < good


def test_whole_number_weights_say_what_the_sparse_matrix_says(project: Path) -> None:
    prepared, settings = _prepared(project)
    scorer = fit_heads(prepared, settings, np.ones(len(prepared.data), bool))
    weights = scorer.weights[:6] * scorer.scale[:, None]
    idf = np.where(prepared.weighting.idf > 0, prepared.weighting.idf, 1)
    expected = prepared.features @ (weights / idf).T + scorer.constant
    assert np.allclose(scorer.outputs(prepared.data.texts), expected, atol=1e-6)


def test_the_same_seed_gives_the_same_bytes(project: Path) -> None:
    files = [
        fit_heads(*_prepared(project), np.ones(280, bool)).files()["weights.safetensors"]
        for _ in range(2)
    ]
    assert files[0] == files[1]


def test_a_rows_own_rating_does_not_reach_its_polarity() -> None:
    from cxnlp.training.data import LabelledTexts
    from cxnlp.training.rated import RatedTexts

    settings = TrainingSettings.parse("[features]\nbuckets = 4096\n[calibration]\nfolds = 2")
    texts = tuple(f"word{number}" for number in range(40))
    levels = np.arange(40) % 6 + 1
    data = LabelledTexts("t", texts, levels, np.array([""] * 40), np.zeros(40, bool))
    first = RatedTexts("r", texts, np.where(np.arange(40) % 2, 1.0, -1.0))
    prepared = prepare(data, [first], settings)
    for fold in range(2):
        changed = np.where(prepared.folds == fold, -first.polarity, first.polarity)
        again = prepare(data, [RatedTexts("r", texts, changed)], settings)
        held = prepared.folds == fold
        assert np.allclose(again.row_signals[held], prepared.row_signals[held])
        assert not np.allclose(again.row_signals[~held], prepared.row_signals[~held])


def test_soft_labels_become_signals(project: Path) -> None:
    from cxnlp.training.soft import SoftTexts

    settings = TrainingSettings.read(project)
    data = read_labelled(project.parent / "train.csv", settings.data)
    texts = ("dreadful clerk", "splendid clerk", "dreadful food", "splendid food")
    probabilities = np.eye(6)[[0, 5, 0, 5]]
    soft = SoftTexts("soft", texts, probabilities, np.ones(4))
    prepared = prepare(data, [], settings, soft=soft)
    new = count_features(["dreadful tea", "splendid tea"], settings.features)
    bad, good = prepared.signals[3].of(prepared.weighting.apply(new))
    assert bad < good
    assert prepared.row_signals.shape == (280, 7)


def test_copies_weigh_as_much_as_one_text_and_are_never_scored() -> None:
    texts = tuple(f"{word} people, visit {n}" for n in range(8) for word in ("Good", "Rude"))
    data = LabelledTexts(
        "made-up",
        texts,
        np.array([4, 1] * 8),
        np.full(16, ""),
        np.zeros(16, np.bool_),
    )
    settings = TrainingSettings(
        features=FeatureSettings(buckets=2**12), linear=LinearSettings(copies=True)
    )
    prepared = prepare(data, [], settings)
    assert [features.shape[0] for features, _ in prepared.copies] == [16, 16, 16]
    assert prepared.features.shape[0] == len(prepared.folds) == 16
    scorer = fit_heads(prepared, settings, np.ones(16, np.bool_))
    found = scorer.score(("Rdue people", "Goood people"))
    assert found.levels[0].argmax() < found.levels[1].argmax()
