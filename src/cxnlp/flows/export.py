"""Export the labels of a run as one table: a file, a file in a store, or a database."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.errors import UsageError
from cxnlp.runs import export_tables, open_finished, refuse_made_up_ids, upsert_file, upsert_tables
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
        rows: how many rows were sent.
        older: how many of these a table left out, because it holds those of a newer run.
    """

    to: str
    rows: int
    older: int = 0


def export(run: str | Path, to: str | Path, *, progress: Progress | None = None) -> ExportResult:
    """Write the labels of `run` to `to`, part by part, so that memory does not grow.

    Args:
        run: the run folder.
        to: a file ending in .csv, .jsonl or .parquet, here or in a store (`s3://…`); or
            `postgresql://…`, `sqlite:///FILE` or `duckdb:///FILE`, where rows are put in, or
            replace those of their id and model unless these are of a newer run.
        progress: told what happens.

    Raises:
        RunFolderError: `run` is no run, not finished, or damaged.
        UsageError: the extension of `to` names no format, `to` cannot be written, or it is a table
            and the run's ids are made up.
        MissingDependencyError: the library for `to` is not installed.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again.", "n/a"], Path(place) / "run", model="levels-fast")
    ...     export(made.folder, Path(place) / "labels.csv").rows
    1
    """
    opened = open_finished(run)

    def tables() -> Iterator[pa.Table]:
        for table in opened.batches():
            yield table
            if progress:
                progress.advance(len(table))

    if progress:
        progress.begin("exporting", opened.counts.labels)
    scheme, older = scheme_of(str(to)), 0
    told = str(to) if scheme is None else without_credentials(str(to))
    if scheme in {"postgresql", "postgres", "sqlite", "duckdb"}:
        refuse_made_up_ids(opened, told)
        write = upsert_file if scheme in {"sqlite", "duckdb"} else upsert_tables
        manifest = opened.manifest
        rows, older = write(tables(), str(to), manifest.model.digest, manifest.begun_at)
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
    return ExportResult(told, rows, older)
