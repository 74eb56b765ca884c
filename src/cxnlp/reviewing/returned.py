"""What came back from review: one correction per comment that somebody has judged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import InputDataError
from cxnlp.levels import NO_EVIDENCE, parse_gold
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "Correction",
    "Drawn",
    "Returned",
    "Unjudged",
    "drawn_row",
    "one_per_comment",
    "parse_level",
    "read_review",
    "unguarded",
]

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
class Drawn:
    """A comment that may have been drawn at random.

    Attributes:
        id: the comment's id.
        judged: whether somebody has judged it.
        rank: its place in the order of drawing, from 1 on; None where the file does not say it.
        chance: probability with which it was drawn; None where the file does not say it.
    """

    id: str
    judged: bool
    rank: int | None = None
    chance: float | None = None


@dataclass(frozen=True)
class Unjudged:
    """A comment that nobody judged: its id, and its text, empty where the file does not hold it."""

    id: str
    text: str = ""


@dataclass(frozen=True)
class Returned:
    """A review file that came back.

    Attributes:
        name: the file's name.
        digest: SHA-256 of its bytes.
        corrections: one per judged comment, in the file's order.
        drawn: the comments of the random part, judged or not, in the file's order; all comments
            where the file does not tell the parts.
        told: whether the file tells which comments were drawn at random.
        unjudged: the comments that nobody judged, by which too the file is known to be of a table.
    """

    name: str
    digest: str
    corrections: tuple[Correction, ...]
    drawn: tuple[Drawn, ...] = ()
    told: bool = True
    unjudged: tuple[Unjudged, ...] = ()

    @property
    def left(self) -> int:
        """How many comments nobody judged."""
        return len(self.unjudged)


def read_review(path: str | Path) -> Returned:
    r"""Read a review file: CSV as any spreadsheet saves it, Excel, JSONL or Parquet.

    Args:
        path: the file that came back.

    Raises:
        InputDataError: it cannot be read, lacks a column, has an unknown level, or judges a comment
            in two ways.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "review.csv"
    ...     _ = file.write_text("id,level,corrected_level\na7,desired,basic\na8,basic,\n")
    ...     found = read_review(file)
    >>> [(one.id, one.after) for one in found.corrections], found.left
    ([('a7', 2)], 1)
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
    drawn: list[Drawn] = []
    told = "stratum" in opened.columns or "chance" in opened.columns
    unjudged: list[Unjudged] = []
    for chunk in opened.chunks(10_000):
        for offset, row in enumerate(chunk.table.to_pylist()):
            cells = {name: "" if cell is None else str(cell) for name, cell in row.items()}
            if not any(cell.strip() for cell in cells.values()):
                continue  # a line without a cell, as spreadsheets leave below a table
            where = f"{path}, row {chunk.start + offset + 1}"
            # Only what was drawn at random has a chance: it tells where `stratum` is gone.
            part = cells.get("stratum", "random" if cells.get("chance", "").strip() else "chosen")
            if not told or part.strip() == "random":
                judged = bool(cells["corrected_level"].strip())
                drawn.append(drawn_row({**cells, "id": unguarded(cells["id"])}, judged=judged))
            if not cells["corrected_level"].strip():
                text = unguarded(cells.get("text", ""))
                unjudged.append(Unjudged(unguarded(cells["id"]), text))
                continue
            corrections.append(
                Correction(
                    unguarded(cells["id"]),
                    parse_level(cells["level"], f"{where}, column level"),
                    _given(cells["corrected_level"], f"{where}, column corrected_level"),
                    reviewer=unguarded(cells.get("reviewer", "")),
                    reviewed_at=unguarded(cells.get("reviewed_at", "")),
                    note=unguarded(cells.get("note", "")),
                    stratum=cells.get("stratum", "").strip(),
                    text=unguarded(cells.get("text", "")),
                )
            )
    content = Path(path).read_bytes()
    return Returned(
        Path(path).name,
        hashlib.sha256(content).hexdigest(),
        one_per_comment(corrections, path),
        tuple(drawn),
        told,
        tuple(unjudged),
    )


def drawn_row(cells: Mapping[str, object], *, judged: bool) -> Drawn:
    """A row of the random part, from its cells `id`, `rank` and `chance`.

    >>> drawn_row({"id": "a", "rank": "3", "chance": "0.25"}, judged=True)
    Drawn(id='a', judged=True, rank=3, chance=0.25)
    """
    rank, chance = (_number(cells.get(name)) for name in ("rank", "chance"))
    return Drawn(str(cells["id"]), judged, None if rank is None else int(rank), chance)


def _number(cell: object) -> float | None:
    try:
        found = float(str(cell))
    except ValueError:
        return None
    return found if isfinite(found) else None


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


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it as a formula.

    >>> unguarded("'=1"), unguarded("'tis")
    ('=1', "'tis")
    """
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
