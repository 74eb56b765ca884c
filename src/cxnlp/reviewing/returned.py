"""What came back from review: one correction per comment that somebody has judged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import InputDataError
from cxnlp.levels import NO_EVIDENCE, parse_gold
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Correction", "Returned", "one_per_comment", "parse_level", "read_review"]

_FORMULA: Final = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_NEEDED: Final = ("id", "level", "corrected_level")


@dataclass(frozen=True)
class Correction:
    """A judgement of one comment.

    Attributes:
        id: the comment's id.
        before: the label that the reviewer saw, 0 to 6; None where there was none.
        after: the label that the reviewer gave, 0 to 6.
        reviewer: who, empty where not said.
        reviewed_at: when, empty where not said.
        note: what the reviewer adds.
        stratum: `random` or `chosen`, as the review file had it.
        text: what the reviewer read, empty where the file does not hold it.
    """

    id: str
    before: int | None
    after: int
    reviewer: str = ""
    reviewed_at: str = ""
    note: str = ""
    stratum: str = ""
    text: str = ""


@dataclass(frozen=True)
class Returned:
    """A review file that came back.

    Attributes:
        name: the file's name.
        digest: SHA-256 of its bytes.
        corrections: one per judged comment, in the file's order.
        left: comments that nobody judged.
    """

    name: str
    digest: str
    corrections: tuple[Correction, ...]
    left: int


def read_review(path: str | Path) -> Returned:
    """Read a review file: CSV in whatever form a spreadsheet has saved it, Excel, JSONL or Parquet.

    Raises:
        InputDataError: it cannot be read, lacks a column, has an unknown level, or judges a comment
            in two ways.
    """
    opened = open_source(str(path))
    for column in _NEEDED:
        if column not in opened.columns:
            raise InputDataError(
                path,
                found=f"no column {column!r} among " + ", ".join(opened.columns)[:200],
                expected="the columns of a review file, `corrected_level` filled in",
                hint="Give the file that `cxnlp audit` or `cxnlp sample` wrote.",
            )
    corrections: list[Correction] = []
    left = 0
    for chunk in opened.chunks(10_000):
        for offset, row in enumerate(chunk.table.to_pylist()):
            cells = {name: "" if cell is None else str(cell) for name, cell in row.items()}
            where = f"{path}, row {chunk.start + offset + 1}"
            if not cells["corrected_level"].strip():
                left += 1
                continue
            corrections.append(
                Correction(
                    _unguarded(cells["id"]),
                    parse_level(cells["level"], f"{where}, column level"),
                    _given(cells["corrected_level"], f"{where}, column corrected_level"),
                    reviewer=_unguarded(cells.get("reviewer", "")),
                    reviewed_at=_unguarded(cells.get("reviewed_at", "")),
                    note=_unguarded(cells.get("note", "")),
                    stratum=cells.get("stratum", ""),
                    text=_unguarded(cells.get("text", "")),
                )
            )
    content = Path(path).read_bytes()
    return Returned(
        Path(path).name,
        hashlib.sha256(content).hexdigest(),
        one_per_comment(corrections, path),
        left,
    )


def parse_level(word: str, where: str) -> int | None:
    """A label from a word: 0 to 6, None for an empty one.

    Raises:
        InputDataError: it names no level; the message begins with `where`.

    >>> parse_level("Desired", ""), parse_level("none", ""), parse_level("", "")
    (4, 0, None)
    """
    if not word.strip():
        return None
    return parse_gold(
        word, where, hint="Correct the cell; leave it empty where the comment was not judged."
    )


def _given(word: str, where: str) -> int:
    level = parse_level(word, where)
    return NO_EVIDENCE if level is None else level


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_FORMULA) else cell


def one_per_comment(corrections: Iterable[Correction], where: str | Path) -> tuple[Correction, ...]:
    """Each comment's judgement, once.

    Raises:
        InputDataError: a comment is judged in two ways.
    """
    found: dict[str, Correction] = {}
    for one in corrections:
        if found.setdefault(one.id, one).after != one.after:
            raise InputDataError(
                where,
                found=f"two judgements of the comment {one.id[:40]!r}",
                expected="one",
                hint="Let the reviewers agree, and keep one row.",
            )
    return tuple(found.values())
