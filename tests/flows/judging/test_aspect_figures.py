"""Kappa of each aspect: what the model tells against the gold, letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.flows.judging.aspect_figures import aspect_kappas, aspect_table
from cxnlp.metrics import Estimate
from cxnlp.models import LevelModel, load
from cxnlp.models.aspects import DIMENSIONS, FLAGS
from cxnlp.models.predictions import Scores
from cxnlp.training.network.aspects import AspectGold

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = ("kind", "rude", "quick", "slow")
NOTHING = (0,) * len(FLAGS)
GOLD = AspectGold(
    {
        "kind": ((1, 0, 0, 0, 0), (1, *NOTHING[1:])),
        "rude": ((2, 0, 0, 0, 0), (1, *NOTHING[1:])),
        "quick": ((0, 1, 0, 0, 0), NOTHING),
        "slow": ((0, 2, 0, 0, 0), NOTHING),
    }
)
"""Codes: 1 done well, 2 done badly."""


class Teller:
    """Scores in which the first dimension is told rightly, the second turned round."""

    def score(self, texts: Sequence[str]) -> Scores:
        n = len(texts)
        told = {
            DIMENSIONS[0]: {"kind": 1, "rude": -1},
            DIMENSIONS[1]: {"quick": -1, "slow": 1},
        }
        aspects: dict[str, np.ndarray] = {
            name: np.array([told.get(name, {}).get(text, 0) for text in texts], np.int8)
            for name in DIMENSIONS
        }
        aspects |= {name: np.array([text in TEXTS[:2] for text in texts]) for name in FLAGS[:1]}
        aspects |= {name: np.ones(n, np.bool_) for name in FLAGS[1:]}
        return Scores(np.zeros((n, 6)), np.ones(n), aspects)


@pytest.fixture(scope="module")
def kappas() -> dict[str, Estimate]:
    model = load("levels-fast")
    teller = LevelModel(model.contents, Teller(), model.calibration)
    return dict(aspect_kappas(teller, TEXTS, GOLD))


def test_there_is_one_figure_for_each_dimension_then_for_each_flag(
    kappas: dict[str, Estimate],
) -> None:
    assert list(kappas) == [*DIMENSIONS, *FLAGS]
    assert {one.n for one in kappas.values()} == {4}


def test_what_is_told_as_in_the_gold_agrees_wholly(kappas: dict[str, Estimate]) -> None:
    assert kappas[DIMENSIONS[0]].value == 1
    assert kappas[FLAGS[0]].value == 1


def test_well_done_told_as_badly_done_does_not_agree(kappas: dict[str, Estimate]) -> None:
    """Two of four are right; by chance 2/4 x 2/4 + 1/4 x 1/4 + 1/4 x 1/4 = 0.375 would be."""
    assert kappas[DIMENSIONS[1]].value == pytest.approx((0.5 - 0.375) / (1 - 0.375))


def test_an_aspect_that_is_always_there_for_the_model_and_never_in_the_gold_is_chance(
    kappas: dict[str, Estimate],
) -> None:
    assert kappas[FLAGS[1]].value == 0


def test_an_aspect_of_which_nobody_ever_says_anything_has_no_figure(
    kappas: dict[str, Estimate],
) -> None:
    assert np.isnan(kappas[DIMENSIONS[2]].value)


def test_the_card_names_the_aspects_in_words() -> None:
    found = aspect_table({"stage_during": Estimate(0.5, 0.4, 0.6, 9)}, "test.csv")
    told = "Dimensions, touchpoints and stages on `test.csv` (Cohen's kappa, all texts):"
    assert found.caption == told
    assert found.header == ("aspect", "kappa")
    assert found.rows == (("stage during", "0.500 [0.400, 0.600]"),)
