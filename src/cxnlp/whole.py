"""Files and folders that appear whole or not at all, and are what they were when written.

Everything is written under a name that begins with `_`, synced to the disk, and renamed: a reader
sees the old content or the new one, never half of it, whenever the process dies. A folder that
stands already changes places with the new one in a single step where the system has one (Linux);
elsewhere it is put away first, and who dies in between leaves it to the next writer to put back.
What a process that died has left is cleared away by the next that writes the same thing on the same
host; what lies there from other hosts may be at work, and stays. Folders of models vouch for their
files by SHA-256 (NIST FIPS 180-4).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["check_digest", "file_digest", "whole_folder", "write_whole"]

_AWAY: Final = "old"
"""Ends the name of a folder that was put away so that the new one can stand."""
_HERE: Final = -100
_EXCHANGE: Final = 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2 (Linux 3.15, glibc 2.28; rename(2))."""


def write_whole(path: Path, write: Callable[[Path], None], *, clear: bool = True) -> None:
    """Let `write` fill a temporary file beside `path`, then sync it and rename it into place.

    An `OSError` of `write` (a full disk, say) leaves `path` as it was and no temporary file.

    Args:
        path: the file.
        write: fills the file that it is given.
        clear: look for what dead processes left of this file; not where there are so many files
            beside it that somebody does so once for all.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "note.txt"
    ...     write_whole(target, lambda file: None if file.write_text("whole") else None)
    ...     target.read_text()
    'whole'
    """
    if clear:
        _clear(path)
    aside = _aside(path)
    try:
        write(aside)
        _sync(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _sync(path.parent)


@contextmanager
def whole_folder(path: Path, *, replace: bool = False, keep: Path | None = None) -> Iterator[Path]:
    """Give an empty folder beside `path` to fill; when the block ends well it becomes `path`.

    Args:
        path: where the folder shall stand; where a link does, what it leads to.
        replace: let an existing `path` go once the new one stands.
        keep: where that one is kept; without it, it is removed.

    Raises:
        FileExistsError: `path` exists, and `replace` was not asked for.
    """
    path = path.resolve() if path.is_symlink() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    if path.exists() and not replace:
        raise FileExistsError(path)
    aside = _aside(path)
    aside.mkdir()
    try:
        yield aside
        for file in sorted(aside.rglob("*")):
            _sync(file)
        _sync(aside)
        if not path.exists():
            aside.rename(path)
        elif not _exchanged(aside, path):
            _replaced(aside, path, keep)
        if keep and aside.exists():
            aside.rename(keep)
    finally:
        _remove(aside)
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


def _aside(path: Path) -> Path:
    """Where this process writes what shall be `path`."""
    return path.with_name(f"{_prefix(path)}{os.getpid()}")


def _prefix(path: Path) -> str:
    """How names begin under which processes of this host write what shall be `path`.

    Numbers of processes tell nothing across hosts that share a disk, nor across containers, which
    may bear one host's name: these are told by their namespace (pid_namespaces(7)).
    """
    numbers = Path("/proc/self/ns/pid")
    try:
        space = f"-{numbers.stat().st_ino}"
    except OSError:
        space = ""
    return f"_{path.name}.{platform.node()}{space}."


def _clear(path: Path) -> None:
    """Remove what dead processes of this host left of `path`; put back what one had put away."""
    prefix = _prefix(path)
    with os.scandir(path.parent) as entries:
        left = [Path(entry) for entry in entries if entry.name.startswith(prefix)]
    for one in left:
        number, _, away = one.name.removeprefix(prefix).partition(".")
        if not number.isdecimal() or away not in {"", _AWAY} or _lives(int(number)):
            continue
        # It may be another user's, and another process may clear it away as well.
        with suppress(OSError):
            if away and not path.exists():
                one.rename(path)
            else:
                _remove(one)


def _remove(one: Path) -> None:
    if one.is_dir():
        shutil.rmtree(one, ignore_errors=True)
    else:
        one.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    """Whether another process of that number may be at work; not told everywhere, then it may."""
    if process == os.getpid():
        return False
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    # One that has died keeps its number until its parent asks, which in containers may be never.
    return state.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _exchanged(new: Path, old: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk cannot."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done: int = rename(_HERE, os.fsencode(new), _HERE, os.fsencode(old), _EXCHANGE)
    return done == 0


def _replaced(new: Path, old: Path, keep: Path | None) -> None:
    """Put `new` where `old` stands, in two steps."""
    away = new.with_name(f"{new.name}.{_AWAY}")
    old.rename(away)
    try:
        new.rename(old)
    except OSError:
        away.rename(old)
        raise
    if keep:
        away.rename(keep)
    else:
        _remove(away)
