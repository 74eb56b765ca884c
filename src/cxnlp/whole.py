"""Files and folders that appear whole or not at all, and are what they were when written.

Everything is written under a name that begins with `_`, synced to the disk, and renamed: a reader
sees the old content or the new one, never half of it, whenever the process dies. Folders of models
vouch for their files by SHA-256 (NIST FIPS 180-4).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["check_digest", "file_digest", "whole_folder", "write_whole"]


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


def file_digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, read piece by piece.

    Args:
        path: a file of a model, an encoder or topics.

    Raises:
        ModelError: the file cannot be read.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "note.txt"
    ...     _ = file.write_text("abc")
    ...     file_digest(file)[:16]
    'ba7816bf8f01cfea'
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            path,
            found=f"a file that cannot be read ({error.strerror or type(error).__name__})",
            expected="a file that its folder names",
            hint="Check the path, or fetch or make the folder again.",
        ) from error


def check_digest(path: Path, found: str, expected: str, *, again: str) -> None:
    """Refuse a file that is not the one that its folder vouches for.

    Args:
        path: the file, for the error.
        found: its SHA-256 in hexadecimal.
        expected: what the folder's manifest says.
        again: how to come by a whole folder, a sentence for the error.

    Raises:
        ModelError: the digests differ.

    >>> from pathlib import Path
    >>> check_digest(Path("m/weights"), "ab" * 32, "cd" * 32, again="Train the model again.")
    Traceback (most recent call last):
    ...
    cxnlp.errors.ModelError: m/weights: found SHA-256 abababababab…; expected cdcdcdcdcdcd…, ...
    """
    if found != expected:
        raise ModelError(
            path,
            found=f"SHA-256 {found[:12]}…",
            expected=f"{expected[:12]}…, as the manifest says",
            hint=f"The file was changed or damaged. {again}",
        )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
