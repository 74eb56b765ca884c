"""`cxnlp sample`: which comments of a run to label next, and their labels as a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cxnlp.cli.arguments import add_out
from cxnlp.cli.console import print_data
from cxnlp.cli.verbs.prevalence import corrected_data, corrected_words
from cxnlp.errors import InputDataError

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "sample",
        help="choose comments to label next; take the labels",
        description="Choose comments of RUN to label next: a random part to estimate from, and "
        "comments of which the model is unsure, unlike each other. Fill the review file's column "
        "corrected_level, then make a table to train on with --merge, which "
        "also tells the share of each level in the run, the model's errors taken out.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    add_out(
        parser,
        "REVIEW.csv",
        "the review file (.csv, .jsonl, .parquet, or .json for Label Studio); with --merge the "
        "table to train on",
    )
    parser.add_argument("--size", metavar="200", type=int, default=200, help="how many comments")
    parser.add_argument(
        "--random", metavar="0.25", type=float, default=0.25, help="part drawn at random"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of the drawing")
    parser.add_argument("--merge", metavar="REVIEW", help="take the labels of this review file")
    parser.add_argument("--fresh", action="store_true", help="write over a file that stands")
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print how many."""
    from cxnlp.flows.sample import sample

    if options.merge is not None:
        _merge(options)
        return
    found = sample(
        options.run,
        out=options.out,
        size=options.size,
        random_share=options.random,
        seed=options.seed,
        fresh=options.fresh,
    )
    print_data(
        options,
        {"review": str(found.out), "items": len(found.items), "random": found.random},
        found.describe(),
    )


def _merge(options: argparse.Namespace) -> None:
    """Take the labels, and say what they tell of the run, or why they tell nothing."""
    from cxnlp.flows.prevalence import corrected_shares_of
    from cxnlp.flows.sample import take_labels

    taken = take_labels(options.run, options.merge, options.out, fresh=options.fresh)
    words = (
        f"{taken.rows} labels, {taken.random} of them of the random part; {taken.left} not "
        f"judged: {options.out}\n"
    )
    try:
        corrected = corrected_shares_of(options.run, options.merge)
    except InputDataError as error:
        why = f"found {error.found}; expected {error.expected}. {error.hint}"
        data = {**asdict(taken), "corrected_shares": None, "why": why}
        print_data(options, data, f"{words}no shares of the run: {why}")
        return
    told = corrected_data(corrected)
    data = {**asdict(taken), "corrected_shares": told["shares"], "warnings": told["warnings"]}
    print_data(options, data, words + corrected_words(corrected))
