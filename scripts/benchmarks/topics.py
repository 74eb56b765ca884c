"""Topics by number of comments: time and peak memory of the whole way from text to pain points."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq

from benchmarks.processes import Cost, cost
from benchmarks.result import Aim, Result
from benchmarks.topics_corpora import add_data, many

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "measure"]

_SIZES: Final = (10_000, 30_000, 100_000, 300_000)
_MINUTES: Final = 10.0
"""What "in minutes" of the issue is taken to mean for 100,000 comments."""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("topics", help="time and peak memory of topics by comments")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(_SIZES))
    parser.add_argument("--encoder", default="static", help="(default: static)")
    parser.add_argument("--model", default="levels-fast", help="(default: levels-fast)")
    add_data(parser)
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Label each number of comments, then find their topics, each in a process of its own."""
    rows: list[tuple[str | float, ...]] = []
    taken: dict[int, tuple[Cost, Cost]] = {}
    for size in options.sizes:
        labelled, found, topics = _jobs(options, size)
        taken[size] = (labelled, found)
        rows.append(
            (
                *(f"{size:,}", float(topics), labelled.seconds, found.seconds, found.processor),
                *(labelled.megabytes, found.megabytes),
            )
        )
        print(rows[-1], file=sys.stderr, flush=True)
    few, most = min(taken), max(taken)
    aims = [
        Aim(
            f"peak memory of topics, {most:,} comments, times {few:,}",
            taken[most][1].megabytes / taken[few][1].megabytes,
            2.0,
            at_most=True,
        )
    ]
    if 100_000 in taken:  # noqa: PLR2004 - the size that the issue names
        minutes = sum(one.seconds for one in taken[100_000]) / 60
        words = "minutes from text to pain points, 100,000 comments"
        aims.append(Aim(words, minutes, _MINUTES, at_most=True))
    return Result(
        "topics",
        "From text to pain points, by number of comments",
        ("comments", "topics", "label s", "topics s", "topics CPU s", "label MB", "topics MB"),
        tuple(rows),
        tuple(aims),
        f"`cxnlp label --model {options.model}` and `cxnlp topics --encoder {options.encoder}` on "
        "sentences of real feedback, paired at random where there are not enough; a process each, "
        "seconds by the clock, peak of the process's memory. Topics are fitted on 20,000 different "
        "pieces of text at most, the others are assigned.",
    )


def _jobs(options: argparse.Namespace, size: int) -> tuple[Cost, Cost, int]:
    command = str(Path(sys.executable).parent / "cxnlp")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, run, topics = (str(folder / one) for one in ("c.parquet", "run", "topics"))
        pq.write_table(many(options.data, size), source)
        labelled = cost(
            [command, "label", source, "--out", run, "--model", options.model, "--quiet"]
        )
        found = cost(
            [command, "topics", run, "--out", topics, "--encoder", options.encoder, "--quiet"]
        )
        return labelled, found, pq.read_metadata(Path(topics) / "topics.parquet").num_rows
