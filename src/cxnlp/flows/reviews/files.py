"""Review files by their extension: tables for spreadsheets, `.json` for Label Studio."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.reviewing import LABELLING_CONFIG, read_review, read_tasks, write_sheet, write_tasks
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.reviewing import ReviewItem
    from cxnlp.reviewing.returned import Returned

__all__ = ["read_returned", "write_review"]

_LABEL_STUDIO: Final = ".json"


def write_review(items: Sequence[ReviewItem], out: Path, *, fresh: bool = False) -> None:
    """Write a review file; for Label Studio its labelling interface too (`NAME.config.xml`).

    Raises:
        UsageError: the file is there already and `fresh` is not set, or has an unknown extension.
    """
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
