"""Sources and models that change or go away while a job runs never leave a wrong part behind."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import MODEL, label, outcomes, write_comments

from cxnlp.errors import InputDataError, ModelError, RunFolderError
from cxnlp.flows.progress import Silent
from cxnlp.models import load
from cxnlp.models.folder import seal, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class After(Silent):
    """Does something once, when the first `rows` rows are done."""

    def __init__(self, rows: int, do: Callable[[], object]) -> None:
        self._left = rows
        self._do = do

    def advance(self, rows: int) -> None:
        self._left -= rows
        if -rows < self._left <= 0:
            self._do()


def _append(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("new,One more comment.,2026-01-01,3\n")


def _overwrite(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[::-1])


def _same_size_and_older(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-4] + b"abc\n")
    os.utime(path, (0, 0))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda path: path.unlink(), "No such file"),
        (_append, "changed while it was being read"),
        (_overwrite, "changed while it was being read"),
        (_same_size_and_older, "changed while it was being read"),
        (lambda path: path.replace(path.with_name("away")), "No such file"),
    ],
    ids=["removed", "appended to", "overwritten", "same size", "renamed"],
)
def test_a_source_that_changes_midway_stops_the_job_and_what_stands_is_right(
    tmp_path: Path, change: Callable[[Path], object], told: str
) -> None:
    source = write_comments(tmp_path / "comments.csv", 1_000)
    shutil.copy2(source, tmp_path / "kept.csv")
    label(source, tmp_path / "whole", part_size=100)
    whole = outcomes(tmp_path / "whole")
    with pytest.raises(InputDataError, match=told):
        label(source, tmp_path / "run", part_size=100, progress=After(300, lambda: change(source)))
    stood = outcomes(tmp_path / "run")
    assert 9 <= len(stood) < len(whole)
    assert all(whole[name] == data for name, data in stood.items())
    shutil.copy2(tmp_path / "kept.csv", source)
    label(source, tmp_path / "run", part_size=100)
    assert outcomes(tmp_path / "run") == whole


def test_a_source_that_changes_under_the_same_size_and_time_leaves_no_part_behind(
    tmp_path: Path,
) -> None:
    source = write_comments(tmp_path / "comments.csv", 12_000)
    original, times = source.read_bytes(), source.stat()
    label(source, tmp_path / "whole", part_size=2_000)

    def overwrite() -> None:
        with source.open("r+b") as file:  # the same file, which the job has open
            file.write(original.replace(b"parcel", b"bundle"))
        os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))

    with pytest.raises(InputDataError, match="content changed while it was being read"):
        label(source, tmp_path / "run", part_size=2_000, progress=After(2_000, overwrite))
    assert outcomes(tmp_path / "run") == {}
    source.write_bytes(original)
    label(source, tmp_path / "run", part_size=2_000)
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "whole")


def test_a_source_that_stays_changed_is_refused_with_both_digests(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 300)
    with pytest.raises(InputDataError):
        label(source, tmp_path / "run", part_size=100, progress=After(100, lambda: _append(source)))
    with pytest.raises(RunFolderError, match=r"another source \(sha256:\w{64}\).*sha256:\w{64}"):
        label(source, tmp_path / "run", part_size=100)


def _other_model(folder: Path) -> None:
    model = load(folder)
    renamed = model.manifest.model_copy(update={"name": "another"})
    write_folder(seal(renamed, model.contents.files), folder, replace=True)


def test_a_model_that_changes_midway_changes_no_answer_of_the_job_that_loaded_it(
    tmp_path: Path,
) -> None:
    source = write_comments(tmp_path / "comments.csv", 600)
    model = tmp_path / "model"
    shutil.copytree(load(MODEL).folder or "", model)
    label(source, tmp_path / "whole", model=model, part_size=100)
    change = After(200, lambda: _other_model(model))
    run = label(source, tmp_path / "run", model=model, part_size=100, progress=change)
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "whole")
    with pytest.raises(RunFolderError, match=r"another model \(sha256:\w{64}\).*sha256:\w{64}"):
        label(source, tmp_path / "run", model=model, part_size=100)
    assert run.manifest.model.digest != load(model).digest


def test_a_worker_that_finds_another_model_refuses_it(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 300)
    model = tmp_path / "model"
    shutil.copytree(load(MODEL).folder or "", model)
    loaded = load(model)
    _other_model(model)
    with pytest.raises(ModelError, match="changed while the job was running"):
        label(source, tmp_path / "run", model=loaded, part_size=100, workers=2)
    assert outcomes(tmp_path / "run") == {}


def test_a_model_file_that_is_damaged_is_refused_by_name(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 100)
    model = tmp_path / "model"
    shutil.copytree(load(MODEL).folder or "", model)
    weights = model / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelError, match=r"weights\.safetensors"):
        label(source, tmp_path / "run", model=model)
