"""The review file as a table: one row per comment that somebody should look at, most urgent first.

The reviewer fills `corrected_level` (a name, a number, or 0 for no evidence; the old level where
it is right) and, where wanted, `note`, `reviewer` and `reviewed_at`. Rows left empty stay as they
were.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import UsageError
from cxnlp.levels import NO_EVIDENCE, ServiceLevel
from cxnlp.runs import export_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ANSWER_COLUMNS", "ReviewItem", "level_word", "refuse_standing", "write_sheet"]

ANSWER_COLUMNS: Final = ("corrected_level", "note", "reviewer", "reviewed_at")
"""The columns that the reviewer fills."""


@dataclass(frozen=True)
class ReviewItem:
    """A comment to look at.

    Attributes:
        id: its id in the table or run that it is from.
        text: the comment.
        level: the label that it has, 0 to 6; None where it has none yet.
        suggested: what the model expects, 0 to 6.
        score: how urgent it is; a larger number comes first.
        reason: why it is here, in words.
        related: ids of comments to look at together with it.
        stratum: `random` for rows of the random sample, `chosen` for others.
        chance: probability with which a row of the random stratum was drawn; None for others.
    """

    id: str
    text: str
    level: int | None
    suggested: int
    score: float
    reason: str
    related: tuple[str, ...] = ()
    stratum: str = "chosen"
    chance: float | None = None


def level_word(level: int | None) -> str:
    """A label in a word: a level's name, `none` for no evidence, nothing for no label.

    >>> level_word(4), level_word(0)
    ('desired', 'none')
    """
    if level is None:
        return ""
    return "none" if level == NO_EVIDENCE else ServiceLevel(level).label


def refuse_standing(
    path: Path,
    *,
    fresh: bool,
    inputs: Sequence[str | Path] = (),
    why: str = "a review file may hold somebody's work",
) -> None:
    """Refuse to write over a file that stands: somebody's work may be in it.

    Args:
        path: the file to be written.
        fresh: write over it all the same.
        inputs: files that are read for it, which are never written over.
        why: why a free name is wanted.

    Raises:
        UsageError: `path` is one of `inputs`, or exists and `fresh` is not set.
    """
    if any(path.resolve() == Path(one).resolve() for one in inputs):
        raise UsageError(
            path,
            found="a file that is read here",
            expected="another name: what was given is never changed",
            hint="Name another file with --out.",
        )
    if path.exists() and not fresh:
        raise UsageError(
            path,
            found="a file that is there already",
            expected=f"a free name: {why}",
            hint="Name another file with --out, or give --fresh to write over it.",
        )


def write_sheet(items: Sequence[ReviewItem], path: Path, *, fresh: bool = False) -> None:
    """Write a review file as CSV, JSONL or Parquet, whole or not at all.

    In CSV, cells that a spreadsheet would run as a formula begin with an apostrophe.

    Args:
        items: comments to look at, the most urgent first.
        path: the file; its extension tells the format.
        fresh: write over a file that stands.

    Raises:
        UsageError: the file is there already and `fresh` is not set, or has another extension.

    >>> import tempfile
    >>> item = ReviewItem("a7", "Late again.", 4, 2, 0.9, "the model expects basic")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_sheet([item], Path(place) / "review.csv")
    ...     (Path(place) / "review.csv").read_text(encoding="utf-8-sig").splitlines()[1][:32]
    '1,a7,Late again.,desired,basic,0'
    """
    refuse_standing(path, fresh=fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    export_tables([_table(items)], path)


def _table(items: Sequence[ReviewItem]) -> pa.Table:
    columns: dict[str, list[object]] = {
        "rank": list(range(1, len(items) + 1)),
        "id": [item.id for item in items],
        "text": [item.text for item in items],
        "level": [level_word(item.level) for item in items],
        "suggested": [level_word(item.suggested) for item in items],
        "score": [round(item.score, 4) for item in items],
        "reason": [item.reason for item in items],
        "related": [" ".join(item.related) for item in items],
        "stratum": [item.stratum for item in items],
        "chance": [item.chance for item in items],
        **{name: [""] * len(items) for name in ANSWER_COLUMNS},
    }
    kinds = {"rank": pa.int64(), "score": pa.float64(), "chance": pa.float64()}
    return pa.table(
        {name: pa.array(cells, kinds.get(name, pa.string())) for name, cells in columns.items()}
    )
