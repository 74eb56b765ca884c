"""`cxnlp report`: one offline HTML file from a run and its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.arguments import add_out
from cxnlp.cli.console import Console, print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "report",
        help="write the report on a run and its topics",
        description="Write one HTML file that opens offline: levels, pain points, rejections, and "
        "how far to trust them.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    parser.add_argument("--topics", metavar="TOPICS", help="a topics folder of this run")
    add_out(parser, "FILE.html", "the report")
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print where the report lies."""
    from cxnlp.flows.report import write_report

    result = write_report(options.run, topics=options.topics, out=options.out)
    Console.of(options)
    print_data(options, {"report": str(result.path)}, f"The report: {result.path}")
