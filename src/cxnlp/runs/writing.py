"""Writing into a run folder: what the disk refuses is told as a fault of the folder."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from cxnlp.errors import RunFolderError
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["told", "write_told"]

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an `OSError` of the block into an error that names `path` and tells what to do.

    Raises:
        RunFolderError: the disk is full, the folder is read-only, or the like.

    >>> from pathlib import Path
    >>> with told(Path("run")):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
    ...
    cxnlp.errors.RunFolderError: run: found a full disk (No space left on device); ...
    """
    try:
        yield
    except OSError as error:
        words = os.strerror(error.errno) if error.errno else type(error).__name__
        if error.errno in _FULL:
            found, hint = "a full disk", "Free some room"
        elif error.errno in _FORBIDDEN:
            found, hint = "a place that may not be written", "Give the job write permission"
        else:
            found, hint = "a place that cannot be written", "Check the disk"
        raise RunFolderError(
            path,
            found=f"{found} ({words})",
            expected="room and permission to write the run",
            hint=f"{hint} and start the same command again: it goes on at the first missing part.",
        ) from error


def write_told(path: Path, write: Callable[[Path], None]) -> None:
    """`cxnlp.whole.write_whole`, its folder made where needed, its faults told.

    What dead processes left is for `Parts.sweep`: a folder of many parts is looked through once.

    Raises:
        RunFolderError: as `told`.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, write, clear=False)
