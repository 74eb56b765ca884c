"""`cxnlp show`: what a model, run or topics folder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.console import print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "show",
        help="look into a model, a run or a topics folder",
        description="Show what a folder holds; with --row, the outcome of one source row and "
        "which model, source and settings gave it.",
    )
    parser.add_argument(
        "folder", metavar="MODEL|RUN|TOPICS", help="a folder, or a shipped model's name"
    )
    parser.add_argument("--row", metavar="N", type=int, help="a source row of a run, from 0 on")
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Print what is there."""
    from cxnlp.flows.show import show

    shown = show(options.folder, row=options.row)
    print_data(options, shown.data, shown.words)
