"""`cxnlp compare`: whether a new model is better than the one in use, and may take its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.console import Console, print_data
from cxnlp.cli.gold import add_gold_options, add_slices, gold_columns

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "compare",
        help="compare a new model with the one in use",
        description="Compare CHALLENGER with CHAMPION on the same rows of DATA: a verdict for each "
        "measure and slice. With --gate, end with exit code 8 unless every condition is met.",
    )
    parser.add_argument("champion", metavar="CHAMPION", help="the model in use")
    parser.add_argument("challenger", metavar="CHALLENGER", help="the model that would replace it")
    parser.add_argument("data", metavar="DATA", help="a table with texts and gold levels")
    parser.add_argument("--gate", metavar="G.toml", help="what the challenger must hold")
    parser.add_argument(
        "--out", metavar="FILE.json", help="write what was decided, and why, to this file"
    )
    add_slices(parser, "compare by this column too, beside those of the gate")
    parser.add_argument("--html", metavar="FILE.html", help="write a page with plots")
    add_gold_options(parser)
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow, print verdicts and decision, then hold to the gate."""
    from cxnlp.flows.compare import compare, write_comparison
    from cxnlp.flows.written import prepare_place

    if options.html:
        prepare_place(options.html, [options.data, options.gate])
    console = Console.of(options)
    found = compare(
        options.champion,
        options.challenger,
        options.data,
        gate=options.gate,
        columns=gold_columns(options),
        slices=options.slices,
        clusters=options.cluster,
        out=options.out,
        say=console.say,
    )
    if options.html:
        write_comparison(found, options.html)
        console.say(f"The page: {options.html}")
    print_data(options, found.to_json(), found.describe())
    found.require()
