"""Training data that leaves something out: one answer only, a fold without rows, a level twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from tests.training.conftest import made_up_rows

from cxnlp.errors import ConfigurationError
from cxnlp.models import load
from cxnlp.training import TrainingSettings, cascade, static
from cxnlp.training.assemble import balance_weights
from cxnlp.training.crossfit import out_of_fold
from cxnlp.training.data import LabelledTexts
from cxnlp.training.linear import prepare
from cxnlp.training.soft import SoftTexts

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = TrainingSettings.check({"features": {"buckets": 1024}, "calibration": {"folds": 3}})


@pytest.fixture(scope="module")
def data() -> LabelledTexts:
    rows = made_up_rows(84, 1)
    return LabelledTexts(
        "made_up.csv",
        tuple(str(row["text"]) for row in rows),
        np.arange(84) % 7,
        np.full(84, "shop"),
        np.zeros(84, bool),
    )


def test_a_fold_without_rows_leaves_no_row_unscored(data: LabelledTexts) -> None:
    prepared = prepare(data, [], SETTINGS)
    emptied = replace(prepared, folds=np.where(prepared.folds == 2, 1, prepared.folds))
    found = out_of_fold(emptied, SETTINGS)
    assert found.levels.any(axis=1).all()


def test_features_that_soft_labels_say_nothing_about_count_less_by_relevance(
    data: LabelledTexts,
) -> None:
    said = ("zingy and nice", "drab and nasty")
    texts = tuple(f"{words} at the shop {n}" for n in range(20) for words in said)
    shares = np.tile(np.array([[0, 0, 0, 0, 0.1, 0.9], [0.9, 0.1, 0, 0, 0, 0]]), (20, 1))
    soft = SoftTexts("teacher", texts, shares, np.ones(40))
    linear = SETTINGS.linear.model_copy(update={"relevance": 0.9})
    plain = prepare(data, [], SETTINGS, soft=soft).weighting
    weighed = prepare(data, [], SETTINGS.model_copy(update={"linear": linear}), soft=soft).weighting
    assert np.array_equal(plain.idf, weighed.idf)
    kept = weighed.mass[plain.mass > 0] / plain.mass[plain.mass > 0]
    assert kept.min() < 0.5 < kept.max()


def test_a_question_with_one_answer_is_answered_so_with_half_a_text_of_doubt() -> None:
    every = np.ones(5, np.bool_)
    rows = static._Rows(
        LabelledTexts("m.csv", ("a",) * 5, np.ones(5, np.int64), np.full(5, ""), ~every),
        csr_matrix((5, 3)),
        np.zeros((0, 3)),
        np.zeros(0),
    )
    for target, sure in ((every, np.log(11)), (~every, -np.log(11))):
        weights, constant = static._head(rows, SETTINGS, every, target)
        assert not weights.any()
        assert constant == pytest.approx(sure)


def test_a_backbone_without_a_tokenizer_file_is_refused_before_anything_is_learned(
    data: LabelledTexts, tmp_path: Path
) -> None:
    nowhere = SETTINGS.transformer.model_copy(update={"backbone": str(tmp_path)})
    wanted = SETTINGS.model_copy(update={"kind": "static", "transformer": nowhere})
    with pytest.raises(ConfigurationError, match=r"transformer\.backbone.*tokenizer\.json"):
        static.assemble_static(data, wanted)


def test_levels_may_count_the_same_however_many_rows_they_have() -> None:
    levels = np.array([1, 1, 1, 1, 6])
    assert balance_weights(levels, 0.0) is None
    alike = balance_weights(levels, 1.0)
    assert alike is not None
    assert [alike[levels == level].sum() for level in (1, 6)] == [1, 1]
    half = balance_weights(levels, 0.5)
    assert half is not None
    assert half.tolist() == [0.5, 0.5, 0.5, 0.5, 1]


def test_a_loss_that_no_part_of_the_budget_avoids_costs_the_whole_budget() -> None:
    unsure = np.arange(100.0)
    whole = cascade.threshold_for(
        unsure, budget=0.1, tolerated=0.01, worth=lambda passed: float(passed.mean())
    )
    assert (unsure > whole).mean() == pytest.approx(0.1)


def test_a_cheap_member_that_cannot_be_made_again_in_a_minute_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cascade\.cheap.*kind transformer"):
        cascade._without(load("levels-accurate"), None, tmp_path)  # type: ignore[arg-type] # unread
