"""Put small errors into our code, one at a time, and see whether a test notices.

python scripts/mutants.py ordinal text runs            60 mutants of each room, drawn by a seed
python scripts/mutants.py insights --most 100 --seed 2 --save mutants.json

The tests of a room are those of tests/ROOM, its laws and its doctests, without the slow ones. They
run once on the code as it is; then each mutant meets the tests that reach its statement, those of
its own module first. It survives when they all pass: either a test is missing, or the change means
nothing. After DeMillo, Lipton and Sayward (1978). Run it with nice -n 19.
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

from mutation.operators import Mutant, mutant_at, places_of
from mutation.reaching import measure_reach
from mutation.running import Changed, Chosen, Outcome, run_tests

REPOSITORY: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = REPOSITORY / "src" / "cxnlp"
BESIDE: Final = {
    "insights": ("tests/laws/test_drivers_laws.py", "tests/laws/test_kpis_laws.py"),
    "runs": (
        "tests/flows/test_since.py",
        "tests/flows/test_label.py",
        "tests/flows/jobs",
        "tests/stores/test_postgresql.py",
    ),
}
"""Tests elsewhere that are about a room, too."""
MARKED: Final = ("-m", "not slow and not real")


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
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in sorted((SOURCE / room).rglob("*.py"))
        if only in str(path)
    }
    found = [(path, place) for path, source in sources.items() for place in places_of(source)]
    if len(found) > most:
        chosen = random.Random(seed).sample(range(len(found)), most)  # noqa: S311 - a sample
        found = [found[number] for number in sorted(chosen)]
    return [Drawn(path, mutant_at(sources[path], place)) for path, place in found]


def try_all(room: str, drawn: list[Drawn]) -> list[str]:
    """Try each mutant; gives the lines of those that survive."""
    tests = tests_of(room)
    plain, reach = measure_reach([*MARKED, *tests], SOURCE / room, seconds=1800)
    if plain.noticed:
        raise SystemExit(f"The tests of {room} fail on the code as it is: {' '.join(tests)}")
    print(f"{room}: its tests take {plain.seconds:.0f} s", flush=True)
    patience = 3 * plain.seconds + 20
    survivors = []
    for place, one in enumerate(drawn, 1):
        name = ".".join(one.path.relative_to(SOURCE.parent).with_suffix("").parts)
        changed = Changed(name.removesuffix(".__init__"), one.path, one.mutant.tree)
        first, names = reach.of_lines(one.path, one.mutant.lines), reach.of_module(one.path)
        nearest = _nearest(room, one.path)
        if "" in first:  # what runs at import may reach any test
            chosen, files = Chosen(None, nearest, first), tests
        else:
            chosen = Chosen(names, nearest, first)
            files = sorted({name.partition("::")[0] for name in names})
        outcome = Outcome(noticed=False, seconds=0)
        if first:
            outcome = run_tests([*MARKED, *files], changed, seconds=patience, plugins=[chosen])
        word = "noticed" if outcome.noticed else "SURVIVED" if first else "UNREACHED"
        word = "late" if outcome.late else word
        print(f"{place:>4}/{len(drawn)} {word:<10}{one.words}", flush=True)
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
    return [one for one in places if Path(one).exists()]


def _nearest(room: str, path: Path) -> str:
    within = path.parent.relative_to(SOURCE / room)
    return (Path("tests") / room / within / f"test_{path.stem}.py").as_posix()


def _import_what_is_heavy() -> None:
    import hypothesis
    import numpy as np
    import pyarrow.compute
    import pyarrow.parquet
    import pydantic
    import pytest
    import scipy.stats

    del hypothesis, np, pyarrow, pydantic, pytest, scipy


if __name__ == "__main__":
    sys.exit(main())
