"""Aspects from n-grams: told for every text, in whole numbers, silent where nobody taught them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.training.conftest import made_up_rows

from cxnlp.models.aspects import ASPECT_OUTPUTS
from cxnlp.training import LabelledTexts, TrainingSettings
from cxnlp.training.aspect_features import fit_aspect_features
from cxnlp.training.network.aspects import AspectGold

if TYPE_CHECKING:
    from cxnlp.models.aspect_features import AspectFeatures

NOTHING: tuple[tuple[int, ...], tuple[int, ...]] = ((0,) * 5, (0,) * 7)
KIND = ((1, 0, 0, 0, 0), (0, 0, 0, 0, 0, 1, 0))
SLOW = ((0, 2, 0, 0, 0), (0, 0, 0, 0, 0, 1, 0))


@pytest.fixture(scope="module")
def data() -> LabelledTexts:
    rows = made_up_rows(140, 1)
    texts = tuple(str(row["text"]) for row in rows)
    levels = np.array([row["level"] for row in rows], np.int64)
    return LabelledTexts("m.csv", texts, levels, np.full(140, ""), np.zeros(140, bool))


@pytest.fixture(scope="module")
def fitted(data: LabelledTexts) -> AspectFeatures:
    rows = dict.fromkeys(data.texts, NOTHING)
    rows |= {text: KIND for text in data.texts if "friendly" in text}
    rows |= {text: SLOW for text in data.texts if "slow" in text}
    held = np.arange(len(data)) % 3 == 0
    return fit_aspect_features(data, AspectGold(rows), held, TrainingSettings())


def test_aspects_are_told_for_every_row_where_they_were_learned(fitted: AspectFeatures) -> None:
    told = fitted.tell(
        [
            "friendly staff and good food at the shop",
            "what time do you open at the bank",
            "slow and overpriced at the clinic",
        ]
    )
    assert told["empathy"].tolist() == [1, 0, 0]
    assert told["timeliness"].tolist() == [0, 0, -1]
    assert told["stage_during"].tolist() == [True, False, True]
    assert not told["touch_web"].any()


def test_what_no_text_has_is_said_with_the_same_refusal_everywhere(
    fitted: AspectFeatures,
) -> None:
    """Consistency is the last dimension: absent 9, well and badly done -9."""
    outputs = fitted.outputs(["friendly staff", "slow", "?"])
    assert outputs.shape == (3, ASPECT_OUTPUTS)
    assert outputs[:, 12:15].tolist() == [[9, -9, -9]] * 3
    assert outputs[:, 15].tolist() == [-9] * 3, "the first touchpoint"


def test_weights_are_whole_numbers_of_sixteen_bits_with_a_scale_for_each_output(
    fitted: AspectFeatures,
) -> None:
    heads = fitted.heads
    assert heads.weights.dtype == np.int16
    assert heads.weights.shape[0] == ASPECT_OUTPUTS + 1, "the last row is how much a gram counts"
    assert len(heads.scale) == len(heads.constant) == ASPECT_OUTPUTS
    learned = np.abs(heads.weights[:ASPECT_OUTPUTS]).max(axis=1)
    assert set(learned.tolist()) == {0, 32_767}, "each that learned anything uses the whole range"
