"""Tables for training: read whole, their columns found or refused by name."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from cxnlp.errors import InputDataError, MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read_columns"]


def read_columns(path: str | Path, columns: Sequence[str]) -> dict[str, list[object]]:
    """Read columns of a CSV, TSV, JSONL or Parquet table, or of a folder that `datasets` has saved.

    Values of CSV and TSV are strings.

    Raises:
        InputDataError: the file cannot be read, is empty, or lacks a column.
        MissingDependencyError: a folder is given, and `datasets` is not installed.
    """
    try:
        table = _read(Path(path))
    except (OSError, UnicodeError, pa.ArrowException) as error:
        coded = "UTF8" in str(error) or isinstance(error, UnicodeError)
        raise InputDataError(
            path,
            found="bytes that are no UTF-8"
            if coded
            else f"a table that cannot be read ({type(error).__name__})",
            expected="a CSV, TSV, JSONL or Parquet file, or a folder that `datasets` has saved",
            hint="Save it as UTF-8." if coded else "Check the path and the file's form.",
        ) from error
    for column in columns:
        if table.column_names.count(column) > 1:
            raise InputDataError(
                path,
                found=f"{table.column_names.count(column)} columns {column!r}",
                expected="one",
                hint="Rename or remove the others.",
            )
        if column not in table.column_names:
            near = difflib.get_close_matches(column, table.column_names, n=1)
            raise InputDataError(
                path,
                found=f"no column {column!r} among " + ", ".join(table.column_names)[:300],
                expected=f"the column {column!r}",
                hint=f"Did you mean {near[0]}?" if near else "Name the column in [data].",
            )
    if not table.num_rows:
        raise InputDataError(path, found="no rows", expected="at least one", hint="Check the file.")
    return {column: table.column(column).to_pylist() for column in columns}


def _read(path: Path) -> pa.Table:
    if path.is_dir():
        return _saved(path)
    if path.suffix in {".csv", ".tsv"}:
        from pyarrow import csv

        options = csv.ReadOptions(block_size=1 << 26)
        parse = csv.ParseOptions(
            newlines_in_values=True, delimiter="\t" if path.suffix == ".tsv" else ","
        )
        names = csv.open_csv(path, read_options=options, parse_options=parse).schema.names
        convert = csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        return csv.read_csv(
            path, read_options=options, parse_options=parse, convert_options=convert
        )
    if path.suffix == ".jsonl":
        from pyarrow import json

        return json.read_json(path)
    from pyarrow import parquet

    return parquet.read_table(path)


def _saved(path: Path) -> pa.Table:
    """A folder of `Dataset.save_to_disk`; of several splits, each is a folder of its own."""
    try:
        from datasets import DatasetDict, load_from_disk
    except ImportError as error:
        raise MissingDependencyError.of("datasets", "train") from error
    found = load_from_disk(str(path))
    if isinstance(found, DatasetDict):
        raise InputDataError(
            path,
            found="a dataset of the splits " + ", ".join(found),
            expected="one of them",
            hint=f"Name its folder, such as {path / next(iter(found))}.",
        )
    return found.with_format("arrow")[:]
