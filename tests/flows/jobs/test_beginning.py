"""A job begins with what tells it from any other job, and with the run that it builds on."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from tests.faults.conftest import label

from cxnlp.errors import RunFolderError, UsageError
from cxnlp.flows.jobs.beginning import (
    building_on,
    earlier_run,
    labeller_of,
    manifest_of,
    refuse_unsaved,
)
from cxnlp.labelling import LabelSettings
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.runs import Manifest, Run, open_run
from cxnlp.sources import choose_columns, open_source

GOLDEN = Path(__file__).parents[2] / "golden" / "1"
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)


@pytest.fixture(scope="module")
def model() -> LevelModel:
    return load(GOLDEN / "golden-linear")


def begun(model: LevelModel, *, settings: LabelSettings | None = None, size: int = 10) -> Manifest:
    source = open_source(["Kind staff.", "Late again."])
    columns = choose_columns(source.columns)
    return manifest_of(source, model, columns, settings or LabelSettings(), size)


def test_the_manifest_names_source_model_columns_and_settings(model: LevelModel) -> None:
    found = begun(model)
    assert found.source.digest == open_source(["Kind staff.", "Late again."]).digest()
    assert (found.model.name, found.model.kind) == (model.name, "linear")
    assert found.model.digest == model.digest
    assert found.model.folder == str((GOLDEN / "golden-linear").resolve())
    assert found.columns == {"text": "text", "id": None, "metadata": {}, "keep": [], "left": []}
    assert found.settings["redact"] is False
    assert (found.part_size, found.coverage) == (10, model.coverage)
    assert found.evidence_threshold == model.evidence_threshold
    assert found.bound, "parts are stamped by the run that they are of"
    assert not found.finished
    assert found.begun_at is not None
    assert found.begun_at.utcoffset() == dt.timedelta(0)


def test_what_shapes_the_rows_makes_another_job_and_the_hour_does_not(model: LevelModel) -> None:
    same, again = begun(model), begun(model)
    assert same.config_digest == again.config_digest
    assert same.identity() == again.identity()
    assert same.config_digest.startswith("sha256:")
    masked = begun(model, settings=LabelSettings(redact=True))
    larger = begun(model, size=11)
    digests = {one.config_digest for one in (same, masked, larger)}
    assert len(digests) == 3


def test_a_model_in_memory_has_no_folder_and_cannot_be_loaded_elsewhere(model: LevelModel) -> None:
    held = LevelModel(seal(model.manifest, model.contents.files), model.scorer, model.calibration)
    assert begun(held).model.folder is None
    refuse_unsaved(model)
    with pytest.raises(UsageError) as caught:
        refuse_unsaved(held)
    assert str(caught.value) == (
        "model: found a model that has not been saved; expected a model folder, which other "
        "processes can load. Save the model, or label with one worker."
    )


def test_what_labels_names_the_folder_from_which_others_load_it(model: LevelModel) -> None:
    columns = choose_columns(["text"])
    held = LevelModel(seal(model.manifest, model.contents.files), model.scorer, model.calibration)
    here = labeller_of(model, columns, (), LabelSettings(), None)
    assert here.model == str((GOLDEN / "golden-linear").resolve())
    assert labeller_of(held, columns, (), LabelSettings(), None).model == ""


def earlier(begun_at: dt.datetime | None) -> Run:
    run = open_run(GOLDEN / "run")
    return Run(run.folder, run.manifest.model_copy(update={"begun_at": begun_at}))


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        (NOW - TICK, NOW),
        (NOW, NOW + TICK),
        (NOW + 5 * TICK, NOW + 6 * TICK),
        (None, NOW),  # of an earlier version
    ],
)
def test_a_run_begins_after_the_one_it_builds_on_whatever_the_clock_says(
    model: LevelModel, before: dt.datetime | None, begins: dt.datetime
) -> None:
    now = begun(model).model_copy(update={"begun_at": NOW})
    assert building_on(now, earlier(before), GOLDEN / "next").begun_at == begins


def test_the_run_that_it_builds_on_is_part_of_its_identity(model: LevelModel) -> None:
    manifest, before = begun(model), earlier(NOW)
    found = building_on(manifest, before, GOLDEN / "next")
    assert found.since is not None
    assert (found.since.run, found.since.digest) == ("../run", before.manifest.identity())
    both = f"{manifest.config_digest}\n{before.manifest.identity()}"
    assert found.config_digest == "sha256:" + hashlib.sha256(both.encode()).hexdigest()
    assert found.settings == manifest.settings


def test_the_folder_that_the_job_writes_is_no_earlier_run(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(GOLDEN / "run")
    with pytest.raises(UsageError) as caught:
        earlier_run(tmp_path / "link", GOLDEN / "run")
    assert str(caught.value) == (
        "--since: found the folder that the job shall write; expected an earlier run. "
        "Name another folder with --out."
    )
    assert earlier_run(GOLDEN / "run", tmp_path).counts.rows > 0


def test_a_run_that_is_not_finished_is_nothing_to_build_on(tmp_path: Path) -> None:
    label(["Fine."], tmp_path / "one")
    run = open_run(tmp_path / "one")
    run.manifest.model_copy(update={"finished": False}).save(run.folder)
    with pytest.raises(RunFolderError, match="not finished"):
        label(["Good."], tmp_path / "two", since=tmp_path / "one")
    assert not (tmp_path / "two").exists()
