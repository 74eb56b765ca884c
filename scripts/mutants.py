"""Put small errors into our code, one at a time, and see whether a test notices.

python scripts/mutants.py ordinal text runs            60 mutants of each room, drawn by a seed
python scripts/mutants.py insights --most 100 --seed 2 --save mutants.json

The tests of a room are those of tests/ROOM, its laws and its doctests, without the slow ones. A
mutant survives when they all pass: either a test is missing, or the change means nothing. After
DeMillo, Lipton and Sayward (1978). Run it with nice -n 19: it takes every core that is free.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mutation.operators import Mutant, mutants_of
from mutation.running import Changed, Outcome, run_tests

REPOSITORY: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = REPOSITORY / "src" / "cxnlp"
BESIDE: Final = {"runs": ("tests/flows/test_since.py", "tests/flows/test_label.py")}
"""Tests elsewhere that are about a room, too."""


@dataclass(frozen=True)
class Drawn:
    """A mutant with the module that it is one of."""

    path: Path
    mutant: Mutant

    @property
    def words(self) -> str:
        """Where it is and what it changes, in a line."""
        before, after = (" ".join(code.split()) for code in (self.mutant.before, self.mutant.after))
        where = self.path.relative_to(SOURCE)
        return f"{where}:{self.mutant.line}: {before[:90]}  ->  {after[:90]}"


def main() -> int:
    """Try the mutants of each room and say which survive."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("rooms", nargs="+")
    parser.add_argument("--most", type=int, default=60, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="modules whose path holds these letters")
    parser.add_argument("--save", type=Path, help="a JSON file for the figures")
    options = parser.parse_args()
    # One thread each, set before NumPy is imported: a fork must not find a pool of threads.
    os.environ["OMP_NUM_THREADS"] = "1"
    os.chdir(REPOSITORY)
    _import_what_is_heavy()
    figures = {}
    for room in options.rooms:
        drawn = draw(room, options.most, options.seed, options.only)
        survivors = try_all(room, drawn)
        killed = len(drawn) - len(survivors)
        print(f"{room}: {killed} of {len(drawn)} noticed ({killed / max(len(drawn), 1):.0%})")
        figures[room] = {"tried": len(drawn), "noticed": killed, "survivors": survivors}
        if options.save:
            options.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def draw(room: str, most: int, seed: int, only: str = "") -> list[Drawn]:
    """Mutants of all modules of a room, at most so many, drawn by a seed."""
    found = [
        Drawn(path, mutant)
        for path in sorted((SOURCE / room).rglob("*.py"))
        if only in str(path)
        for mutant in mutants_of(path.read_text(encoding="utf-8"))
    ]
    if len(found) <= most:
        return found
    chosen = random.Random(seed).sample(range(len(found)), most)  # noqa: S311 - a sample
    return [found[place] for place in sorted(chosen)]


def try_all(room: str, drawn: list[Drawn]) -> list[str]:
    """Try each mutant; gives the lines of those that survive."""
    tests = tests_of(room)
    plain = run_tests(tests, None, seconds=1800)
    if plain.noticed:
        raise SystemExit(f"The tests of {room} fail on the code as it is: {' '.join(tests)}")
    print(f"{room}: its tests take {plain.seconds:.0f} s")
    survivors = []
    for place, one in enumerate(drawn, 1):
        name = ".".join(one.path.relative_to(SOURCE.parent).with_suffix("").parts)
        changed = Changed(name.removesuffix(".__init__"), one.path, one.mutant.tree)
        # Those that are most likely to notice go first.
        nearest = [str(path) for path in _nearest(room, one.path)]
        outcome = Outcome(noticed=False, seconds=0)
        if nearest:
            outcome = run_tests(nearest, changed, seconds=3 * plain.seconds + 20)
        if not outcome.noticed:
            outcome = run_tests(tests, changed, seconds=3 * plain.seconds + 20)
        word = "late" if outcome.late else "noticed" if outcome.noticed else "SURVIVED"
        print(f"{place:>4}/{len(drawn)} {word:<9}{one.words}", flush=True)
        if not outcome.noticed:
            survivors.append(one.words)
    return survivors


def tests_of(room: str) -> list[str]:
    """The tests that are about a room."""
    places = [
        f"tests/{room}",
        f"tests/laws/test_{room}_laws.py",
        *BESIDE.get(room, ()),
        f"src/cxnlp/{room}",
    ]
    return ["-m", "not slow and not real", *(one for one in places if Path(one).exists())]


def _nearest(room: str, path: Path) -> list[Path]:
    within = path.parent.relative_to(SOURCE / room)
    test = REPOSITORY / "tests" / room / within / f"test_{path.stem}.py"
    return [test.relative_to(REPOSITORY)] if test.is_file() else []


def _import_what_is_heavy() -> None:
    import hypothesis
    import numpy as np
    import pyarrow.compute
    import pyarrow.parquet
    import pydantic
    import pytest

    del hypothesis, np, pyarrow, pydantic, pytest


if __name__ == "__main__":
    sys.exit(main())
