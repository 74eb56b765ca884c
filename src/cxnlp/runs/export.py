"""A run as one file for other programs: CSV, JSONL or Parquet."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cxnlp.errors import UsageError
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["export_tables", "harmless"]

_FORMULA: Final = r"^[=+\-@\t\r]"
"""Cells that begin so are run as formulas by spreadsheets (OWASP, CSV injection)."""


def harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put an apostrophe before the cells that a spreadsheet would run as a formula.

    >>> harmless(pa.chunked_array([["=1+1", "fine"]])).to_pylist()
    ["'=1+1", 'fine']
    """
    if not pa.types.is_string(column.type):
        return column
    risky = pc.match_substring_regex(column, _FORMULA)
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def export_tables(tables: Iterable[pa.Table], path: Path) -> int:
    """Write tables of one schema, one after the other, to a file by its extension.

    Args:
        tables: of one schema.
        path: the file; its extension tells the format.

    Returns:
        The number of rows written. The file appears whole or not at all.

    Raises:
        UsageError: the extension is none of .csv, .jsonl, .parquet.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "run.jsonl"
    ...     rows = export_tables([pa.table({"id": ["a", "b"], "level": [2, 4]})], file)
    ...     rows, file.read_text().splitlines()[0]
    (2, '{"id": "a", "level": 2}')
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            path,
            found=f"the extension {path.suffix!r}",
            expected=" or ".join(_WRITERS),
            hint="Name the file so that its extension tells the format.",
        )
    rows = 0

    def write(aside: Path) -> None:
        nonlocal rows
        rows = writer(tables, aside)

    write_whole(path, write)
    return rows


def _csv(tables: Iterable[pa.Table], path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for index, table in enumerate(tables):
            if index == 0:
                writer.writerow(table.column_names)
            columns = [_cells(harmless(column)) for column in table.columns]
            writer.writerows(zip(*columns, strict=True))
            rows += len(table)
    return rows


def _cells(column: pa.ChunkedArray) -> list[object]:
    if pa.types.is_temporal(column.type):
        column = column.cast(pa.string())
    elif pa.types.is_nested(column.type):
        return [json.dumps(value, ensure_ascii=False) for value in column.to_pylist()]
    return list(column.to_pylist())


def _jsonl(tables: Iterable[pa.Table], path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for table in tables:
            for row in table.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
            rows += len(table)
    return rows


def _plain(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _parquet(tables: Iterable[pa.Table], path: Path) -> int:
    rows = 0
    writer = None
    for table in tables:
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        rows += len(table)
    if writer is not None:
        writer.close()
    return rows


_WRITERS: Final[dict[str, Callable[[Iterable[pa.Table], Path], int]]] = {
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}
