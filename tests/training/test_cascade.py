"""A cascade: who answers what is fixed in training, and a text's answer is its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.errors import InputDataError, ModelError
from cxnlp.models import LevelModel, load
from cxnlp.models.cascade import CascadeScorer
from cxnlp.models.folder import seal
from cxnlp.training import TrainingSettings, read_labelled
from cxnlp.training.assemble import assemble
from cxnlp.training.cascade import assemble_cascade, threshold_for
from cxnlp.training.network.assemble import keep_away

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.training import LabelledTexts

_NOTHING: tuple[tuple[int, ...], tuple[int, ...]] = ((0,) * 5, (0,) * 7)


def _data(project: Path) -> tuple[LabelledTexts, TrainingSettings]:
    settings = TrainingSettings.read(project)
    return read_labelled(project.parent / "train.csv", settings.data), settings


def _member(data: LabelledTexts, settings: TrainingSettings, name: str, folder: Path) -> LevelModel:
    """A linear model that held rows out, as an expensive member does."""
    held = keep_away(data, settings)
    named = settings.model_copy(update={"name": name})
    model = assemble(data.rows(~held), [], named)
    record = model.manifest.data[0].model_copy(
        update={"use": "calibration", "digest": data.rows(held).digest}
    )
    manifest = model.manifest.model_copy(update={"data": (record,)})
    return replace(model, contents=seal(manifest, model.contents.files)).save(folder / name)


@pytest.fixture
def members(project: Path) -> Path:
    """A folder with two members, `cheap` and `expensive`."""
    data, settings = _data(project)
    roomy = settings.model_copy(
        update={"transformer": settings.transformer.model_copy(update={"held_out": 0.4})}
    )
    folder = project.parent / "models"
    _member(data, roomy, "expensive", folder)
    short = roomy.model_copy(
        update={
            "features": settings.features.model_copy(update={"buckets": 1024}),
            "linear": settings.linear.model_copy(update={"strength": 0.1}),
        }
    )
    _member(data, short, "cheap", folder)
    return folder


def _cascade(project: Path, members: Path, **asked: object) -> LevelModel:
    data, settings = _data(project)
    named = {"cheap": str(members / "cheap"), "expensive": str(members / "expensive"), **asked}
    cascade = type(settings.cascade).check(named)
    wanted = settings.model_copy(update={"name": "both", "kind": "cascade", "cascade": cascade})
    return assemble_cascade(data, wanted, project.parent)


def test_it_names_its_members_by_digest_and_holds_no_copy(project: Path, members: Path) -> None:
    model = _cascade(project, members).save(members / "both")
    assert model.manifest.members == {
        name: load(members / name).digest for name in ("cheap", "expensive")
    }
    assert "weights.safetensors" not in model.manifest.files
    again = load(members / "both")
    texts = ["they lied and kept my money", "it was ok", "where can i find the form"]
    assert (
        again.predict(texts).probabilities.tobytes() == model.predict(texts).probabilities.tobytes()
    )


def test_no_more_than_the_budget_is_passed_on(project: Path, members: Path) -> None:
    data, _ = _data(project)
    for budget in (0.0, 0.25, 1.0):
        scorer = _cascade(project, members, budget=budget).scorer
        assert isinstance(scorer, CascadeScorer)
        assert scorer.passes(data.texts).mean() <= budget + 0.1


def test_texts_of_a_word_or_two_are_the_expensive_members_with_their_evidence(
    project: Path, members: Path
) -> None:
    texts = ["Avoid!", "so kind", "", "it was ok at the shop"]
    usual, short = (_cascade(project, members, budget=0.0, short=words) for words in (0, 2))
    assert isinstance(usual.scorer, CascadeScorer)
    assert isinstance(short.scorer, CascadeScorer)
    unsure = usual.scorer.passes(texts)
    assert not unsure[0]
    assert short.scorer.passes(texts).tolist() == [True, True, *unsure[2:]]
    found, before = short.predict(texts), usual.predict(texts)
    expensive = load(members / "expensive").predict(texts)
    assert np.allclose(found.evidence[:2], expensive.evidence[:2], atol=1e-6)
    assert not np.allclose(found.evidence[:2], before.evidence[:2], atol=1e-3)
    assert found.evidence[2:].tobytes() == before.evidence[2:].tobytes()
    assert found.probabilities[2:].tobytes() == before.probabilities[2:].tobytes()
    alone = short.predict(texts[1:2])
    assert alone.evidence.tobytes() == found.evidence[1:2].tobytes()


def test_a_member_that_changed_is_refused_by_name(project: Path, members: Path) -> None:
    import shutil

    _cascade(project, members).save(members / "both")
    shutil.rmtree(members / "cheap")
    with pytest.raises(ModelError, match="cheap"):
        load(members / "both")
    data, settings = _data(project)
    _member(data, settings.model_copy(update={"seed": 99}), "cheap", members)
    with pytest.raises(ModelError, match="with digest"):
        load(members / "both")


def test_other_rows_than_the_expensive_members_own_are_refused(
    project: Path, members: Path
) -> None:
    data, settings = _data(project)
    cascade = type(settings.cascade).check(
        {"cheap": str(members / "cheap"), "expensive": str(members / "expensive")}
    )
    wanted = settings.model_copy(update={"kind": "cascade", "cascade": cascade})
    fewer = data.rows(np.arange(len(data)) > 20)
    with pytest.raises(InputDataError, match="held out"):
        assemble_cascade(fewer, wanted, project.parent)


_TEXTS = st.lists(
    st.sampled_from(
        ["they lied", "it was ok", "friendly staff", "best ever", "slow", "what time", "", "x"]
    ),
    max_size=6,
).map(" ".join)


def test_an_answer_depends_on_its_text_only_bit_for_bit(project: Path, members: Path) -> None:
    model = _cascade(project, members, budget=0.5)

    @settings(deadline=None, max_examples=60)
    @given(st.lists(_TEXTS, min_size=1, max_size=12), st.data())
    def alone_as_together(texts: list[str], data: st.DataObject) -> None:
        together = model.predict(texts)
        place = data.draw(st.integers(0, len(texts) - 1))
        alone = model.predict([texts[place]])
        assert alone.probabilities[0].tobytes() == together.probabilities[place].tobytes()
        assert alone.evidence[0].tobytes() == together.evidence[place].tobytes()
        assert (alone.intervals[0] == together.intervals[place]).all()

    alone_as_together()


def test_a_tolerated_loss_passes_on_no_more_than_it_needs() -> None:
    unsure = np.arange(100.0)

    def worth(passed: np.ndarray) -> float:
        return 0.5 + 0.4 * min(1.0, float(passed.mean()) / 0.2)

    whole = threshold_for(unsure, budget=0.5, tolerated=None, worth=worth)
    spared = threshold_for(unsure, budget=0.5, tolerated=0.01, worth=worth)
    assert (unsure > whole).mean() == pytest.approx(0.5)
    assert (unsure > spared).mean() == pytest.approx(0.2, abs=0.03)
