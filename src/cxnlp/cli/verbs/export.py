"""`cxnlp export`: a run as one table for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.console import Console, print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "export",
        help="write the labels of a run as one table",
        description="Write the labels of RUN as one CSV, JSONL or Parquet file, or into a "
        "table, where no row of a newer run is replaced. In CSV, cells that a spreadsheet would "
        "run as a formula get a leading apostrophe.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    parser.add_argument(
        "--to",
        metavar="FILE",
        required=True,
        help="FILE.csv, FILE.jsonl, FILE.parquet, the same in a store (s3://…), or a table in "
        "postgresql://…, sqlite:///FILE or duckdb:///FILE",
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print how much was written."""
    from cxnlp.flows.export import export

    result = export(options.run, options.to, progress=Console.of(options))
    print_data(
        options,
        {"to": result.to, "rows": result.rows, "older": result.older},
        f"{result.rows - result.older:,} rows written to {result.to}"
        + (f", {result.older:,} left out: a newer run's stand there" if result.older else ""),
    )
