"""Review files by their extension: tables for spreadsheets, `.json` for Label Studio."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import UsageError
from cxnlp.flows.written import prepare_place, writing
from cxnlp.reviewing import LABELLING_CONFIG, read_review, read_tasks, write_sheet, write_tasks
from cxnlp.reviewing.sheet import refuse_standing
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.reviewing import ReviewItem
    from cxnlp.reviewing.returned import Returned

__all__ = ["prepare_review", "prepare_table", "read_returned", "write_review"]

_LABEL_STUDIO: Final = ".json"
_TABLES: Final = (".csv", ".jsonl", ".parquet")


def prepare_review(out: str | Path, *, fresh: bool) -> None:
    """Refuse the place of a review file before the work that it is the end of.

    Raises:
        UsageError: the file is there already and `fresh` is not set, has an unknown extension, or
            its folder cannot be made.

    >>> prepare_review("review.txt", fresh=False)
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: review.txt: found the extension '.txt'; expected .csv or .jsonl or ...
    """
    refuse_standing(Path(out), fresh=fresh)
    _prepare(out, (*_TABLES, _LABEL_STUDIO))


def prepare_table(out: str | Path, inputs: Sequence[str | Path], *, fresh: bool, why: str) -> None:
    """Refuse the place of a table that a review is merged into, before the work.

    Args:
        out: the table.
        inputs: files that are read for it, which are never written over.
        fresh: write over it all the same.
        why: why a free name is wanted.

    Raises:
        UsageError: as for `prepare_review`, or it is one of `inputs`.
    """
    refuse_standing(Path(out), fresh=fresh, inputs=inputs, why=why)
    _prepare(out, _TABLES)


def _prepare(out: str | Path, extensions: Sequence[str]) -> None:
    found = Path(out).suffix
    if found.lower() not in extensions:
        raise UsageError(
            out,
            found=f"the extension {found!r}",
            expected=" or ".join(extensions),
            hint="Name the file so that its extension tells the format.",
        )
    prepare_place(out)


def write_review(items: Sequence[ReviewItem], out: Path, *, fresh: bool = False) -> None:
    """Write a review file; for Label Studio its labelling interface too (`NAME.config.xml`).

    Raises:
        UsageError: the file is there already and `fresh` is not set, has an unknown extension, or
            cannot be written.
    """
    with writing(out):
        _write(items, out, fresh=fresh)


def _write(items: Sequence[ReviewItem], out: Path, *, fresh: bool) -> None:
    if out.suffix.lower() != _LABEL_STUDIO:
        write_sheet(items, out, fresh=fresh)
        return
    write_tasks(items, out, fresh=fresh)
    write_whole(out.with_suffix(".config.xml"), _write_config)


def read_returned(path: str | Path) -> Returned:
    """Read a review file that came back.

    Raises:
        InputDataError: it cannot be read, or has an unknown level.
    """
    labelled_there = Path(path).suffix.lower() == _LABEL_STUDIO
    return read_tasks(path) if labelled_there else read_review(path)


def _write_config(path: Path) -> None:
    path.write_text(LABELLING_CONFIG, encoding="utf-8")
