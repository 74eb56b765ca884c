"""Faults are really caused: these start real jobs in processes of their own, to be ill-treated."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import pytest

from cxnlp.flows import label as flow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MODEL: Final = "levels-fast"
"""Faults of jobs are no matter of the model, so the quick one serves."""

label = partial(flow.label, model=MODEL)
"""`cxnlp.label` by that model."""

PATIENCE: Final = 240
"""Seconds after which a job in these tests is taken to hang; less than a test may take."""

WHO = ("The courier", "Your app", "The lady on the till", "Support", "The night manager")
WHAT = ("lost my parcel", "was kind and quick", "never called back", "did what was asked")
HOW = ("again", "without being asked", "after nine days", "and then charged me twice", "as always")


class Job(Protocol):
    """Starts `cxnlp label` in a process of its own."""

    def __call__(
        self, source: Path, run: Path, *options: str, python: tuple[str, ...] = ()
    ) -> subprocess.Popen[str]:
        """Start it; the caller waits for it or kills it."""
        ...


def write_comments(path: Path, rows: int, seed: int = 0) -> Path:
    """A CSV of made-up comments with ids, some twice, some without words."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "comment", "date", "csat"])
        for row in range(rows):
            text = f"{draw.choice(WHO)} {draw.choice(WHAT)} {draw.choice(HOW)}, {row}."
            text = draw.choice(["n/a", "", "12345"]) if draw.random() < 0.02 else text
            name = draw.randrange(row) if row and draw.random() < 0.01 else row
            writer.writerow(
                [f"c{name}", text, f"2026-0{draw.randint(1, 9)}-11", draw.randint(1, 5)]
            )
    return path


def outcomes(run: Path) -> dict[str, bytes]:
    """The bytes of every part in a run folder, and nothing that was put aside."""
    return {
        str(path.relative_to(run)): path.read_bytes()
        for path in sorted(run.rglob("part-*.parquet"))
    }


def wait_until(done: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Until that holds; the job must not end before, nor take minutes."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert process.poll() is None, process.communicate(timeout=PATIENCE)
        assert time.monotonic() < deadline, f"not after {PATIENCE} seconds"
        time.sleep(0.005)


def wait_for_parts(process: subprocess.Popen[str], run: Path, parts: int = 1) -> None:
    """Until the job has finished so many parts."""
    wait_until(lambda: len(list(run.glob("labels/part-*"))) >= parts, process)


@pytest.fixture
def job() -> Iterator[Job]:
    """Start a labelling job; none outlives its test."""
    started: list[subprocess.Popen[str]] = []

    def start(
        source: Path, run: Path, *options: str, python: tuple[str, ...] = ()
    ) -> subprocess.Popen[str]:
        command = [*(python or (sys.executable, "-m", "cxnlp")), "label", str(source)]
        process = subprocess.Popen(
            [*command, "--model", MODEL, "--out", str(run), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()
