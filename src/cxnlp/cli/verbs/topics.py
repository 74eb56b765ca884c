"""`cxnlp topics`: topics and pain points of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxnlp.cli.arguments import add_out
from cxnlp.cli.console import Console, print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "add_topic_options", "call", "topic_arguments"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "topics",
        help="find topics and pain points of a run",
        description="Find what the comments of RUN are about, and weigh each topic by the levels "
        "of its comments.",
    )
    parser.add_argument(
        "run",
        metavar="RUN",
        help="a run folder, as cxnlp label writes it; or a table of texts, whose topics are "
        "weighed only where it has a column level",
    )
    add_out(parser, "TOPICS", "the topics folder")
    add_topic_options(parser)
    parser.add_argument(
        "--text-column", metavar="C", help="the column with the comments of a table"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="begin anew; topics that stand there are put aside"
    )
    parser.set_defaults(call=call)


def add_topic_options(parser: argparse.ArgumentParser) -> None:
    """The options of finding topics.

    >>> import argparse
    >>> parser = argparse.ArgumentParser()
    >>> add_topic_options(parser)
    >>> parser.parse_args(["--granularity", "2"]).granularity
    2.0
    """
    group = parser.add_argument_group("topics")
    group.add_argument(
        "--seed", metavar="N", type=int, default=0, help="same seed, same topics; 0 or more"
    )
    group.add_argument(
        "--granularity",
        metavar="G",
        type=float,
        help="more than 1: finer topics; less: coarser (that of the registry, or 1)",
    )
    group.add_argument(
        "--encoder",
        metavar="E",
        help="minilm, static, mapped, a Hugging Face id or a local folder",
    )
    group.add_argument(
        "--registry", metavar="TOPICS", help="an earlier topics folder whose topics keep their ids"
    )
    group.add_argument(
        "--unassigned",
        metavar="SHARE",
        type=float,
        help="share of the different pieces of text that may stay without a topic, such as 0.1 "
        "(that of the registry, or 0)",
    )
    group.add_argument(
        "--cache",
        metavar="FOLDER",
        help="keep vectors of texts there by content, so that no later job encodes a text twice",
    )


def topic_arguments(options: argparse.Namespace) -> dict[str, object]:
    """The keyword arguments of `cxnlp.topics` that the options stand for.

    >>> import argparse
    >>> parser = argparse.ArgumentParser()
    >>> add_topic_options(parser)
    >>> topic_arguments(parser.parse_args(["--encoder", "static"]))
    {'seed': 0, 'encoder': 'static'}
    """
    names = ("seed", "granularity", "encoder", "registry", "unassigned", "cache")
    return {name: value for name in names if (value := getattr(options, name)) is not None}


def call(options: argparse.Namespace) -> None:
    """Call the flow and print the pain points."""
    from cxnlp.flows.topics import find_topics

    chosen: dict[str, Any] = {
        **topic_arguments(options),
        "text_column": options.text_column,
        "fresh": options.fresh,
    }
    result = find_topics(options.run, out=options.out, progress=Console.of(options), **chosen)
    print_data(options, result.to_json(), result.describe())
