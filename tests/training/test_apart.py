"""Rows that are new to a teacher and to its student calibrate the student."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.training.conftest import made_up_project

from cxnlp.errors import ConfigurationError, InputDataError
from cxnlp.models.folder import seal
from cxnlp.training import TrainingSettings, read_labelled
from cxnlp.training.apart import held_out_by, make_apart
from cxnlp.training.assemble import assemble
from cxnlp.training.config import CalibrationSettings
from cxnlp.training.making import Order, make_model
from cxnlp.training.network.assemble import keep_away

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.models import LevelModel


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up project, once, and beside it a teacher that held two rows in five out."""
    project = made_up_project(tmp_path_factory.mktemp("project"))
    _teacher(project).save(project.parent / "teacher")
    return project


def _teacher(project: Path) -> LevelModel:
    settings = _settings(project, held_out_by=None)
    data = read_labelled(project.parent / "train.csv", settings.data)
    held = keep_away(data, settings)
    model = assemble(data.rows(~held), [], settings.model_copy(update={"name": "teacher"}))
    record = model.manifest.data[0].model_copy(
        update={"use": "calibration", "digest": data.rows(held).digest}
    )
    manifest = model.manifest.model_copy(update={"data": (record,)})
    return replace(model, contents=seal(manifest, model.contents.files))


def _settings(project: Path, *, held_out_by: str | None = "teacher") -> TrainingSettings:
    settings = TrainingSettings.read(project)
    return settings.model_copy(
        update={
            "transformer": settings.transformer.model_copy(update={"held_out": 0.4}),
            "calibration": CalibrationSettings(folds=3, held_out_by=held_out_by),
        }
    )


def test_what_the_rows_are_said_to_be_never_reaches_their_scores(project: Path) -> None:
    settings = _settings(project)
    data = read_labelled(project.parent / "train.csv", settings.data)
    first = make_apart(data, settings, project.parent, avoid=())
    assert first is not None
    assert len(first.rows) > 40
    held = np.isin(np.array(data.texts), np.array(first.rows.texts))
    assert held.sum() == len(first.rows)
    swapped = replace(data, levels=np.where(held, (data.levels + 3) % 7, data.levels))
    again = make_apart(swapped, settings, project.parent, avoid=())
    assert again is not None
    assert np.array_equal(again.scores.levels, first.scores.levels)
    swapped = replace(data, levels=np.where(held, data.levels, (data.levels + 3) % 7))
    other = make_apart(swapped, settings, project.parent, avoid=())
    assert other is not None
    assert not np.array_equal(other.scores.levels, first.scores.levels)


def test_the_model_is_calibrated_on_them_and_says_so(project: Path) -> None:
    settings = _settings(project)
    table = project.parent / "train.csv"
    data = read_labelled(table, settings.data)
    order = Order(settings, project.parent, table, project.parent / "work")
    said: list[str] = []
    model = make_model(data, order, say=said.append).model
    rows = held_out_by(_teacher(project), project.parent, avoid=())
    assert model.manifest.data[0].rows == len(data)
    assert model.manifest.data[1].use == "calibration, held out by teacher"
    assert model.manifest.data[1].rows == len(rows) == int((~rows.enriched).sum())
    assert any(words.startswith("held out by teacher: QWK") for words in said)
    usual = replace(order, settings=_settings(project, held_out_by=None))
    assert model.calibration != make_model(data, usual).model.calibration


def test_other_tables_than_the_teachers_are_refused(project: Path, tmp_path: Path) -> None:
    lines = (project.parent / "train.csv").read_text().splitlines()
    (tmp_path / "train.csv").write_text("\n".join(lines[:-30]) + "\n")
    with pytest.raises(InputDataError, match="the rows that teacher held out"):
        held_out_by(_teacher(project), tmp_path, avoid=())


def test_only_a_linear_model_can_be_made_without_them() -> None:
    with pytest.raises(ConfigurationError, match="models of kind linear"):
        TrainingSettings.parse('kind = "static"\n[calibration]\nheld_out_by = "levels-accurate"')
