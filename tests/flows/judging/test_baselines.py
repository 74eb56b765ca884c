"""Baselines: what anybody could answer, so that a model has something to beat."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from cxnlp.flows.judging.baselines import BASELINES, LINEAR, baseline_levels, vader_levels
from cxnlp.models import shipped_models
from cxnlp.training import LabelledTexts


def texts_on(*levels: int) -> LabelledTexts:
    n = len(levels)
    texts = tuple(f"We came {number} times." for number in range(n))
    return LabelledTexts("m.csv", texts, np.array(levels), np.full(n, ""), np.zeros(n, bool))


def test_they_are_listed_from_the_simplest_to_the_best() -> None:
    assert list(BASELINES) == ["majority", "vader", "linear"]
    assert LINEAR in shipped_models()


@pytest.mark.parametrize(
    ("levels", "commonest"),
    [
        ((4, 2, 4), 4),
        ((6, 1, 1, 6), 1),  # of equally common ones the worst
        ((0, 0, 0, 5), 5),  # that a text tells nothing is no level
        ((6,), 6),
    ],
)
def test_the_majority_is_one_level_for_every_row(levels: tuple[int, ...], commonest: int) -> None:
    found = baseline_levels("majority", texts_on(*levels))
    assert found is not None
    assert found.tolist() == [commonest] * len(levels)
    assert found.dtype == np.int8


@pytest.mark.parametrize(
    ("compound", "level"),
    [
        (-1.0, 1),
        (-0.8501, 1),
        (-0.85, 2),
        (-0.0001, 2),
        (0.0, 3),
        (0.3999, 3),
        (0.4, 4),
        (0.9499, 4),
        (0.95, 5),
        (0.9999, 5),
        (1.0, 6),
    ],
)
def test_a_score_of_sentiment_is_cut_into_levels_a_cut_belongs_to_the_better(
    compound: float, level: int
) -> None:
    assert vader_levels([compound]).tolist() == [level]


def test_no_scores_are_no_levels() -> None:
    assert vader_levels([]).tolist() == []


@pytest.mark.skipif(find_spec("vaderSentiment") is None, reason="vaderSentiment is not installed")
def test_a_word_list_hears_praise_and_blame() -> None:
    none = np.zeros(2, np.int64), np.full(2, ""), np.zeros(2, bool)
    said = ("Horrible, awful, a terrible and hateful fraud.", "Wonderful, lovely and great people!")
    found = baseline_levels("vader", LabelledTexts("m.csv", said, *none))
    assert found is not None
    assert found[0] == 1
    assert found[1] >= 4


def test_the_linear_baseline_is_the_shipped_model() -> None:
    found = baseline_levels("linear", texts_on(1, 2))
    assert found is not None
    assert found.shape == (2,)
