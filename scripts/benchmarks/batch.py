"""Batch jobs: against bare predict, with two workers, on Ray, and from few to many rows."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.comments import comments, write_comments
from benchmarks.processes import cost
from benchmarks.result import Aim, Result

if TYPE_CHECKING:
    import argparse

    from cxnlp import LevelModel

__all__ = ["add", "measure"]

_BARE: Final = {"levels-fast": 0.6}
"""Least share of bare predict's throughput by model; others: 0.8."""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("batch", help="batch jobs: predict, workers, Ray, memory")
    parser.add_argument("--comments", type=int, default=200_000, help="(default: 200000)")
    parser.add_argument("--rounds", type=int, default=3, help="of each (default: 3)")
    parser.add_argument("--model", help="a model's folder or name (default: the shipped default)")
    parser.add_argument("--few", type=int, default=100_000, help="rows for memory")
    parser.add_argument("--many", type=int, default=2_000_000, help="rows for memory; 0: leave out")
    parser.add_argument("--no-ray", action="store_true", help="leave Ray out")
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Let the ways take turns on the same comments, and compare within each round."""
    # One thread each, so that two workers are compared with one and not with one of two threads.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_comments(folder / "comments.csv", options.comments)
        ways = ["predict", "1 worker", "2 workers"]
        ways += [] if options.no_ray else ["Ray, 2 workers"]
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way in ways:
                seconds[way].append(_time(way, folder, options.comments, options.model))
        rows: list[tuple[str | float, ...]] = [
            (way, median(taken), options.comments / median(taken)) for way, taken in seconds.items()
        ]
        aims = _aims(seconds, options.model or "levels-fast")
        if options.many:
            few, many = (_peak(folder, count, options.model) for count in _counts(options))
            rows += [
                (f"peak MB, {count:,} rows", peak, "")
                for count, peak in zip(_counts(options), (few, many), strict=True)
            ]
            aims += (Aim("peak memory, many rows to few", many / few, 1.2, at_most=True),)
    return Result(
        "batch",
        "Batch jobs, CSV to Parquet",
        ("what", "seconds", "comments a second"),
        tuple(rows),
        aims,
        f"{options.comments:,} made-up comments, {options.rounds} rounds in turn; medians, ratios "
        "taken within a round. One thread a process, each way in a process of its own. The time is "
        "that of the call, without imports; for workers and Ray less that of the same call on a "
        "handful of comments (their start apart).",
    )


def _counts(options: argparse.Namespace) -> tuple[int, int]:
    return options.few, options.many


def _aims(seconds: dict[str, list[float]], model: str) -> tuple[Aim, ...]:
    def ratio(one: str, other: str) -> float:
        return median(a / b for a, b in zip(seconds[one], seconds[other], strict=True))

    least = _BARE.get(model, 0.8)
    aims = [
        Aim(
            "whole job, share of predict's speed",
            ratio("predict", "1 worker"),
            least,
            at_most=False,
        ),
        Aim("2 workers, times the speed of 1", ratio("1 worker", "2 workers"), 1.7, at_most=False),
    ]
    if "Ray, 2 workers" in seconds:
        slower = ratio("Ray, 2 workers", "2 workers")
        aims.append(Aim("Ray, times the time of 2 local workers", slower, 1.3, at_most=True))
    return tuple(aims)


def _time(way: str, folder: Path, count: int, model: str | None) -> float:
    """Seconds that one way takes, told by the process that did it."""
    told = json.dumps({"way": way, "folder": str(folder), "count": count, "model": model})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch", told],
        cwd=Path(__file__).parents[1],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return float(done.stdout.splitlines()[-1])


def _peak(folder: Path, count: int, model: str | None) -> float:
    source = folder / f"{count}.csv"
    write_comments(source, count)
    command = [str(Path(sys.executable).parent / "cxnlp"), "label", str(source), "--quiet"]
    command += ["--out", str(folder / f"run-{count}"), *(["--model", model] if model else [])]
    taken = cost(command)
    source.unlink()
    return float(taken.megabytes)


def _do(way: str, folder: str, count: int, model: str | None) -> float:
    """Do it in this process; return the seconds."""
    import cxnlp

    loaded = cxnlp.load(model) if model else cxnlp.load()
    source = Path(folder) / "comments.csv"
    cxnlp.label(list(itertools.islice(comments(), 500)), model=loaded)
    if way == "predict":
        texts = list(itertools.islice(comments(), count))
        began = time.perf_counter()
        for start in range(0, count, 10_000):
            loaded.predict(texts[start : start + 10_000])
        return time.perf_counter() - began
    few = Path(folder) / "few.csv"
    write_comments(few, 4 * _workers(way))
    # What it takes to bring the workers to life is measured on next to nothing, and taken off.
    birth = 0.0 if way == "1 worker" else _job(way, few, loaded, part_size=1)
    return _job(way, source, loaded, part_size=10_000) - birth


def _workers(way: str) -> int:
    """How many workers a way has."""
    return 1 if way == "1 worker" else 2


def _job(way: str, source: Path, model: LevelModel, *, part_size: int) -> float:
    import cxnlp

    with tempfile.TemporaryDirectory(dir=source.parent) as run:
        began = time.perf_counter()
        cxnlp.label(
            source,
            Path(run) / "run",
            model=model,
            engine="ray" if "Ray" in way else "local",
            workers=_workers(way),
            part_size=part_size,
        )
        return time.perf_counter() - began


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(_do(given["way"], given["folder"], given["count"], given["model"]))
