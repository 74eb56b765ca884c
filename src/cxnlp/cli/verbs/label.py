"""`cxnlp label`: place every comment on the six levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.arguments import add_label_job, label_arguments, source_of
from cxnlp.cli.console import Console, print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "label",
        help="place every comment of a source on the six levels",
        description="Label every comment of SOURCE and write the folder RUN. A job that was "
        "killed goes on where it stopped when it is started again; a finished one does nothing.",
    )
    add_label_job(parser, "RUN", "the run folder")
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print the counts."""
    from cxnlp.flows.label import label

    result = label(
        source_of(options),
        options.out,
        progress=Console.of(options),
        **label_arguments(options),  # type: ignore[arg-type]
    )
    print_data(
        options,
        {"run": options.out, "counts": result.counts.model_dump()},
        f"The run: {options.out}",
    )
