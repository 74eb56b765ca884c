"""`cxnlp audit`: which gold labels to look at again, and corrections back into the table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.cli.console import Console, print_data
from cxnlp.cli.gold import add_gold_options, gold_columns
from cxnlp.errors import UsageError

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "call"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "audit",
        help="rank gold labels by how doubtful they are; merge corrections",
        description="Rank the labels of DATA by how doubtful they are, and write a review file. "
        "Fill its column corrected_level (or label the tasks in Label Studio), then give it back "
        "with --merge.",
    )
    parser.add_argument("data", metavar="DATA", help="a table with texts and gold levels")
    parser.add_argument(
        "--config",
        metavar="C.toml",
        help="a training configuration; of the kind "
        "transformer, networks are fine-tuned out of fold (hours without a GPU)",
    )
    parser.add_argument(
        "--work",
        metavar="DIR",
        help="where these networks keep their checkpoints; an audit that was stopped goes on there",
    )
    parser.add_argument(
        "--model",
        metavar="M",
        action="append",
        default=[],
        dest="models",
        help="let this model judge, which has not learned from DATA, instead of a linear one out "
        "of fold; of several the mean counts",
    )
    parser.add_argument("--test", metavar="TABLE", help="name rows that stand in this table too")
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="the review file: .csv, .jsonl, .parquet, or .json for Label Studio (DATA's name with "
        ".review.csv where not given); with --merge the corrected table",
    )
    parser.add_argument("--merge", metavar="REVIEW", help="take the corrections of this file over")
    parser.add_argument(
        "--share", type=float, default=0.1, metavar="0.1", help="part of the rows to look at"
    )
    parser.add_argument("--id-column", metavar="C", help="the column of ids")
    parser.add_argument("--fresh", action="store_true", help="write over a file that stands")
    add_gold_options(parser, cluster=False)
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print what was found."""
    from cxnlp.flows.audit import audit, merge_review

    if options.merge is not None:
        if options.out is None:
            raise UsageError(
                "--merge",
                found="no --out",
                expected="the file for the corrected table",
                hint="For example --out corrected.csv; the table itself is never changed.",
            )
        merged = merge_review(
            options.data,
            options.merge,
            options.out,
            columns=gold_columns(options),
            id_column=options.id_column,
            fresh=options.fresh,
        )
        print_data(
            options,
            asdict(merged),
            f"{merged.changed} labels corrected, {merged.confirmed} confirmed, {merged.left} not "
            f"judged; {merged.rows} rows: {options.out}",
        )
        return
    found = audit(
        options.data,
        options.config,
        models=options.models,
        test=options.test,
        out=options.out or Path(options.data).stem + ".review.csv",
        share=options.share,
        columns=gold_columns(options),
        id_column=options.id_column,
        fresh=options.fresh,
        work=options.work,
        say=Console.of(options).say,
    )
    print_data(options, found.to_json(), found.describe())
