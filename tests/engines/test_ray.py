"""The ray engine writes the same bytes as the local one, and outlives its workers.

Ray runs in processes of the job, never in the test's own: it leaves handlers and threads behind.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.faults.conftest import (
    MODEL,
    label,
    outcomes,
    wait_for_first_part,
    write_comments,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="ray is not installed (extra 'ray')"
    ),
]


def _start(source: Path, run: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cxnlp", "label", str(source), "--out", str(run)]
    command += ["--model", MODEL]
    return subprocess.Popen(
        [*command, "--engine", "ray", "--workers", "2", "--part-size", "100", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _under_way(home: Path) -> subprocess.Popen[str]:
    """A job on `home/comments.csv` that has written its first part."""
    process = _start(write_comments(home / "comments.csv", 20_000), home / "run")
    wait_for_first_part(process, home / "run")
    return process


def test_ray_writes_the_bytes_of_the_local_engine(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 3_000)
    label(source, tmp_path / "local", part_size=100)
    process = _start(source, tmp_path / "ray", "--json")
    out, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert json.loads(out)["counts"]["rows"] == 3_000
    assert outcomes(tmp_path / "ray") == outcomes(tmp_path / "local")


def test_a_worker_killed_midway_is_survived(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 12_000)
    label(source, tmp_path / "local", part_size=100)
    process = _start(source, tmp_path / "ray")
    killed = 0
    while process.poll() is None and killed < 2:
        if len(list(tmp_path.glob("ray/labels/part-*"))) > 5 * (killed + 1):
            workers = [
                child
                for child in psutil.Process(process.pid).children(recursive=True)
                if child.is_running() and "MapWorker" in " ".join(child.cmdline())
            ]
            if workers:
                workers[0].kill()
                killed += 1
        time.sleep(0.01)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert killed == 2
    assert outcomes(tmp_path / "ray") == outcomes(tmp_path / "local")


def test_a_job_begun_by_one_engine_is_finished_by_the_other(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 2_000)
    label(source, tmp_path / "whole", part_size=100)
    label(source, tmp_path / "run", part_size=100)
    for lost in range(7, 20):
        (tmp_path / "run" / "labels" / f"part-{lost:06d}.parquet").unlink()
    process = _start(source, tmp_path / "run")
    _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "whole")


def test_a_fault_of_the_source_arrives_as_itself(tmp_path: Path) -> None:
    process = _under_way(tmp_path)
    (tmp_path / "comments.csv").unlink()
    _, told = process.communicate(timeout=300)
    assert process.returncode == 4, told
    assert "No such file" in told


def test_sigterm_ends_the_job_after_the_part_in_hand(tmp_path: Path) -> None:
    process = _under_way(tmp_path)
    process.terminate()
    _, told = process.communicate(timeout=300)
    assert process.returncode == 143, told
    assert "it goes on at the next part" in told


def test_a_cluster_that_dies_ends_the_job_with_words(tmp_path: Path) -> None:
    process = _under_way(tmp_path)
    for child in psutil.Process(process.pid).children(recursive=True):
        if "_Shelf" in " ".join(child.cmdline()):
            child.kill()
    _, told = process.communicate(timeout=300)
    assert process.returncode == 1, told
    last = told.strip().splitlines()[-1]  # Ray's own logger may speak before
    assert last.startswith("cxnlp label: the ray engine: found a failure of Ray")


def test_sigterm_while_ray_starts_is_a_request_to_stop(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 200)
    process = _start(source, tmp_path / "run")
    while not any("raylet" in child.name() for child in psutil.Process(process.pid).children()):
        assert process.poll() is None
        time.sleep(0.01)
    process.terminate()
    _, told = process.communicate(timeout=300)
    assert process.returncode == 143, told
    assert "again" in told
