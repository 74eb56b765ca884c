"""`cxnlp check`: which rows cannot be labelled, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.arguments import add_source_options, source_of
from cxnlp.cli.console import Console, print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "check",
        help="which rows cannot be labelled, and why",
        description="Read SOURCE as a labelling job would, and count the rows that would be "
        "rejected, by reason, with examples of row numbers. Writes nothing.",
    )
    add_source_options(parser)
    parser.add_argument(
        "--show-texts", action="store_true", help="print the beginning of the example rows' texts"
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print the counts."""
    from cxnlp.flows.check import check

    result = check(
        source_of(options),
        text_column=options.text_column,
        id_column=options.id_column,
        mapping=options.mapping,
        date_format=options.date_format,
        show_texts=options.show_texts,
        progress=Console.of(options),
    )
    print_data(
        options,
        {
            "rows": result.rows,
            "rejected": result.rejected,
            "reasons": dict(result.reasons),
            "examples": dict(result.examples),
            "texts": dict(result.texts),
            "unreadable": dict(result.unreadable),
            "day_first": dict(result.day_first),
        },
        result.describe(),
    )
