"""Files and folders that appear whole or not at all.

Everything is written under a name that begins with `_`, synced to the disk, and renamed: a reader
sees the old content or the new one, never half of it, whenever the process dies.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["whole_folder", "write_whole"]


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then sync it and rename it into place.

    An `OSError` of `write` (a full disk, say) leaves `path` as it was and no temporary file.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "note.txt"
    ...     write_whole(target, lambda file: None if file.write_text("whole") else None)
    ...     target.read_text()
    'whole'
    """
    aside = path.with_name(f"_{path.name}.{os.getpid()}")
    try:
        write(aside)
        _sync(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _sync(path.parent)


@contextmanager
def whole_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give an empty folder beside `path` to fill; when the block ends well it becomes `path`.

    Args:
        path: where the folder shall stand.
        replace: put an existing `path` away first, and remove it once the new one stands.

    Raises:
        FileExistsError: `path` exists, and `replace` was not asked for.
    """
    if path.exists() and not replace:
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"_{path.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
        for file in sorted(aside.rglob("*")):
            _sync(file)
        _sync(aside)
        if path.exists():
            old = path.with_name(f"_{path.name}.old.{os.getpid()}")
            path.rename(old)
            try:
                aside.rename(path)
            except OSError:
                old.rename(path)
                raise
            shutil.rmtree(old)
        else:
            aside.rename(path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
