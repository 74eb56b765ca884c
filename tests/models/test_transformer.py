"""The transformer kind: what its outputs mean, and that the network fits what the manifest says."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from cxnlp.errors import ModelError
from cxnlp.models.folder import read_folder
from cxnlp.models.transformer import (
    NETWORK,
    TOKENIZER,
    TransformerScorer,
    TransformerSettings,
    level_outputs,
)

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "1" / "golden-transformer"


def shares(levels: np.ndarray) -> list[float]:
    share = np.exp(levels[0] - levels[0].max())
    return list(share / share.sum())


def test_evidence_is_all_levels_against_none() -> None:
    """log(sum of e^level) - none: six of one for nothing make log 6."""
    outputs = np.array([[0.0] * 7, [math.log(6), *[0.0] * 6], [0.0, math.log(6), *[-99.0] * 5]])
    for form in ("softmax", "corn"):
        found = level_outputs(outputs, form)[1]
        assert found == pytest.approx([math.log(6), 0.0, math.log(6)])


def test_outputs_of_any_size_have_finite_answers() -> None:
    outputs = np.array([[0.0, 700, 699, 0, 0, 0, -700], [700.0, -700, 0, 0, 0, 0, 700]])
    for form in ("softmax", "corn"):
        levels, evidence = level_outputs(outputs, form)
        assert np.isfinite(levels).all()
        assert np.isfinite(evidence).all()


def test_as_softmax_the_levels_outputs_are_their_scores() -> None:
    levels, _ = level_outputs(np.arange(7.0)[None], "softmax")
    assert levels.tolist() == [[1, 2, 3, 4, 5, 6]]


def test_as_corn_each_output_is_a_step_from_the_level_below() -> None:
    """Even odds at each step: half stay at level 1, half of the others at level 2, and so on."""
    levels, _ = level_outputs(np.zeros((1, 7)), "corn")
    assert shares(levels) == pytest.approx([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 32])


def test_as_corn_the_output_of_level_one_counts_for_evidence_only() -> None:
    one, other = (level_outputs(np.array([[0.0, first, *[0.0] * 5]]), "corn") for first in (-5, 5))
    assert one[0].tolist() == other[0].tolist()
    assert one[1][0] < other[1][0]


def test_as_corn_a_step_that_is_not_taken_leaves_nothing_above() -> None:
    levels, _ = level_outputs(np.array([[0.0, 0.0, 50.0, 50.0, -50.0, 50.0, 50.0]]), "corn")
    assert shares(levels) == pytest.approx([0, 0, 1, 0, 0, 0], abs=1e-5)


@pytest.mark.parametrize(("aspects", "outputs"), [(True, 29), (False, 7)])
def test_a_network_has_seven_outputs_and_those_of_its_aspects(aspects: bool, outputs: int) -> None:
    assert TransformerSettings(aspects=aspects).outputs == outputs


def test_a_network_with_other_outputs_than_promised_is_refused() -> None:
    folder = read_folder(GOLDEN, kinds=["transformer"])
    settings = TransformerSettings.check(dict(folder.manifest.scorer))
    other = settings.model_copy(update={"aspects": not settings.aspects})
    with pytest.raises(ModelError) as caught:
        TransformerScorer.of(other, folder.files[NETWORK], folder.files[TOKENIZER])
    assert (caught.value.where, caught.value.found, caught.value.expected) == (
        NETWORK,
        f"{settings.outputs} outputs",
        f"{other.outputs}",
    )


def test_no_texts_have_no_scores() -> None:
    scorer = TransformerScorer.read(read_folder(GOLDEN, kinds=["transformer"]))
    found = scorer.score([])
    assert (found.levels.shape, found.evidence.shape) == ((0, 6), (0,))
    assert all(len(values) == 0 for values in found.aspects.values())
    assert scorer.outputs([]).shape == (0, scorer.settings.outputs)
