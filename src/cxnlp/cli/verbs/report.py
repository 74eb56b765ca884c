"""`cxnlp report`: one offline HTML file, or Markdown, from a run and its topics."""

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
        description="Write one file that opens offline: where the service stands, what hurts and "
        "delights, what to do first, what moves it, who needs what, and how far to trust it.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    parser.add_argument("--topics", metavar="TOPICS", help="a topics folder of this run")
    add_out(parser, "FILE", "the report")
    parser.add_argument(
        "--format",
        dest="kind",
        choices=["html", "markdown"],
        default="html",
        help="one page for any browser, or Markdown for a wiki or a mail (default: html)",
    )
    parser.add_argument(
        "--figures",
        metavar="DIR",
        help="write each figure as SVG and PNG into DIR as well, for slides",
    )
    parser.add_argument(
        "--review",
        metavar="REVIEW",
        help="a judged review file of cxnlp sample on this run: shares of levels are corrected "
        "for the model's errors",
    )
    parser.add_argument(
        "--kpis",
        metavar="TOML",
        help="what the answers in KPI columns mean where the data do not say it, such as "
        'csat.scale = "1-5" or ces.best = "low"',
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print where the report lies."""
    from cxnlp.flows.report import write_report

    result = write_report(
        options.run,
        topics=options.topics,
        out=options.out,
        kind=options.kind,
        figures=options.figures,
        review=options.review,
        kpi_settings=options.kpis,
    )
    Console.of(options)
    words = f"The report: {result.path}"
    if result.figures:
        words += f"\nIts figures: {len(result.figures)} files in {options.figures}"
    print_data(
        options,
        {"report": str(result.path), "figures": [str(path) for path in result.figures]},
        words,
    )
