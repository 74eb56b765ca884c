"""`cxnlp models`: the models that are shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.cli.console import print_data

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "models",
        help="list the shipped models",
        description="List the models that come with cxnlp, with kind, size and digest.",
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Print one line for each model."""
    from cxnlp.flows.show import list_models

    models = list_models()
    words = "\n".join(model.describe() for model in models)
    print_data(options, {"models": [model.to_json() for model in models]}, words)
