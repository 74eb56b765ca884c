"""How long the command and the import take to answer."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.processes import cost
from benchmarks.result import Aim, Result

if TYPE_CHECKING:
    import argparse

__all__ = ["add", "measure"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("start", help="cold starts of the command and of the import")
    parser.add_argument("--rounds", type=int, default=15, help="starts of each (default: 15)")
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Start each in turn, so that all meet the same machine."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import cxnlp": [sys.executable, "-c", "import cxnlp"],
        "cxnlp --help": [str(Path(sys.executable).parent / "cxnlp"), "--help"],
    }
    for command in commands.values():
        cost(command)  # the first start fills the caches of the disk
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            taken = cost(command)
            costs[name].append((taken.seconds, taken.processor))
    rows = tuple(
        (
            name,
            median(seconds for seconds, _ in taken),
            min(seconds for seconds, _ in taken),
            median(processor for _, processor in taken),
        )
        for name, taken in costs.items()
    )
    quickest = {name: shortest for name, _, shortest, _ in rows}
    return Result(
        "start",
        "Cold starts",
        ("what", "median s", "quickest s", "median processor s"),
        rows,
        (
            Aim(
                "`cxnlp --help`, quickest, in seconds", quickest["cxnlp --help"], 0.5, at_most=True
            ),
            Aim(
                "`import cxnlp`, quickest, in seconds", quickest["import cxnlp"], 0.3, at_most=True
            ),
        ),
        f"{options.rounds} fresh processes each, in turn; the aims are for an idle core, so they "
        "are held against the quickest start.",
    )
