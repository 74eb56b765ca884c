"""Model folders are whole, unchanged and ours, or refused by the name of the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import ModelError
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import MANIFEST, seal, write_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def saved(small_model: LevelModel, tmp_path: Path) -> LevelModel:
    return small_model.save(tmp_path / "small")


def _folder(model: LevelModel) -> Path:
    assert model.folder is not None
    return model.folder


def test_a_saved_model_answers_as_before(saved: LevelModel) -> None:
    texts = ["Lovely people.", "never again", ""]
    again = load(_folder(saved))
    assert again.digest == saved.digest
    before, after = saved.predict(texts), again.predict(texts)
    assert before.probabilities.tobytes() == after.probabilities.tobytes()
    assert before.evidence.tobytes() == after.evidence.tobytes()
    assert (before.intervals == after.intervals).all()


def test_the_same_model_has_the_same_digest_wherever_it_lies(
    small_model: LevelModel, saved: LevelModel, tmp_path: Path
) -> None:
    assert small_model.digest == saved.digest == small_model.save(tmp_path / "other").digest


def test_any_changed_byte_is_refused_by_the_name_of_its_file(saved: LevelModel) -> None:
    for name in saved.manifest.files:
        path = _folder(saved) / name
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(ModelError, match=name):
            load(_folder(saved))
        path.write_bytes(content)
    load(_folder(saved))


def test_a_missing_file_is_refused_by_name(saved: LevelModel) -> None:
    (_folder(saved) / "calibration.json").unlink()
    with pytest.raises(ModelError, match=r"calibration\.json"):
        load(_folder(saved))


def _change(saved: LevelModel, **values: object) -> None:
    path = _folder(saved) / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_another_format_is_refused_before_anything_else(saved: LevelModel) -> None:
    _change(saved, format=99, kind="oracle", files={})
    with pytest.raises(ModelError, match=r"format: found 99; expected 1"):
        load(_folder(saved))


def test_another_kind_is_refused_before_the_digests(saved: LevelModel) -> None:
    _change(saved, kind="topics")
    (_folder(saved) / "calibration.json").write_text("changed")
    with pytest.raises(ModelError, match=r"kind: found 'topics'"):
        load(_folder(saved))


def test_levels_in_another_order_are_refused(saved: LevelModel) -> None:
    _change(saved, level_names=["unbelievable", "surprising"])
    with pytest.raises(ModelError, match="level_names"):
        load(_folder(saved))


def test_a_manifest_cannot_point_outside_its_folder(saved: LevelModel) -> None:
    _change(saved, files={"../secret": "0" * 64})
    with pytest.raises(ModelError, match="in the folder itself"):
        load(_folder(saved))


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": 1, "kind": "linear"}'])
def test_a_broken_manifest_is_refused(saved: LevelModel, content: str) -> None:
    (_folder(saved) / MANIFEST).write_text(content)
    with pytest.raises(ModelError, match=r"manifest\.json"):
        load(_folder(saved))


def test_a_manifest_without_the_parts_of_its_kind_is_refused(saved: LevelModel) -> None:
    sealed = seal(saved.manifest.model_copy(update={"parts": {}}), saved.contents.files)
    write_folder(sealed, _folder(saved), replace=True)
    with pytest.raises(ModelError, match="do not fit together"):
        load(_folder(saved))


def test_a_model_is_never_overwritten_unasked(saved: LevelModel, small_model: LevelModel) -> None:
    with pytest.raises(ModelError, match="there already"):
        small_model.save(_folder(saved))


def test_a_model_is_replaced_when_that_is_asked_for(saved: LevelModel) -> None:
    from dataclasses import replace

    from cxnlp.models.folder import seal

    renamed = saved.manifest.model_copy(update={"name": "other"})
    replace(saved, contents=seal(renamed, saved.contents.files)).save(_folder(saved), replace=True)
    assert load(_folder(saved)).name == "other"
    assert [path.name for path in _folder(saved).parent.iterdir()] == ["small"]


def test_a_folder_that_is_no_model_is_never_replaced(
    small_model: LevelModel, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear")
    with pytest.raises(ModelError, match="no model folder"):
        small_model.save(tmp_path / "letters", replace=True)
    assert (tmp_path / "letters" / "letter.txt").read_text() == "dear"


def test_a_kill_in_the_middle_of_saving_leaves_the_old_model(
    saved: LevelModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    written = 0

    def dying(_: int) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", dying)
    with pytest.raises(KeyboardInterrupt):
        saved.save(_folder(saved), replace=True)
    monkeypatch.undo()
    assert load(_folder(saved)).digest == saved.digest


def test_a_place_that_cannot_be_written_is_said(small_model: LevelModel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be written"):
        small_model.save(tmp_path / "file" / "model")


def test_a_changed_value_in_the_manifest_is_refused_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    load("levels-fast").save(str(folder))
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 7', '"seed": 6'))
    with pytest.raises(ModelError, match=r"manifest\.json: found values"):
        load(folder)


def test_a_folder_that_is_no_level_model_is_called_so(tmp_path: Path) -> None:
    """Found by use: it said that manifest.json cannot be read."""
    with pytest.raises(ModelError, match="found no level model: an empty folder") as caught:
        load(tmp_path)
    assert "cannot be read" not in str(caught.value)
    (tmp_path / "encoder.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="found no level model: a text encoder") as caught:
        load(tmp_path)
    assert "as `cxnlp train` writes it" in str(caught.value)
    (tmp_path / "encoder.json").rename(tmp_path / "notes.txt")
    with pytest.raises(ModelError, match="found no level model: a folder without manifest"):
        load(tmp_path)
