"""Peak memory of a labelling job on few and on many comments."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.comments import write_comments
from benchmarks.processes import Cost, cost
from benchmarks.result import Aim, Result, digests

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "measure"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("memory", help="peak memory on few and on many comments")
    parser.add_argument("--few", type=int, default=100_000, help="(default: 100000)")
    parser.add_argument("--many", type=int, default=2_000_000, help="(default: 2000000)")
    parser.add_argument("--model", default="levels-fast", help="(default: levels-fast)")
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Label each number of comments in a process of its own."""
    costs = {count: _job(count, options.model) for count in (options.few, options.many)}
    few, many = (costs[count].megabytes for count in (options.few, options.many))
    return Result(
        "memory",
        "Peak memory of a labelling job",
        ("comments", "peak MB", "seconds", "comments a second"),
        tuple(
            (f"{count:,}", taken.megabytes, taken.seconds, count / taken.seconds)
            for count, taken in costs.items()
        ),
        (Aim(f"{options.many:,} comments, times {options.few:,}", many / few, 1.2, at_most=True),),
        f"`cxnlp label --model {options.model}` on a CSV file of made-up comments.",
        models=digests([options.model]),
    )


def _job(count: int, model: str) -> Cost:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_comments(folder / "comments.csv", count)
        command = str(Path(sys.executable).parent / "cxnlp")
        source, run = str(folder / "comments.csv"), str(folder / "run")
        return cost([command, "label", source, "--out", run, "--model", model, "--quiet"])
