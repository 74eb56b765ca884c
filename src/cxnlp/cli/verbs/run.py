"""`cxnlp run`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxnlp.cli.arguments import add_label_job, label_arguments, source_of
from cxnlp.cli.console import Console, print_data
from cxnlp.cli.verbs.topics import add_topic_options, topic_arguments

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "run",
        help="the main job: label, find topics and pain points, write the report",
        description="Label every comment of SOURCE, find topics and pain points, and write the "
        "report: DIR/run, DIR/topics and DIR/report.html. Steps that are done are skipped.",
    )
    add_label_job(parser, "DIR", "the folder for the run, the topics and the report")
    add_topic_options(parser)
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print where things lie."""
    from cxnlp.flows.run import run

    label_options: dict[str, Any] = label_arguments(options)
    result = run(
        source_of(options),
        options.out,
        topic_options=topic_arguments(options),
        progress=Console.of(options),
        **label_options,
    )
    print_data(
        options,
        {
            "run": str(result.run),
            "topics": None if result.topics is None else str(result.topics),
            "report": str(result.report),
            "counts": result.counts.model_dump(),
            "notices": list(result.notices),
        },
        "\n".join([*result.notices, f"The report: {result.report}"]),
    )
