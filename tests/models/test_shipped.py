"""Models are found by folder or by name, from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ModelError
from cxnlp.models import DEFAULT, LevelModel, find_model, load, shipped, shipped_models

if TYPE_CHECKING:
    from pathlib import Path


def test_the_default_model_is_shipped() -> None:
    assert DEFAULT in shipped_models()


def test_a_shipped_model_is_found_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load("levels-fast").name == "levels-fast"


def test_a_folder_is_found_by_its_path(small_model: LevelModel, tmp_path: Path) -> None:
    small_model.save(tmp_path / "mine")
    assert find_model(tmp_path / "mine") == tmp_path / "mine"
    assert find_model(str(tmp_path / "mine")) == tmp_path / "mine"


def test_an_installed_package_holds_its_models_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_model: LevelModel
) -> None:
    """Outside of a checkout, a folder `models` somewhere above is nobody's business."""
    package = tmp_path / "site-packages" / "cxnlp"
    small_model.save(tmp_path / "models" / "stray")
    small_model.save(package / "shipped" / "own")
    monkeypatch.setattr(shipped, "files", lambda _: package)
    assert shipped_models() == {"own": package / "shipped" / "own"}


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ModelError, match="levels-fast"):
        find_model("levels-slow")


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json"):
        load(tmp_path)


def test_the_fast_model_weighs_eight_megabytes_at_most() -> None:
    folder = shipped_models()["levels-fast"]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 8_000_000


def test_a_file_is_no_level_model_and_told_so(tmp_path: Path) -> None:
    (tmp_path / "m.pkl").write_bytes(b"of another library")
    with pytest.raises(ModelError, match="no level model: a file"):
        find_model(tmp_path / "m.pkl")
