"""Files and folders appear whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.whole import whole_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def _half(path: Path) -> None:
    path.write_text("half")
    raise OSError(28, "No space left on device")


def test_a_file_that_fails_midway_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    with pytest.raises(OSError, match="No space"):
        write_whole(target, _half)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "model") as folder:
        (folder / "weights").write_text("w")
        assert not (tmp_path / "model").exists()
    assert (tmp_path / "model" / "weights").read_text() == "w"


def test_a_folder_that_fails_midway_leaves_nothing(tmp_path: Path) -> None:
    def fill() -> None:
        with whole_folder(tmp_path / "model") as folder:
            _half(folder / "weights")

    with pytest.raises(OSError, match="No space"):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_a_standing_folder_is_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(FileExistsError), whole_folder(target):
        pass
    with whole_folder(target, replace=True) as folder:
        (folder / "new").touch()
    assert [file.name for file in target.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [target]
