"""Files and folders appear whole or not at all."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from cxnlp.whole import whole_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

_SAVES = """
import os, signal, sys
from pathlib import Path
from cxnlp import whole
def die(*_, **more):
    os.kill(os.getpid(), signal.SIGKILL)
place, after = Path(sys.argv[1]), sys.argv[2]
if after == "file":
    whole.write_whole(place / "report.html", lambda file: (file.write_text("half"), die()))
if after == "away":
    whole._exchanged = lambda new, old: False
    rename = Path.rename
    Path.rename = lambda *paths: (rename(*paths), die())
with whole.whole_folder(place / "model", replace=True) as folder:
    (folder / "weights").write_text("new")
    if after == "filling":
        die()
    whole.shutil.rmtree = die
"""
"""Saves, and dies in the middle of a file, in the middle of a folder, when the new folder has come
to stand, or between the two steps where a system has no single one.
"""


def _die(place: Path, after: str) -> None:
    child = subprocess.run([sys.executable, "-c", _SAVES, str(place), after], check=False)
    assert child.returncode < 0


def _stand(place: Path, content: str = "old") -> Path:
    target = place / "model"
    target.mkdir()
    (target / "weights").write_text(content)
    return target


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


@pytest.mark.parametrize(("after", "content"), [("filling", "old"), ("standing", "new")])
def test_a_kill_leaves_the_old_folder_or_the_new_one_and_the_next_writer_clears_up(
    tmp_path: Path, after: str, content: str
) -> None:
    target = _stand(tmp_path)
    _die(tmp_path, after)
    assert (target / "weights").read_text() == content
    assert len(list(tmp_path.iterdir())) == 2, "what the dead one left"
    with whole_folder(target, replace=True) as folder:
        (folder / "weights").write_text("newer")
    assert (target / "weights").read_text() == "newer"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_a_dead_process_had_put_away_is_put_back(tmp_path: Path) -> None:
    target = _stand(tmp_path)
    _die(tmp_path, "away")
    assert not target.exists()
    with pytest.raises(FileExistsError), whole_folder(target):
        pass
    assert [(one.name, (one / "weights").read_text()) for one in tmp_path.iterdir()] == [
        ("model", "old")
    ]


def test_what_a_dead_process_left_of_a_file_is_cleared_by_the_next_that_writes_it(
    tmp_path: Path,
) -> None:
    _die(tmp_path, "file")
    assert len(list(tmp_path.iterdir())) == 1
    write_whole(tmp_path / "report.html", lambda file: file.touch())
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    target = _stand(tmp_path)
    link = tmp_path / "latest"
    link.symlink_to("model")
    with whole_folder(link, replace=True) as folder:
        (folder / "weights").write_text("new")
    assert link.is_symlink()
    assert (target / "weights").read_text() == "new"
    assert {one.name for one in tmp_path.iterdir()} == {"latest", "model"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_dead_process_whose_parent_never_asked_is_dead(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _SAVES, str(tmp_path), "filling"]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        with whole_folder(tmp_path / "model"):
            pass
        assert [one.name for one in tmp_path.iterdir()] == ["model"]


def test_what_may_be_at_work_or_is_somebody_elses_stays(tmp_path: Path) -> None:
    _die(tmp_path, "filling")
    (left,) = tmp_path.iterdir()
    mine, dead = left.name.rsplit(".", 1)
    assert platform.node() in mine
    elsewhere = mine.replace(platform.node(), "elsewhere")
    kept = {
        f"{mine}.{os.getppid()}",  # it lives
        f"{elsewhere}.{dead}",  # of another host
        f"{mine}.{dead}.kept",
        f"{mine.replace('_model.', '_model.v2.')}.{dead}",  # of another folder
    }
    for name in kept:
        (tmp_path / name).mkdir()
    with whole_folder(tmp_path / "model"):
        pass
    assert {one.name for one in tmp_path.iterdir()} == kept | {"model"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs renameat2")
def test_at_no_moment_is_there_no_folder_while_one_is_replaced(tmp_path: Path) -> None:
    target = _stand(tmp_path)
    done = threading.Event()
    missed = []

    def look() -> None:
        while not done.is_set():
            missed.extend([1] if not target.exists() else [])

    looking = threading.Thread(target=look)
    looking.start()
    for count in range(150):
        with whole_folder(target, replace=True) as folder:
            (folder / "weights").write_text(str(count))
    done.set()
    looking.join()
    assert not missed


def test_what_stood_there_is_kept_where_asked_only_once_the_new_one_stands(tmp_path: Path) -> None:
    place, kept = tmp_path / "topics", tmp_path / "topics.before-1"
    for content in ("old", "new"):
        with whole_folder(place, replace=True, keep=kept) as aside:
            (aside / "file").write_text(content)
            assert not kept.exists()
    assert (place / "file").read_text() == "new"
    assert (kept / "file").read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["topics", "topics.before-1"]


def test_a_file_in_place_of_the_folder_goes_with_nothing_left(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("a file")
    with whole_folder(tmp_path / "place", replace=True) as aside:
        (aside / "file").write_text("new")
    assert [one.name for one in tmp_path.iterdir()] == ["place"]
