"""The linear scorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import ModelError
from cxnlp.models.folder import seal
from cxnlp.models.linear import MASS_UNIT, WEIGHTS, LinearScorer
from cxnlp.models.ngrams import occurrences

if TYPE_CHECKING:
    from cxnlp.models import LevelModel


def _scorer(model: LevelModel) -> LinearScorer:
    assert isinstance(model.scorer, LinearScorer)
    return model.scorer


def test_an_output_is_the_sum_of_weights_over_the_root_of_the_mass(
    small_model: LevelModel,
) -> None:
    scorer = _scorer(small_model)
    text = "Not a friendly crew, and LATE again!"
    sums = scorer.weights[:, occurrences([text], scorer.settings).bucket].astype(float).sum(axis=1)
    expected = sums[:6] / np.sqrt(sums[6] * MASS_UNIT) * scorer.scale + scorer.constant
    assert np.allclose(scorer.outputs([text])[0], expected)


def test_weights_survive_the_way_through_a_file(small_model: LevelModel) -> None:
    again = LinearScorer.read(small_model.contents)
    texts = ["fine", "They never called back"]
    assert again.score(texts).levels.tobytes() == small_model.scorer.score(texts).levels.tobytes()


def test_weights_of_another_shape_are_refused(small_model: LevelModel) -> None:
    manifest = small_model.manifest.model_copy(
        update={"scorer": {**small_model.manifest.scorer, "buckets": 2**13}}
    )
    with pytest.raises(ModelError, match="shape"):
        LinearScorer.read(seal(manifest, small_model.contents.files))


def test_long_texts_make_small_blocks_and_change_no_bit(small_model: LevelModel) -> None:
    texts = ["bad " * 60_000, "good", "late " * 90_000, "fine", "good"]
    together = small_model.scorer.score(texts)
    for place, text in enumerate(texts):
        alone = small_model.scorer.score([text])
        assert alone.levels.tobytes() == together.levels[place].tobytes()


def test_no_texts_give_no_scores(small_model: LevelModel) -> None:
    scores = small_model.scorer.score([])
    assert scores.levels.shape == (0, 6)
    assert scores.evidence.shape == (0,)


def test_the_weights_lie_in_one_file(small_model: LevelModel) -> None:
    assert set(_scorer(small_model).files()) == {WEIGHTS}
