"""Training weighs features as the model does."""

from __future__ import annotations

import numpy as np

from cxnlp.models.ngrams import FeatureSettings
from cxnlp.training.matrix import Weighting, count_features, stack

_SETTINGS = FeatureSettings(buckets=2**14)
_TEXTS = ["slow and rude", "slow but kind", "slow"]


def test_rows_have_about_length_one() -> None:
    counts = count_features(_TEXTS, _SETTINGS)
    rows = Weighting.fit(counts).apply(counts)
    assert np.allclose(np.sqrt(rows.multiply(rows).sum(axis=1)), 1, atol=0.05)


def test_rare_features_weigh_more() -> None:
    counts = count_features(_TEXTS, _SETTINGS)
    idf = Weighting.fit(counts).idf
    everywhere = set(counts[0].indices) & set(counts[1].indices) & set(counts[2].indices)
    once = set(counts[0].indices) - set(counts[1].indices) - set(counts[2].indices)
    assert idf[list(everywhere)].max() < idf[list(once)].min()


def test_unknown_features_weigh_nothing() -> None:
    weighting = Weighting.fit(count_features(_TEXTS, _SETTINGS))
    known = weighting.apply(count_features(["slow"], _SETTINGS))
    mixed = weighting.apply(count_features(["slow"], _SETTINGS))
    assert (known != mixed).nnz == 0
    assert weighting.apply(count_features(["zzz"], _SETTINGS)).sum() < known.sum()


def test_blocks_do_not_change_the_counts() -> None:
    many = [f"{text} {number}" for number in range(400) for text in _TEXTS]
    whole = count_features(many, _SETTINGS)
    parts = stack([count_features(many[:700], _SETTINGS), count_features(many[700:], _SETTINGS)])
    assert (whole != parts).nnz == 0


def test_what_signals_look_at_makes_the_length_of_a_text() -> None:
    counts = count_features(_TEXTS, _SETTINGS)
    weighting = Weighting.fit(counts)
    slopes = np.zeros((2, 2**14))
    slopes[:, count_features(["rude"], _SETTINGS).indices] = 1.0
    relevant = weighting.by_relevance(slopes, 0.9, counts)
    told = count_features(["rude"], _SETTINGS)
    longer = count_features(["rude but slow"], _SETTINGS)
    assert (relevant.idf == weighting.idf).all()
    before, after = (
        [float(np.sqrt(each @ one.mass)[0]) for each in (told, longer)]
        for one in (weighting, relevant)
    )
    assert after[1] / after[0] < before[1] / before[0]
