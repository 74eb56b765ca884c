"""`cxnlp topics`: topics and pain points of a run."""

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
        "topics",
        help="find topics and pain points of a run",
        description="Find what the comments of RUN are about, and weigh each topic by the levels "
        "of its comments.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    add_out(parser, "TOPICS", "the topics folder")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="same seed, same topics")
    parser.add_argument(
        "--granularity", metavar="G", type=float, help="more than 1: finer topics; less: coarser"
    )
    parser.add_argument(
        "--encoder", metavar="E", help="minilm, static, a Hugging Face id or a local folder"
    )
    parser.add_argument(
        "--registry", metavar="TOPICS", help="an earlier topics folder whose topics keep their ids"
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print the pain points."""
    from cxnlp.flows.topics import find_topics

    chosen = {
        name: value
        for name in ("granularity", "encoder", "registry")
        if (value := getattr(options, name)) is not None
    }
    result = find_topics(
        options.run, out=options.out, seed=options.seed, progress=Console.of(options), **chosen
    )
    print_data(options, result.to_json(), result.describe())
