"""Files that a verb writes beside what it prints: their place is seen to before the work."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.errors import UsageError
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["prepare_place", "write_words", "writing"]


def prepare_place(path: str | Path, inputs: Sequence[str | Path | None] = ()) -> None:
    """Make the folder of a file to come, or refuse its place.

    Args:
        path: the file.
        inputs: files that are read for it, which are never written over.

    Raises:
        UsageError: it is one of `inputs`, or a folder, or its folder cannot be made.

    >>> prepare_place("gold.csv", ["gold.csv"])
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: gold.csv: found a file that is read here; expected another name: ...
    """
    place = Path(path)
    hint = "Name another file."
    if any(one is not None and place.resolve() == Path(one).resolve() for one in inputs):
        expected = "another name: what was given is never changed"
        raise UsageError(path, found="a file that is read here", expected=expected, hint=hint)
    if place.is_dir():
        raise UsageError(path, found="a folder", expected="the name of a file", hint=hint)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            path,
            found=f"a folder that cannot be made ({error.strerror})",
            expected="a place that may be written to",
            hint=hint,
        ) from error


@contextmanager
def writing(path: str | Path) -> Iterator[None]:
    """While a file is written: what the system refuses is said in words.

    Raises:
        UsageError: the place cannot be written to.

    >>> with writing("full/page.html"):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: full/page.html: found a place that cannot be written to (No space ...
    """
    try:
        yield
    except OSError as error:
        raise UsageError(
            path,
            found=f"a place that cannot be written to ({error.strerror})",
            expected="a place that may be written to",
            hint="Name another file.",
        ) from error


def write_words(path: str | Path, content: str) -> None:
    """Write a file whole or not at all; its folder is made where it is missing.

    Raises:
        UsageError: the place cannot be written to.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_words(Path(folder) / "new" / "page.html", "<p>")
    ...     (Path(folder) / "new" / "page.html").read_text()
    '<p>'
    """
    prepare_place(path)

    def write(aside: Path) -> None:
        aside.write_text(content, encoding="utf-8")

    with writing(path):
        write_whole(Path(path), write)
