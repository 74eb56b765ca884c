"""`cxnlp sample`: which comments of a run to label next, and their labels as a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from cxnlp.cli.arguments import add_out
from cxnlp.cli.console import print_data

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
    parser.add_argument("--size", metavar="N", type=int, default=200, help="how many comments")
    parser.add_argument(
        "--random", metavar="0.25", type=float, default=0.25, help="part drawn at random"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of the drawing")
    parser.add_argument("--merge", metavar="REVIEW", help="take the labels of this review file")
    parser.add_argument("--fresh", action="store_true", help="write over a review file")
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print how many."""
    from cxnlp.flows.audited import corrected_shares_of
    from cxnlp.flows.sample import sample, take_labels
    from cxnlp.insights.prevalence import LEAST_JUDGED
    from cxnlp.levels import ServiceLevel

    if options.merge is not None:
        taken = take_labels(options.run, options.merge, options.out)
        words = (
            f"{taken.rows} labels, {taken.random} of them of the random part; {taken.left} not "
            f"judged: {options.out}"
        )
        if taken.random < LEAST_JUDGED:
            print_data(options, asdict(taken), words)
            return
        corrected = corrected_shares_of(options.run, options.merge)
        shares = {
            level.label: {**asdict(share), "counted": float(counted)}
            for level, share, counted in zip(
                ServiceLevel, corrected.shares, corrected.counted, strict=True
            )
        }
        lines = [
            f"  {name:<13} {100 * one['value']:5.1f} %  [{100 * one['low']:.1f}, "
            f"{100 * one['high']:.1f}]   the model alone: {100 * one['counted']:.1f} %"
            for name, one in shares.items()
        ]
        words += "\nshares in the run, the model's errors taken out (95 %):\n" + "\n".join(lines)
        print_data(options, {**asdict(taken), "corrected_shares": shares}, words)
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
