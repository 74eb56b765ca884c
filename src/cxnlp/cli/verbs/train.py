"""`cxnlp train`: a level model from gold labels."""

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
        "train",
        help="train a level model",
        description="Train, calibrate and evaluate a level model, and write its folder whole.",
    )
    parser.add_argument(
        "data", metavar="DATA", help="a table with texts and gold levels, the configuration's if -"
    )
    parser.add_argument("--config", metavar="C.toml", required=True, help="how to train")
    add_out(parser, "MODEL", "the model folder")
    parser.add_argument("--mlflow", metavar="URI", help="log to MLflow at this address")
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print what the model reaches."""
    from cxnlp.flows.tracking import require_mlflow, track
    from cxnlp.flows.train import train

    if options.mlflow:
        require_mlflow()
    console = Console.of(options)
    data = None if options.data == "-" else options.data
    trained = train(data, options.config, options.out, network=True, say=console.say)
    model, evaluation = trained.model, trained.evaluation
    if options.mlflow:
        console.say(f"MLflow run: {track(model, evaluation, options.mlflow)}")
    words = [f"The model: {model.folder}"]
    print_data(
        options,
        {
            "model": str(model.folder),
            "digest": model.digest,
            "evaluation": evaluation.to_json() if evaluation else None,
        },
        "\n".join(([evaluation.describe()] if evaluation else []) + words),
    )
