"""Corrections into the table that they are about: with who, when and from which review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.reviewing.returned import parse_level
from cxnlp.reviewing.sheet import level_word
from cxnlp.runs import export_tables
from cxnlp.sources import open_source
from cxnlp.text import clean_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cxnlp.reviewing.returned import Correction, Returned

__all__ = ["PROVENANCE", "Merged", "merge"]

PROVENANCE: Final = ("level_before", "reviewer", "reviewed_at", "review_note", "review")
"""The columns that a merge adds: the label before, by whom and when it was judged, what was noted,
and the review file with the first 12 digits of its SHA-256. A later merge fills them anew for the
rows that it judges and leaves the others."""


@dataclass(frozen=True)
class Merged:
    """What a merge did.

    Attributes:
        rows: rows of the table.
        changed: rows whose label was corrected.
        confirmed: rows that were judged and kept their label.
        left: rows of the review file that nobody judged.
    """

    rows: int
    changed: int
    confirmed: int
    left: int


def merge(
    table: str | Path,
    returned: Returned,
    out: Path,
    *,
    id_column: str | None = None,
    level_column: str = "level",
    text_column: str = "text",
    meaning: Mapping[str, int] | None = None,
) -> Merged:
    """Write the table anew with its labels corrected; all other columns stay as they are.

    Args:
        table: the table that the review file was made from.
        returned: the review that came back.
        out: the file to write: CSV, JSONL or Parquet.
        id_column: column of the ids; `id` where there is one, else the row's number from 1.
        level_column: column of the labels.
        text_column: column of the texts, which must be those that the reviewer read.
        meaning: what labels mean that are no names or numbers, 0 to 6.

    Raises:
        InputDataError: the table cannot be read, lacks the column of labels, does not know a
            judged id, or has another text or label than the reviewer saw.
        UsageError: `out` has another extension.
    """
    opened = open_source(str(table))
    if level_column not in opened.columns:
        raise InputDataError(
            table,
            found=f"no column {level_column!r} among " + ", ".join(opened.columns)[:200],
            expected="the column of labels",
            hint="Name it with --level-column.",
        )
    chosen = id_column or ("id" if "id" in opened.columns else None)
    rows = [row for chunk in opened.chunks(10_000) for row in chunk.table.to_pylist()]
    ids = [str(row[chosen]) if chosen else str(number) for number, row in enumerate(rows, 1)]
    _refuse_strangers(returned, set(ids), table)
    waiting = {one.id: one for one in returned.corrections}
    changed = 0
    for number, (name, row) in enumerate(zip(ids, rows, strict=True), 1):
        for column in PROVENANCE:
            row.setdefault(column, "")
        one = waiting.get(name)
        if one is None:
            continue
        _refuse_other_text(one, row.get(text_column), returned, f"{table}, row {number}")
        word = "" if row[level_column] is None else str(row[level_column])
        now = (meaning or {}).get(word.strip())
        if now is None:
            now = parse_level(word, f"{table}, row {number}, column {level_column}")
        _refuse_other_state(one, now, returned, f"{table}, row {number}")
        row.update(_provenance(one, now, returned))
        if now != one.after:
            changed += 1
            row[level_column] = str(one.after)
    names = dict.fromkeys([*opened.columns, *PROVENANCE])
    export_tables([pa.table({name: [_cell(row[name]) for row in rows] for name in names})], out)
    judged = len(returned.corrections)
    return Merged(len(rows), changed, judged - changed, returned.left)


def _provenance(one: Correction, now: int | None, returned: Returned) -> dict[str, str]:
    values = (
        level_word(now),
        one.reviewer,
        one.reviewed_at,
        one.note,
        f"{returned.name} {returned.digest[:12]}",
    )
    return dict(zip(PROVENANCE, values, strict=True))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _refuse_strangers(returned: Returned, ids: set[str], table: str | Path) -> None:
    strangers = [one.id for one in returned.corrections if one.id not in ids]
    if strangers:
        raise InputDataError(
            returned.name,
            found=f"{len(strangers)} ids that {table} does not have, such as {strangers[0][:40]!r}",
            expected="ids of that table",
            hint="Merge the review into the table that it was made from.",
        )


def _refuse_other_text(one: Correction, text: object, returned: Returned, where: str) -> None:
    """Rows that are told apart by their number alone are others once the table was sorted anew."""
    if text is None or not one.text.strip():
        return
    # A spreadsheet's guard against formulas (an apostrophe) is no part of the text.
    read, now = clean_all([one.text.lstrip("'"), str(text).lstrip("'")])
    if read.split() != now.split():
        raise InputDataError(
            where,
            found="another text",
            expected=f"the one that was judged in {returned.name} under the id {one.id[:40]!r}",
            hint="The table has changed since: merge into the older one, or give it a column id.",
        )


def _refuse_other_state(one: Correction, now: int | None, returned: Returned, where: str) -> None:
    if one.before is not None and now not in {one.before, one.after}:
        raise InputDataError(
            where,
            found=f"the label {level_word(now)!r}",
            expected=f"{level_word(one.before)!r}, which the reviewer saw in {returned.name}",
            hint="The table has changed since: audit it again, or merge into the older one.",
        )
