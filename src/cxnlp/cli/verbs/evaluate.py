"""`cxnlp evaluate`: how good a model is on gold labels, with intervals."""

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
        "evaluate",
        help="measure a model on gold labels",
        description="Measure MODEL on the gold labels of DATA; every figure has its interval.",
    )
    parser.add_argument("model", metavar="MODEL", help="a model folder or a shipped model's name")
    parser.add_argument("data", metavar="DATA", help="a table with texts and gold levels")
    add_slices(parser, "measure by this column too")
    parser.add_argument("--html", metavar="FILE.html", help="write a page with plots")
    parser.add_argument("--mlflow", metavar="URI", help="log to MLflow at this address")
    add_gold_options(parser)
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print the figures."""
    from cxnlp.flows.evaluate import evaluate, write_page
    from cxnlp.flows.tracking import require_mlflow, track
    from cxnlp.flows.written import prepare_place
    from cxnlp.models import load

    if options.mlflow:
        require_mlflow()
    if options.html:
        prepare_place(options.html, [options.data])
    console = Console.of(options)
    model = load(options.model)
    result = evaluate(
        model,
        options.data,
        columns=gold_columns(options),
        slices=options.slices,
        clusters=options.cluster,
        say=console.say,
    )
    if options.html:
        write_page(result, options.html)
        console.say(f"The page: {options.html}")
    if options.mlflow:
        console.say(f"MLflow run: {track(model, result, options.mlflow)}")
    print_data(options, result.to_json(), result.describe())
