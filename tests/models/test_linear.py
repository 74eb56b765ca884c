"""The linear scorer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import ModelError
from cxnlp.models.folder import seal
from cxnlp.models.linear import MASS_UNIT, WEIGHTS, LinearScorer
from cxnlp.models.ngrams import occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence

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


SENTENCES = ("I paid by card.", "Rude staff!", "It was May.", "Never again.", "Late, too")


def _passing_over(model: LevelModel, texts: Sequence[str]) -> tuple[LinearScorer, list[bool]]:
    """A scorer whose line parts these texts in halves, and which of them lie above it."""
    evidence = model.scorer.score(texts).evidence
    line = float(np.median(evidence))
    scorer = _scorer(model)
    settings = scorer.settings.model_copy(update={"quiet": line})
    return replace(scorer, settings=settings), (evidence >= line).tolist()


def test_a_sentence_that_tells_of_nothing_is_passed_over(small_model: LevelModel) -> None:
    scorer, told = _passing_over(small_model, SENTENCES)
    assert 0 < sum(told) < len(told)
    rest = " ".join(sentence for sentence, tells in zip(SENTENCES, told, strict=True) if tells)
    together = scorer.outputs(["", " ".join(SENTENCES), "fine"])
    assert together[1].tobytes() == _scorer(small_model).outputs([rest])[0].tobytes()


def test_where_no_sentence_tells_of_anything_all_are_read(small_model: LevelModel) -> None:
    scorer, told = _passing_over(small_model, SENTENCES)
    quiet = [sentence for sentence, tells in zip(SENTENCES, told, strict=True) if not tells]
    texts = [" ".join(quiet), quiet[0], "", "?! ..."]
    assert scorer.outputs(texts).tobytes() == _scorer(small_model).outputs(texts).tobytes()


def test_whoever_reads_next_gets_what_was_read(small_model: LevelModel) -> None:
    scorer, told = _passing_over(small_model, SENTENCES)
    rest = " ".join(sentence for sentence, tells in zip(SENTENCES, told, strict=True) if tells)
    assert scorer.told([" ".join(SENTENCES), SENTENCES[0], ""]) == [rest, SENTENCES[0], ""]


def test_letters_of_several_bytes_and_strange_ones_are_cut_whole(small_model: LevelModel) -> None:
    scorer, _ = _passing_over(small_model, SENTENCES)
    strange = [f"Caf\u00e9 d\u2019Or \0 \ud800! {sentence} \u00fc\u00fc" for sentence in SENTENCES]
    texts = [*strange, "; ".join(strange)]
    again = scorer.told(texts)
    assert again != texts
    assert scorer.outputs(again).tobytes() == scorer.outputs(texts).tobytes()
    assert scorer.told(again) == again


def test_without_a_line_all_is_told(small_model: LevelModel) -> None:
    assert _scorer(small_model).told(SENTENCES) == list(SENTENCES)


def test_no_texts_give_no_scores(small_model: LevelModel) -> None:
    scores = small_model.scorer.score([])
    assert scores.levels.shape == (0, 6)
    assert scores.evidence.shape == (0,)


def test_the_weights_lie_in_one_file(small_model: LevelModel) -> None:
    assert set(_scorer(small_model).files()) == {WEIGHTS}
