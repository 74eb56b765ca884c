"""`cxnlp show`: what a model, run or topics folder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.console import Console, print_data
from cxnlp.errors import UsageError

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "show",
        help="look into a model, a run or a topics folder",
        description="Show what a folder holds; with --row, the outcome of one source row and "
        "which model, source and settings gave it; with --against, whether the comments of a run "
        "have changed: language, length, content, mix of levels.",
    )
    parser.add_argument(
        "folder", metavar="MODEL|RUN|TOPICS", help="a folder, or a shipped model's name"
    )
    parser.add_argument("--row", metavar="N", type=int, help="a source row of a run, from 0 on")
    parser.add_argument(
        "--against",
        metavar="RUN|TABLE",
        help="an earlier run, or a table of texts such as the one that the model learned from",
    )
    parser.add_argument(
        "--text-column", metavar="C", help="column of the texts of that table (guessed by name)"
    )
    parser.add_argument(
        "--false-alarms",
        metavar="0.01",
        type=float,
        default=0.01,
        help="probability of an alarm where nothing has changed",
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Print what is there."""
    if options.against is not None:
        _changed(options)
        return
    from cxnlp.flows.show import show

    shown = show(options.folder, row=options.row)
    print_data(options, shown.data, shown.words)


def _changed(options: argparse.Namespace) -> None:
    from cxnlp.flows.drift import drift_of

    if not 0 < options.false_alarms < 1:
        raise UsageError(
            "--false-alarms",
            found=f"{options.false_alarms:g}",
            expected="a probability between 0 and 1",
            hint="0.01 alarms once in a hundred months in which nothing has changed.",
        )
    found = drift_of(
        options.folder,
        options.against,
        false_alarms=options.false_alarms,
        text_column=options.text_column,
        say=Console.of(options).say,
    )
    print_data(options, found.to_json(), found.describe())
