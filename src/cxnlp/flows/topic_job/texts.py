"""The comments that topics are found in: those of a finished run, or of a table of texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import InputDataError, RunFolderError
from cxnlp.labelling import check_rows
from cxnlp.levels import ServiceLevel
from cxnlp.runs import PART_SIZE, open_finished
from cxnlp.schema import METADATA_TYPES, Status
from cxnlp.sources import choose_columns, open_source, read_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.runs import Run
    from cxnlp.sources import Chunk, ColumnChoice, Source

__all__ = ["Commented", "TextTable", "comments_of"]

_METADATA: Final = ("created_at", "customer")
"""What weighs beside the levels."""
_LEVEL, _STATUS = "level", "status"


class Commented(Protocol):
    """Rows with `row`, `id`, `text`, `level` and `status`, read more than once, part by part."""

    def batches(self, kind: str = "labels", columns: list[str] | None = None) -> Iterator[pa.Table]:
        """The rows part by part; `columns` that there are not are left out."""
        ...

    def labels(self, columns: list[str] | None = None) -> pa.Table:
        """All rows; `columns` that there are not are left out."""
        ...


@dataclass(frozen=True)
class TextTable:
    """A table of texts as a run would hold it, without a model that reads levels.

    Where the table has a column `level` with whole numbers from 1 to 6, as an exported run has,
    these are taken; a column `status` beside it says which rows are labelled. Other rows have no
    level. Rows that a run would reject (empty, no text) are left out.

    Attributes:
        source: the table.
        columns: which of its columns is what.

    >>> source = open_source(["Late again.", "n/a", "Kind staff."])
    >>> table = TextTable(source, choose_columns(source.columns))
    >>> table.labels(["row", "text"]).to_pydict()
    {'row': [0, 2], 'text': ['Late again.', 'Kind staff.']}
    """

    source: Source
    columns: ColumnChoice

    def batches(self, kind: str = "labels", columns: list[str] | None = None) -> Iterator[pa.Table]:
        """The rows part by part; `columns` that there are not are left out."""
        del kind  # there are no others
        for chunk in self.source.chunks(PART_SIZE):
            table = self._read(chunk)
            yield table.select([n for n in table.column_names if columns is None or n in columns])

    def labels(self, columns: list[str] | None = None) -> pa.Table:
        """All rows; `columns` that there are not are left out."""
        return pa.concat_tables(list(self.batches(columns=columns)))

    def _read(self, chunk: Chunk) -> pa.Table:
        rows = check_rows(chunk, self.columns)
        kept = pa.array(rows.kept, pa.int64())
        table = chunk.table.take(kept)
        level = self._levels(table)
        status = pc.if_else(pc.is_valid(level), Status.LABELLED.value, Status.NO_EVIDENCE.value)
        columns = {
            "row": pc.add(kept, chunk.start),
            "id": pa.array(rows.ids, pa.string()),
            "text": pa.array(rows.texts, pa.string()),
            _LEVEL: level,
            _STATUS: status,
        }
        for name in _METADATA:
            if name in self.columns.metadata:
                found, _ = read_metadata(name, table[self.columns.metadata[name]])
                columns[name] = found.cast(METADATA_TYPES[name])
        return pa.table(columns)

    @staticmethod
    def _levels(table: pa.Table) -> pa.Array:
        """The levels that stand in the table; null where a row has none."""
        none = pa.nulls(len(table), pa.int8())
        if _LEVEL not in table.column_names:
            return none
        words = pc.utf8_trim_whitespace(table[_LEVEL].cast(pa.string()).combine_chunks())
        numbers = pa.array([f"{level:d}" for level in ServiceLevel])
        found = pc.index_in(words, value_set=numbers)
        if _STATUS in table.column_names:
            status = table[_STATUS].cast(pa.string()).combine_chunks()
            labelled = pc.fill_null(pc.equal(status, Status.LABELLED.value), False)  # noqa: FBT003
            found = pc.if_else(labelled, found, None)
        return pc.add(found, 1).cast(pa.int8())


def comments_of(
    run: str | Path, text_column: str | None = None
) -> tuple[Commented, dict[str, str], int | None]:
    r"""The comments of a finished run, or of a table of texts.

    Args:
        run: a run folder, or a file.
        text_column: the file's column of comments; guessed by its name if not given.

    Returns:
        The comments; what they are, so that the same job is known again; and how many there are,
        where that is known.

    Raises:
        RunFolderError: it is no finished run, or one without texts.
        InputDataError: the file cannot be read, or no column looks like comments.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "letters.csv"
    ...     _ = file.write_text("comment\nLate again.\n")
    ...     comments, identity, _ = comments_of(file)
    ...     comments.labels(["text"]).to_pydict(), identity["settings"]
    ({'text': ['Late again.']}, 'comment')
    """
    if Path(run).is_file():
        return _table(run, text_column)
    opened = open_finished(run)
    if opened.parts.count() and "text" not in next(iter(opened.batches())).column_names:
        raise RunFolderError(
            run,
            found="a run without texts",
            expected="the column text",
            hint="Label the source again without --no-text.",
        )
    return opened, _identity(opened), opened.counts.labels


def _identity(run: Run) -> dict[str, str]:
    return {
        "run": run.manifest.source.digest,
        "model": run.manifest.model.digest,
        "settings": run.manifest.config_digest,
    }


def _table(
    path: str | Path, text_column: str | None
) -> tuple[Commented, dict[str, str], int | None]:
    source = open_source(str(path))
    try:
        columns = choose_columns(source.columns, text=text_column)
    except InputDataError as error:
        raise InputDataError(
            path,
            found=error.found,
            expected=error.expected,
            hint="Name the column with --text-column, or label the file first: cxnlp label FILE "
            "--out RUN.",
        ) from error
    identity = {"run": source.digest(), "model": "none", "settings": columns.text}
    return TextTable(source, columns), identity, source.expected_rows()
