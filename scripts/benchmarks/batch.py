"""Batch jobs: against bare predict, with two workers, and on Ray."""

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
from benchmarks.result import Aim, Result, digests
from cxnlp.models import DEFAULT

if TYPE_CHECKING:
    import argparse

    from cxnlp import LevelModel

__all__ = ["add", "measure"]

_PREDICT, _ONE, _TWO, _RAY = "predict", "1 worker", "2 workers", "Ray, 2 workers"
_FAST: Final = "levels-fast"
_SHARE: Final = {_FAST: 0.6}
"""Least share of bare predict's throughput by model; others: 0.8."""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("batch", help="batch jobs: predict, workers, Ray")
    parser.add_argument("--comments", type=int, default=200_000, help="(default: 200000)")
    parser.add_argument("--rounds", type=int, default=3, help="of each (default: 3)")
    parser.add_argument(
        "--model", default=DEFAULT, help="a slower model, for one worker (default: the default)"
    )
    parser.add_argument(
        "--fewer", type=int, default=10_000, help="comments for that model (default: 10000)"
    )
    parser.add_argument("--no-ray", action="store_true", help="leave Ray out")
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Let the ways take turns on the same comments, and compare within each round."""
    # One thread each, so that two workers are compared with one and not with one of two threads.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    slow = Path(options.model)
    options.model = str(slow.resolve()) if slow.is_dir() else options.model
    ways = [(way, _FAST) for way in (_PREDICT, _ONE, _TWO)]
    ways += [] if options.no_ray else [(_RAY, _FAST)]
    ways += [] if options.model == _FAST else [(way, options.model) for way in (_PREDICT, _ONE)]
    counts = {options.model: options.fewer, _FAST: options.comments}
    seconds: dict[tuple[str, str], list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in set(counts.values()):
            write_comments(folder / f"{count}.csv", count)
        for turn in range(options.rounds):
            for way, model in ways:
                taken = _time(way, folder, counts[model], model)
                seconds[way, model].append(taken)
                told = f"round {turn + 1}, {Path(model).name}, {way}: {taken:.2f} s"
                print(told, file=sys.stderr, flush=True)
    rows = tuple(
        (f"{Path(model).name}: {way}", median(taken), counts[model] / median(taken))
        for (way, model), taken in seconds.items()
    )
    return Result(
        "batch",
        "Batch jobs, CSV to Parquet",
        ("what", "seconds", "comments a second"),
        rows,
        _aims(seconds),
        ", ".join(f"{count:,} made-up comments for {Path(m).name}" for m, count in counts.items())
        + f"; {options.rounds} rounds in turn; medians, ratios taken within a round. Each way in a "
        "process of its own, which computes in one thread; a job also writes its parts in one. "
        "The time is that of the call, without imports; for workers and Ray less the shorter of "
        "two times of the same call on a comment for each worker (their start apart).",
        models=digests(counts),
    )


def _aims(seconds: dict[tuple[str, str], list[float]]) -> tuple[Aim, ...]:
    def ratio(one: tuple[str, str], other: tuple[str, str]) -> float:
        return median(a / b for a, b in zip(seconds[one], seconds[other], strict=True))

    aims = [
        Aim(
            f"{Path(model).name}: whole job, share of predict's speed",
            ratio((_PREDICT, model), (_ONE, model)),
            _SHARE.get(model, 0.8),
            at_most=False,
        )
        for model in dict.fromkeys(model for _, model in seconds)
    ]
    faster = ratio((_ONE, _FAST), (_TWO, _FAST))
    aims.append(Aim("2 workers, times the speed of 1", faster, 1.7, at_most=False))
    if (_RAY, _FAST) in seconds:
        slower = ratio((_RAY, _FAST), (_TWO, _FAST))
        aims.append(Aim("Ray, times the time of 2 local workers", slower, 1.3, at_most=True))
    return tuple(aims)


def _time(way: str, folder: Path, count: int, model: str) -> float:
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


def _do(way: str, folder: str, count: int, model: str) -> float:
    """Do it in this process; return the seconds."""
    import cxnlp

    loaded = cxnlp.load(model)
    source = Path(folder) / f"{count}.csv"
    cxnlp.label(list(itertools.islice(comments(), 500)), model=loaded)
    if way == _PREDICT:
        texts = list(itertools.islice(comments(), count))
        began = time.perf_counter()
        for start in range(0, count, 10_000):
            loaded.predict(texts[start : start + 10_000])
        return time.perf_counter() - began
    if way == _ONE:
        return _job(way, source, loaded, part_size=10_000)
    # What it takes to bring the workers to life is measured on next to nothing, and taken off: one
    # comment for each. The first time is not counted, as it also fills the machine's caches, and
    # too long a birth would make the job look quick.
    few = Path(folder) / "few.csv"
    write_comments(few, _workers(way))
    births = [_job(way, few, loaded, part_size=1) for _ in range(3)]
    taken = _job(way, source, loaded, part_size=10_000)
    print(f"{way}: {min(births[1:]):.2f} s of {taken:.2f} s to start", file=sys.stderr, flush=True)
    return taken - min(births[1:])


def _workers(way: str) -> int:
    """How many workers a way has."""
    return 1 if way == _ONE else 2


def _job(way: str, source: Path, model: LevelModel, *, part_size: int) -> float:
    import cxnlp

    with tempfile.TemporaryDirectory(dir=source.parent) as run:
        began = time.perf_counter()
        cxnlp.label(
            source,
            Path(run) / "run",
            model=model,
            engine="ray" if way == _RAY else "local",
            workers=_workers(way),
            part_size=part_size,
        )
        return time.perf_counter() - began


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(_do(given["way"], given["folder"], given["count"], given["model"]))
