"""The place of a run: its folder by its own name, whose lock one job holds at a time."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cxnlp.errors import RunFolderError, UsageError
from cxnlp.runs.writing import told
from cxnlp.sources.addresses import is_address, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["lock_run", "place_aside", "place_for", "put_aside", "refuse_address", "take_lock"]


def refuse_address(out: str | Path) -> None:
    """Refuse an address where a place on this machine is wanted.

    Raises:
        UsageError: `out` is an address. It would become a folder called `s3:`.

    >>> refuse_address("report.html")
    """
    if is_address(str(out)):
        raise UsageError(
            without_credentials(str(out)),
            found="an address",
            expected="a place on this machine",
            hint="Name a file or folder here. Labels are sent on by cxnlp export RUN --to ADDRESS, "
            "other files by the store's own tools.",
        )


def place_for(out: str | Path) -> Path:
    """The folder that `--out` names, by its own name: links are followed, `.` and `..` resolved.

    Args:
        out: a path; the folder need not be there.

    Raises:
        UsageError: `out` is an address, or the root of the disk.

    >>> place_for("s3://bucket/run")
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: s3://bucket/run: found an address; expected a place ...
    """
    refuse_address(out)
    folder = Path(out).resolve()
    if not folder.name:
        raise UsageError(
            out,
            found="the root of the disk",
            expected="a folder that can be put aside and locked",
            hint="Name a folder in it with --out.",
        )
    return folder


def take_lock(path: Path) -> FileLock | None:
    """Take the lock on a file or folder, which lies beside it; None where another process has it.

    The lock is the operating system's: it ends with the process that holds it, however that dies.

    Args:
        path: the file or folder, which need not be there; the folder that it is in must be.

    Returns:
        To be released.

    Raises:
        OSError: no lock can be made there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     lock = take_lock(Path(place) / "run")
    ...     take_lock(Path(place) / "run") is None
    ...     lock.release()
    True
    """
    beside = path.with_name(f".{path.name}.lock")
    lock = FileLock(beside)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        # The library takes a file that cannot be made (in /proc, say) for a lock that is held.
        beside.open("ab").close()
        return None
    return lock


@contextmanager
def lock_run(folder: Path) -> Iterator[None]:
    """Keep other jobs off a run folder while the block runs, by `take_lock`.

    Args:
        folder: the run folder, by any of its names; the lock lies beside it.

    Raises:
        UsageError: as `place_for`.
        RunFolderError: another live job holds the folder, or no lock can be made beside it; the
            disk's own reason is told.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place, lock_run(Path(place) / "run"):
    ...     with lock_run(Path(place) / "run"):
    ...         pass
    Traceback (most recent call last):
    ...
    cxnlp.errors.RunFolderError: ...: found another job at work on this run folder; ...
    """
    place = place_for(folder)
    with told(folder):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = take_lock(place)
    if lock is None:
        raise RunFolderError(
            folder,
            found="another job at work on this run folder",
            expected="one job at a time",
            hint="Wait until it ends, or name another folder with --out.",
        )
    try:
        yield
    finally:
        lock.release()


def put_aside(folder: Path) -> Path | None:
    """Rename a folder to the first free `NAME.before-N`; nothing is deleted.

    Args:
        folder: any folder.

    Returns:
        Where it stands now; None where there was none.

    Raises:
        RunFolderError: the disk refuses.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (Path(place) / "run").mkdir()
    ...     put_aside(Path(place) / "run").name
    'run.before-1'
    """
    aside = place_aside(folder)
    if aside:
        with told(folder):
            folder.rename(aside)
    return aside


def place_aside(folder: Path) -> Path | None:
    """Where `put_aside` would put a folder; None where there is none to put.

    Args:
        folder: any folder.

    >>> place_aside(Path("no-such-folder")) is None
    True
    """
    if not folder.exists():
        return None
    number = 1
    while (aside := folder.with_name(f"{folder.name}.before-{number}")).exists():
        number += 1
    return aside
