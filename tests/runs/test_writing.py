"""What the disk refuses is told with what to do about it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import RunFolderError
from cxnlp.runs.writing import told, write_told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("error", "found", "hint"),
    [
        (OSError(errno.ENOSPC, "no"), "a full disk (No space left on device)", "Free some room"),
        (OSError(errno.EDQUOT, "no"), "a full disk (Disk quota exceeded)", "Free some room"),
        (
            PermissionError(errno.EACCES, "no"),
            "a place that may not be written (Permission denied)",
            "Give the job write permission",
        ),
        (
            OSError(errno.EIO, "no"),
            "a place that cannot be written (Input/output error)",
            "Check the disk",
        ),
        (OSError("odd"), "a place that cannot be written (OSError)", "Check the disk"),
    ],
    ids=["full", "quota", "forbidden", "broken", "without a number"],
)
def test_each_fault_has_its_words_and_its_remedy(
    tmp_path: Path, error: OSError, found: str, hint: str
) -> None:
    with pytest.raises(RunFolderError) as caught, told(tmp_path):
        raise error
    assert found in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert caught.value.hint.startswith(hint)


def test_a_file_in_folders_that_are_not_there_yet_is_written(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "below" / "note.txt"
    for content in ("first", "second"):
        write_told(path, lambda aside, content=content: _put(aside, content))  # type: ignore[misc]
        assert path.read_text(encoding="utf-8") == content
    assert [one.name for one in path.parent.iterdir()] == ["note.txt"]


def _put(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
