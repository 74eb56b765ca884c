"""Export the labels of a run as one table: a file, a file in a store, or a database."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.errors import UsageError
from cxnlp.runs import export_tables, open_finished, refuse_made_up_ids, upsert_tables
from cxnlp.sources.addresses import scheme_of, without_credentials
from cxnlp.sources.remote import send_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from cxnlp.flows.progress import Progress

__all__ = ["ExportResult", "export"]


@dataclass(frozen=True)
class ExportResult:
    """What was written.

    Attributes:
        to: the file or table, without credentials.
        rows: how many rows.
    """

    to: str
    rows: int


def export(run: str | Path, to: str | Path, *, progress: Progress | None = None) -> ExportResult:
    """Write the labels of `run` to `to`, part by part, so that memory does not grow.

    Args:
        run: the run folder.
        to: a file ending in .csv, .jsonl or .parquet, here or in a store (`s3://…`); or
            `postgresql://…`, where rows are put in or replaced by their id and model.
        progress: told what happens.

    Raises:
        RunFolderError: `run` is no run, not finished, or damaged.
        UsageError: the extension of `to` names no format, `to` cannot be written, or it is a table
            and the run's ids are made up.
        MissingDependencyError: the library for `to` is not installed.
    """
    opened = open_finished(run)

    def tables() -> Iterator[pa.Table]:
        for table in opened.batches():
            yield table
            if progress:
                progress.advance(len(table))

    if progress:
        progress.begin("exporting", opened.counts.labels)
    scheme = scheme_of(str(to))
    told = str(to) if scheme is None else without_credentials(str(to))
    if scheme in {"postgresql", "postgres"}:
        refuse_made_up_ids(opened, told)
        rows = upsert_tables(tables(), str(to), opened.manifest.model.digest)
    elif scheme is not None:
        with tempfile.TemporaryDirectory() as folder:
            passing = Path(folder) / without_credentials(str(to)).rpartition("/")[2]
            rows = export_tables(tables(), passing)
            send_file(passing, str(to))
    else:
        try:
            rows = export_tables(tables(), Path(to))
        except OSError as error:
            raise UsageError(
                to,
                found=f"a file that cannot be written ({error.strerror or type(error).__name__})",
                expected="room and permission to write",
                hint="Name another file with --to.",
            ) from error
    if progress:
        progress.end()
    return ExportResult(told, rows)
