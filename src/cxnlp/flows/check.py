"""Check a source: which rows cannot be labelled, and why, before a job is started."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.flows.progress import Progress, Silent
from cxnlp.labelling import KeptIds, check_rows
from cxnlp.runs import PART_SIZE
from cxnlp.schema import METADATA_TYPES, RejectionReason
from cxnlp.sources import open_source
from cxnlp.sources.columns import choose_columns
from cxnlp.sources.instants import check_date_format, day_first_warning
from cxnlp.sources.values import count_ambiguous, read_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.sources.columns import ColumnChoice

__all__ = ["CheckResult", "check"]

EXAMPLES: Final = 5
"""Row numbers given for each reason."""


@dataclass(frozen=True)
class CheckResult:
    """What a labelling job would meet.

    Attributes:
        columns: which source columns would be taken for what.
        rows: rows of the source.
        reasons: rejected rows by reason.
        examples: the first row numbers (0-based, as in a run) of each reason.
        texts: the source's text of each example row; empty unless asked for.
        unreadable: metadata values that cannot be read, by column.
        day_first: dates that would be read day before month and need not be, by column.
    """

    columns: ColumnChoice
    rows: int
    reasons: Mapping[str, int]
    examples: Mapping[str, tuple[int, ...]]
    texts: Mapping[int, str]
    unreadable: Mapping[str, int]
    day_first: Mapping[str, int]

    @property
    def rejected(self) -> int:
        """Rows that would be rejected."""
        return sum(self.reasons.values())

    def describe(self) -> str:
        """Say it in a few lines."""
        can = self.rows - self.rejected
        lines = [f"{self.rows:,} rows: {can:,} can be labelled, {self.rejected:,} cannot"]
        for reason, count in self.reasons.items():
            rows = self.examples[reason]
            more = ", …" if count > len(rows) else ""
            lines.append(f"  {reason:<14} {count:>9,}   rows {', '.join(map(str, rows))}{more}")
            lines += [f"      {row}: {self.texts[row]!r}" for row in rows if row in self.texts]
        for name, count in self.unreadable.items():
            lines.append(f"  {name}: {count:,} values cannot be read and would be empty")
        if self.day_first:
            lines.append("  " + day_first_warning(self.day_first))
        return "\n".join(lines)


def check(
    source: object,
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    mapping: Mapping[str, str] | None = None,
    date_format: str | None = None,
    show_texts: bool = False,
    progress: Progress | None = None,
) -> CheckResult:
    """Read a source as `cxnlp.label` would, and count what would be rejected; nothing is written.

    Args:
        source: as for `cxnlp.label`.
        text_column: as for `cxnlp.label`.
        id_column: as for `cxnlp.label`.
        mapping: as for `cxnlp.label`.
        date_format: as for `cxnlp.label`.
        show_texts: give the first characters of the example rows' texts.
        progress: told what happens.

    Raises:
        ConfigurationError: no date can be read by `date_format`.
        InputDataError: the source cannot be read, has no rows or lacks the text column.

    >>> check(["Fine, thanks.", "n/a", "12345"]).reasons
    {'empty': 1, 'not_text': 1}
    """
    tell = progress or Silent()
    check_date_format(date_format)
    opened = open_source(source)
    columns = choose_columns(opened.columns, text=text_column, id=id_column, mapping=mapping)
    tell.say(columns.describe())
    kept = KeptIds()
    total = 0
    reasons: Counter[str] = Counter()
    unreadable: Counter[str] = Counter()
    day_first: Counter[str] = Counter()
    examples: defaultdict[str, list[int]] = defaultdict(list)
    texts: dict[int, str] = {}
    tell.begin("checking", opened.expected_rows())
    for chunk in opened.chunks(PART_SIZE):
        rows = check_rows(chunk, columns)
        again = [
            offset for offset, new in zip(rows.kept, kept.add(rows.ids), strict=True) if not new
        ]
        refused = [
            *zip(
                rows.rejected["row"].to_pylist(), rows.rejected["reason"].to_pylist(), strict=True
            ),
            *((chunk.start + offset, RejectionReason.DUPLICATE_ID.value) for offset in again),
        ]
        for row, reason in refused:
            reasons[reason] += 1
            if len(examples[reason]) < EXAMPLES:
                examples[reason].append(row)
                if show_texts:
                    value = chunk.table[columns.text][row - chunk.start].as_py()
                    texts[row] = str(value or "")[:80]
        labelled = chunk.table.take(pa.array(rows.kept, pa.int64()))
        for name in METADATA_TYPES:
            if name in columns.metadata:
                column = labelled[columns.metadata[name]]
                unreadable[name] += read_metadata(name, column, date_format=date_format)[1]
                day_first[name] += count_ambiguous(name, column, date_format=date_format)
        total += chunk.table.num_rows
        tell.advance(chunk.table.num_rows)
    tell.end()
    return CheckResult(
        columns,
        total,
        {reason: reasons[reason] for reason in sorted(reasons)},
        {reason: tuple(rows) for reason, rows in examples.items()},
        texts,
        {name: count for name, count in unreadable.items() if count},
        {name: count for name, count in day_first.items() if count},
    )
