"""Killed with SIGKILL at any moment and started again, a job ends as if never killed."""

from __future__ import annotations

import random
import subprocess
import time
from typing import TYPE_CHECKING

import psutil
import pyarrow.parquet as pq
import pytest
from tests.faults.conftest import PATIENCE, label, outcomes, wait_for_parts, write_comments

from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Job


def children_of(process: int) -> list[psutil.Process]:
    """The processes that a process has started, if it still lives."""
    try:
        found: list[psutil.Process] = psutil.Process(process).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return found


def is_worker(process: psutil.Process) -> bool:
    """Whether it is a live worker, rather than Python's resource tracker."""
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def kill_at_random(
    job: Job, folder: Path, *, rows: int, part_size: int, kills: int, workers: int, seed: int
) -> list[psutil.Process]:
    """Kill a job `kills` times in all, as many runs as that takes, and compare each that ends.

    Returns the worker processes of the jobs that were killed.
    """
    draw = random.Random(seed)
    source = write_comments(folder / "comments.csv", rows)
    whole = folder / "whole"
    label(source, whole, part_size=part_size)
    expected = outcomes(whole)
    options = ("--part-size", str(part_size), "--workers", str(workers))
    killed = runs = 0
    children: list[psutil.Process] = []
    while killed < kills:
        run = folder / f"run-{runs}"
        runs += 1
        while not (run / "manifest.json").exists() or not open_run(run).manifest.finished:
            process = job(
                source, run, *options if killed < kills else ("--part-size", str(part_size))
            )
            if killed < kills:
                stood = len(outcomes(run))
                if draw.random() < 0.8:  # mostly among the parts, else anywhere since the start
                    while process.poll() is None and len(outcomes(run)) == stood:
                        time.sleep(0.002)
                    time.sleep(draw.uniform(0, 0.3))
                else:
                    time.sleep(draw.uniform(0, 3))
                if process.poll() is None:
                    killed += 1
                    children += children_of(process.pid)
                process.kill()
            process.communicate(timeout=PATIENCE)
        assert outcomes(run) == expected
        assert not list(run.rglob("_part-*")), "half-written files are swept up"
    counts = open_run(whole).manifest.counts
    assert counts is not None
    assert counts.rows == rows == counts.labels + counts.rejected
    return children


def test_a_kill_changes_no_byte(job: Job, tmp_path: Path) -> None:
    kill_at_random(job, tmp_path, rows=2_000, part_size=200, kills=1, workers=1, seed=1)


@pytest.mark.slow
def test_fifty_kills_over_twenty_thousand_rows_change_no_byte(job: Job, tmp_path: Path) -> None:
    kill_at_random(job, tmp_path, rows=20_000, part_size=250, kills=50, workers=1, seed=2)


@pytest.mark.slow
def test_kills_of_a_job_with_workers_change_no_byte_and_leave_no_process(
    job: Job, tmp_path: Path
) -> None:
    children = kill_at_random(job, tmp_path, rows=5_000, part_size=100, kills=8, workers=2, seed=3)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive, "a worker outlived its job"
    assert children


@pytest.mark.slow
def test_a_killed_worker_is_replaced(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 6_000)
    label(source, tmp_path / "whole", part_size=100)
    process = job(source, tmp_path / "run", "--part-size", "100", "--workers", "2")
    killed = 0
    while process.poll() is None and killed < 2:
        stood = len(list(tmp_path.glob("run/labels/part-*")))
        workers = [child for child in children_of(process.pid) if is_worker(child)]
        if workers and stood > 3 * killed:
            workers[0].kill()
            killed += 1
        time.sleep(0.02)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    assert killed == 2
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "whole")


def test_a_second_job_on_the_folder_is_refused_while_the_first_lives(
    job: Job, tmp_path: Path
) -> None:
    source = write_comments(tmp_path / "comments.csv", 20_000)
    first = job(source, tmp_path / "run", "--part-size", "100")
    wait_for_parts(first, tmp_path / "run")
    second = job(source, tmp_path / "run", "--part-size", "100")
    _, told = second.communicate(timeout=PATIENCE)
    assert second.returncode == 6
    assert "another job at work" in told
    assert first.poll() is None, "the first goes on"
    first.kill()
    first.communicate(timeout=PATIENCE)
    third = job(source, tmp_path / "run", "--part-size", "100")
    time.sleep(0.5)
    third.terminate()
    _, told = third.communicate(timeout=PATIENCE)
    assert "another job" not in told, "a dead process holds no lock"


def test_sigterm_ends_the_job_after_the_part_in_hand(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 20_000)
    label(source, tmp_path / "whole", part_size=1_000)
    process = job(source, tmp_path / "run", "--part-size", "1000")
    wait_for_parts(process, tmp_path / "run")
    process.terminate()
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 143
    assert "it goes on at the next part" in told
    stood = outcomes(tmp_path / "run")
    expected = outcomes(tmp_path / "whole")
    assert 0 < len(stood) < len(expected)
    assert all(expected[name] == data for name, data in stood.items())
    assert subprocess.run(process.args, check=False, capture_output=True).returncode == 0
    assert outcomes(tmp_path / "run") == expected


def test_every_row_is_in_exactly_one_outcome_after_kills(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 1_000)
    process = job(source, tmp_path / "run", "--part-size", "50")
    wait_for_parts(process, tmp_path / "run", 2)
    process.kill()
    process.communicate(timeout=PATIENCE)
    label(source, tmp_path / "run", part_size=50)
    ledger = pq.read_table(tmp_path / "run" / "ledger")
    assert ledger["row"].to_pylist() == list(range(1_000))
    rows = [
        row
        for kind in ("labels", "rejected")
        for row in pq.read_table(tmp_path / "run" / kind)["row"].to_pylist()
    ]
    assert sorted(rows) == list(range(1_000))
