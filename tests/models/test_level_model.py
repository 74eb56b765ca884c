"""A model's answers."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import UsageError
from cxnlp.models import LevelModel, load
from cxnlp.ordinal import posterior_median

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXTS = [
    "They lied to us, shouted at my mother and kept our money. I will report them.",
    "The queue was too long and the app kept failing.",
    "It was ok, nothing special.",
    "Friendly staff and a good breakfast.",
    "Best stay of my whole life, I will never forget it and tell everyone!",
    "How do I change my PIN?",
]


@pytest.fixture(scope="module")
def shipped() -> LevelModel:
    return load("levels-fast")


def test_plain_complaints_stand_below_plain_praise(shipped: LevelModel) -> None:
    violated, slow, _, pleased, _, _ = shipped.predict(_TEXTS).levels.tolist()
    assert violated <= slow < 3
    assert pleased > 3


def test_one_text_is_refused_instead_of_being_read_letter_by_letter(shipped: LevelModel) -> None:
    with pytest.raises(UsageError, match=r"predict\(\[text\]\)"):
        shipped.predict("Friendly staff")


@pytest.mark.parametrize(
    ("texts", "kind"), [(["Slow.", None], "NoneType"), ([1.5, "Slow."], "float"), (b"Slow.", "int")]
)
def test_what_is_no_text_is_refused_by_its_type(
    shipped: LevelModel, texts: Sequence[str], kind: str
) -> None:
    with pytest.raises(UsageError, match=f"an element of type {kind}; expected strings"):
        shipped.predict(texts)


def test_a_question_gives_less_evidence_than_a_complaint(shipped: LevelModel) -> None:
    evidence = shipped.predict(_TEXTS).evidence
    assert evidence[5] < 0.5 < evidence[1]


def test_answers_have_the_shapes_and_ranges_that_are_promised(shipped: LevelModel) -> None:
    found = shipped.predict(_TEXTS)
    assert len(found) == len(_TEXTS)
    assert found.probabilities.shape == (6, 6)
    assert found.probabilities.dtype == np.float32
    assert np.allclose(found.probabilities.sum(axis=1), 1, atol=1e-6)
    assert (found.intervals[:, 0] <= found.levels).all()
    assert (found.levels <= found.intervals[:, 1]).all()
    assert found.levels.dtype == found.intervals.dtype == np.int8


def test_levels_are_the_median_of_the_probabilities_that_are_given(shipped: LevelModel) -> None:
    found = shipped.predict(_TEXTS)
    assert (posterior_median(found.probabilities.astype(np.float64)) == found.levels).all()


def test_texts_are_cleaned_before_they_are_scored(shipped: LevelModel) -> None:
    dirty, clean = shipped.predict(["  Friendly\u00a0 staff "]), shipped.predict(["Friendly staff"])
    assert dirty.probabilities.tobytes() == clean.probabilities.tobytes()


def test_an_empty_text_and_one_without_words_are_answered(shipped: LevelModel) -> None:
    found = shipped.predict(["", "...", "\U0001f600"])
    assert np.isfinite(found.probabilities).all()


def test_no_texts_give_no_answers(shipped: LevelModel) -> None:
    found = shipped.predict([])
    assert len(found) == 0
    assert found.intervals.shape == (0, 2)


def test_a_model_tells_what_it_is(shipped: LevelModel) -> None:
    assert shipped.kind == "linear"
    assert shipped.digest.startswith("sha256:")
    assert shipped.coverage == 0.9
    assert 0 < shipped.evidence_threshold < 1
    assert shipped.languages == ("en",)
    assert not shipped.aspects


def test_a_model_knows_the_texts_that_it_has_learned_from(shipped: LevelModel) -> None:
    assert shipped.learned_from(["FRIENDLY  staff."])[0]
    assert not shipped.learned_from(["The porter sang for us, in Latin."])[0]
    assert shipped.learned_from([]).shape == (0,)


def test_labelling_imports_neither_torch_nor_scikit_learn() -> None:
    program = (
        "import sys; from cxnlp.models import load; load().predict(['fine']); "
        "print(sorted({'torch', 'sklearn', 'transformers', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
