"""Corrections into the table that they are about: with who, when and from which review."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.reviewing.notation import notation_of
from cxnlp.reviewing.recognising import refuse_other_text, refuse_strangers
from cxnlp.reviewing.returned import parse_level, unguarded
from cxnlp.reviewing.sheet import level_word
from cxnlp.runs import export_tables
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cxnlp.reviewing.returned import Correction, Returned

__all__ = ["PROVENANCE", "Merged", "merge"]

PROVENANCE: Final = ("level_before", "reviewer", "reviewed_at", "review_note", "review")
"""The columns that a merge adds: the label before, by whom and when it was judged, what was noted,
and the review file with the first 12 digits of its SHA-256. A later merge fills them anew for the
rows that it judges and leaves the others."""

_OTHER_TABLE: Final = (
    "Merge the review into the table that it was made from; rows that were taken out of the table "
    "since, take out of the review too."
)
_OTHER_TEXT: Final = (
    "It is the review of another table, or the table has changed since: merge into the one that it "
    "was made from, or give it a column id."
)


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
    read: Callable[[str, str], int | None] = parse_level,
    words: Mapping[str, int] | None = None,
    numbers: bool = True,
) -> Merged:
    r"""Write the table anew with its labels corrected; all other cells stay as they are.

    A corrected label is written as the column writes labels: names, numbers, mapped stars.

    Args:
        table: the table that the review file was made from.
        returned: the review that came back.
        out: the file to write: CSV, JSONL or Parquet.
        id_column: column of the ids; `id` where there is one, else the row's number from 1.
        level_column: column of the labels.
        text_column: column of the texts, which must be those that the reviewer read.
        read: what a label of the table means, 0 to 6, from the cell and from where it stands.
        words: what values mean that are no levels, such as stars.
        numbers: whether a number may stand for the level itself.

    Raises:
        InputDataError: the table cannot be read, lacks the column of labels, does not know an id
            of the review, judged or not, has a judged one twice, or has another text than the
            review, or another label than the reviewer saw.
        UsageError: `out` has another extension.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from cxnlp.reviewing.returned import Correction, Returned
    >>> review = Returned("review.csv", "0" * 64, (Correction("a7", 4, 2, text="Late again."),))
    >>> with tempfile.TemporaryDirectory() as place:
    ...     table, out = Path(place) / "labels.csv", Path(place) / "corrected.csv"
    ...     _ = table.write_text("id,text,level\na7,Late again.,4\n")
    ...     merged = merge(table, review, out)
    ...     merged.changed, out.read_text(encoding="utf-8-sig").splitlines()[1][:16]
    (1, 'a7,Late again.,2')
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
    if chosen and chosen not in opened.columns:
        raise InputDataError(
            table,
            found=f"no column {chosen!r} among " + ", ".join(opened.columns)[:200],
            expected="the column of ids",
            hint="Name it with --id-column, as for the audit.",
        )
    rows = [row for chunk in opened.chunks(10_000) for row in chunk.table.to_pylist()]
    # A table that was merged before has its formulas guarded, as the review has.
    ids = [
        unguarded(_cell(row[chosen])) if chosen else str(number)
        for number, row in enumerate(rows, 1)
    ]
    read_ids = [one.id for one in returned.corrections] + [one.id for one in returned.unjudged]
    known = Counter(ids)
    strangers = [name for name in read_ids if name not in known]
    refuse_strangers(strangers, returned, str(table), kind="table", hint=_OTHER_TABLE)
    _refuse_twins(returned, known, table)
    alone = {one.id: one.text for one in returned.unjudged if known[one.id] == 1}
    waiting = {one.id: one for one in returned.corrections}
    write = notation_of((_cell(row[level_column]) for row in rows), read, words, numbers=numbers)
    changed = 0
    for number, (name, row) in enumerate(zip(ids, rows, strict=True), 1):
        for column in PROVENANCE:
            row.setdefault(column, "")
        one = waiting.get(name)
        text = alone.get(name, "") if one is None else one.text
        where = f"{table}, row {number}"
        refuse_other_text(name, text, row.get(text_column), returned, where=where, hint=_OTHER_TEXT)
        if one is None:
            continue
        now = read(_cell(row[level_column]), f"{where}, column {level_column}")
        _refuse_other_state(one, now, returned, where)
        row.update(_provenance(one, now, returned))
        if now != one.after:
            changed += 1
            row[level_column] = write(one.after)
    columns = dict.fromkeys([*opened.columns, *PROVENANCE])
    out.parent.mkdir(parents=True, exist_ok=True)
    export_tables([pa.table({name: [_cell(row[name]) for row in rows] for name in columns})], out)
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


def _refuse_twins(returned: Returned, counts: Mapping[str, int], table: str | Path) -> None:
    twins = [one.id for one in returned.corrections if counts[one.id] > 1]
    if twins:
        raise InputDataError(
            table,
            found=f"{len(twins)} judged ids that stand in more than one row, such as "
            f"{twins[0][:40]!r}",
            expected="an id for each row",
            hint="Correct the ids, or name another column with --id-column.",
        )


def _refuse_other_state(one: Correction, now: int | None, returned: Returned, where: str) -> None:
    if one.before is not None and now not in {one.before, one.after}:
        raise InputDataError(
            where,
            found=f"the label {level_word(now)!r}",
            expected=f"{level_word(one.before)!r}, which the reviewer saw in {returned.name}",
            hint="The table has changed since: audit it again, or merge into the older one.",
        )
