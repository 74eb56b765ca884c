"""Where a source lies: one file, a pattern, a folder; and what to say when nothing is there."""

from __future__ import annotations

import difflib
import glob
from pathlib import Path
from typing import Final

from cxnlp.errors import InputDataError

__all__ = ["READABLE", "find_files", "path_of"]

READABLE: Final = frozenset(
    {
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".json",
        ".jsonl",
        ".ndjson",
        ".parquet",
        ".pq",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".ods",
        ".gz",
        ".bz2",
        ".xz",
        ".zst",
        ".zip",
    }
)
"""Extensions that are taken from a folder. A file that is named itself may have any."""
_LOCK: Final = "~$"
"""What Excel puts before the name of a workbook beside which it lies while that is open."""


def path_of(source: str | Path) -> Path:
    """A path, from a user's home folder where it begins with that user's sign.

    >>> path_of("~no user bears this name.csv")  # a file may begin with the sign, too
    PosixPath('~no user bears this name.csv')
    """
    path = Path(source)
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def find_files(source: str | Path) -> tuple[Path, ...]:
    """The files that a path, a glob pattern or a folder stands for, absolute and sorted.

    Raises:
        InputDataError: there are none; the message offers the nearest names.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.csv", "a.csv.gz", "_unfinished.csv", "notes.docx"):
    ...         (Path(folder) / name).touch()
    ...     [path.name for path in find_files(folder)]
    ['a.csv.gz', 'b.csv']
    """
    path = path_of(source)
    if path.is_dir():
        return _files_in(path.absolute())
    if path.exists():
        return (path.absolute(),)
    if glob.has_magic(str(source)):
        found = sorted(
            Path(name).absolute()
            for name in glob.glob(str(path), recursive=True)  # noqa: PTH207 - takes absolute patterns
            if Path(name).is_file() and not Path(name).name.startswith(_LOCK)
        )
        if found:
            return tuple(found)
        raise InputDataError(
            source,
            found="no file that fits the pattern",
            expected="at least one",
            hint=_near(path.parent, path.name),
        )
    raise InputDataError(
        source, found="no such file", expected="a file", hint=_near(path.parent, path.name)
    )


def _files_in(folder: Path) -> tuple[Path, ...]:
    found = sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() in READABLE
        and not path.name.startswith((".", "_", _LOCK))
    )
    if found:
        return tuple(found)
    raise InputDataError(
        folder,
        found="a folder without files to read",
        expected="files ending in " + ", ".join(sorted(READABLE)),
        hint="Name a file, or a pattern such as 'folder/*.csv'.",
    )


def _near(folder: Path, name: str) -> str:
    if not folder.is_dir():
        return f"The folder {folder} does not exist either; check the path."
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return "Did you mean " + " or ".join(near) + "?"
    return "Check the path; the folder holds " + (", ".join(names[:8]) or "nothing") + "."
