"""`cxnlp drift`: whether the comments of a run have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.console import Console, print_data
from cxnlp.errors import GateError, UsageError

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "drift",
        help="tell whether comments have changed: language, length, content, mix of levels",
        description="Test whether the comments of RUN have changed against those that its model "
        "learned from, an earlier run, or a table: language, length, content, and the mix of "
        "levels that the model reads. No labels are needed. Where something has changed, end "
        "with exit code 8.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    parser.add_argument(
        "--against",
        metavar="RUN|TABLE|MODEL",
        help="an earlier run, a table of texts, or a model, for the comments that it learned from "
        "(the model that read RUN where not given)",
    )
    parser.add_argument(
        "--text-column", metavar="C", help="column of the texts of that table (guessed by name)"
    )
    parser.add_argument(
        "--false-alarms",
        metavar="0.01",
        type=float,
        default=0.01,
        help="probability of any alarm where nothing has changed",
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print what has changed."""
    from cxnlp.flows.drift import drift_of

    if not 0 < options.false_alarms < 1:
        raise UsageError(
            "--false-alarms",
            found=f"{options.false_alarms:g}",
            expected="a probability between 0 and 1",
            hint="0.01 alarms once in a hundred months in which nothing has changed.",
        )
    found = drift_of(
        options.run,
        options.against,
        false_alarms=options.false_alarms,
        text_column=options.text_column,
        say=Console.of(options).say,
    )
    print_data(options, found.to_json(), found.describe())
    if found.alarm:
        changed = ", ".join(name for name, side in found.sides.items() if side.alarm)
        raise GateError(
            options.run,
            found=f"other comments than before ({changed})",
            expected="no change beyond chance",
            hint="Judge some: `cxnlp sample RUN --out REVIEW.csv`, then `cxnlp evaluate` or "
            "`cxnlp prevalence`. The distances tell whether the change matters.",
        )
