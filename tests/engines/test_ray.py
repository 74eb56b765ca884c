"""The ray engine writes the same bytes as the local one, and outlives its workers.

Ray runs in processes of the job, never in the test's own: it leaves handlers and threads behind.
"""

from __future__ import annotations

import importlib.util
import socket
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.faults.conftest import (
    PATIENCE,
    Job,
    label,
    outcomes,
    wait_for_parts,
    wait_until,
    write_comments,
)
from tests.faults.conftest import job as job  # noqa: PLC0414 - the fixture, for this file too

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="ray is not installed (extra 'ray')"
    ),
]

OPTIONS = ("--engine", "ray", "--workers", "2", "--part-size", "100")

SMALL = "import ray; ray.init(num_cpus=0, include_dashboard=False)"
"""A cluster on which no worker finds room."""


def _under_way(job: Job, home: Path) -> subprocess.Popen[str]:
    """A job on `home/comments.csv` that has written its first part."""
    process = job(write_comments(home / "comments.csv", 20_000), home / "run", *OPTIONS)
    wait_for_parts(process, home / "run")
    return process


def _ended(process: subprocess.Popen[str], code: int) -> str:
    """What the job said by the time it had ended, with that code."""
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, told
    return told


def test_ray_writes_the_bytes_of_the_local_engine(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 3_000)
    label(source, tmp_path / "local", part_size=100)
    _ended(job(source, tmp_path / "ray", *OPTIONS), 0)
    assert outcomes(tmp_path / "ray") == outcomes(tmp_path / "local")


def test_a_worker_killed_midway_is_survived(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 12_000)
    label(source, tmp_path / "local", part_size=100)
    process = job(source, tmp_path / "ray", *OPTIONS)
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
    _ended(process, 0)
    assert killed == 2
    assert outcomes(tmp_path / "ray") == outcomes(tmp_path / "local")


def test_a_job_begun_by_one_engine_is_finished_by_the_other(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 2_000)
    label(source, tmp_path / "whole", part_size=100)
    label(source, tmp_path / "run", part_size=100)
    for lost in range(7, 20):
        (tmp_path / "run" / "labels" / f"part-{lost:06d}.parquet").unlink()
    _ended(job(source, tmp_path / "run", *OPTIONS), 0)
    assert outcomes(tmp_path / "run") == outcomes(tmp_path / "whole")


def test_a_fault_of_the_source_arrives_as_itself(job: Job, tmp_path: Path) -> None:
    process = _under_way(job, tmp_path)
    (tmp_path / "comments.csv").unlink()
    assert "No such file" in _ended(process, 4)


def test_sigterm_ends_the_job_after_the_part_in_hand(job: Job, tmp_path: Path) -> None:
    process = _under_way(job, tmp_path)
    process.terminate()
    assert "it goes on at the next part" in _ended(process, 143)


def test_a_job_beside_another_outlives_it(job: Job, tmp_path: Path) -> None:
    """Each has a cluster of its own, though Ray would rather join the one that runs already."""
    first = _under_way(job, tmp_path)
    source = write_comments(tmp_path / "other.csv", 4_000)
    second = job(source, tmp_path / "other", *OPTIONS)
    wait_for_parts(second, tmp_path / "other")
    first.kill()
    _ended(second, 0)
    label(source, tmp_path / "local", part_size=100)
    assert outcomes(tmp_path / "other") == outcomes(tmp_path / "local")


def test_a_cluster_that_dies_ends_the_job_with_words(job: Job, tmp_path: Path) -> None:
    process = _under_way(job, tmp_path)
    for child in psutil.Process(process.pid).children(recursive=True):
        if "Shelf" in " ".join(child.cmdline()):
            child.kill()
    last = _ended(process, 1).strip().splitlines()[-1]  # Ray's own logger may speak before
    assert last.startswith("cxnlp label: the ray engine: found a failure of Ray")


def test_sigterm_while_ray_starts_is_a_request_to_stop(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 200)
    process = job(source, tmp_path / "run", *OPTIONS)
    children = psutil.Process(process.pid).children
    wait_until(lambda: any("raylet" in child.name() for child in children()), process)
    process.terminate()
    assert "again" in _ended(process, 143)


def test_a_cluster_that_does_not_answer_is_started_once_more(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 500)
    label(source, tmp_path / "local", part_size=100)
    process = job(source, tmp_path / "ray", *OPTIONS, python=_where("_TO_ANSWER = (1e-6, 240.0)"))
    _ended(process, 0)
    assert outcomes(tmp_path / "ray") == outcomes(tmp_path / "local")


def test_a_cluster_without_a_free_cpu_ends_the_job_with_words(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 500)
    process = job(
        source, tmp_path / "run", *OPTIONS, python=_where("_TO_BEGIN = (8.0, 8.0)", SMALL)
    )
    assert "no worker at work after" in _ended(process, 1)


def test_sigterm_while_no_worker_begins_ends_the_job(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 500)
    process = job(
        source, tmp_path / "run", *OPTIONS, python=_where("_TO_BEGIN = (999, 999)", SMALL)
    )
    children = psutil.Process(process.pid).children
    wait_until(
        lambda: any("Shelf" in " ".join(one.cmdline()) for one in children(recursive=True)),
        process,
    )
    process.terminate()
    assert "it goes on at the next part" in _ended(process, 143)


def test_an_address_that_does_not_answer_ends_the_job_with_words(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 500)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{deaf.getsockname()[1]}"
        named = f"import os; os.environ['RAY_ADDRESS'] = {address!r}"
        process = job(source, tmp_path / "run", *OPTIONS, python=_where("_TO_REACH = 9.0", named))
        told = _ended(process, 1)
    assert f"RAY_ADDRESS: found no answer from {address}" in told
    assert "same command again" in told


def _where(setting: str, before: str = "") -> tuple[str, ...]:
    """A Python that runs the command line with another setting of the engine's modules."""
    name, _, value = setting.partition(" = ")
    program = (
        f"import sys; {before or 'pass'}\n"
        "from cxnlp.engines import ray as engine, ray_cluster; from cxnlp.cli import main\n"
        f"[setattr(m, {name!r}, {value}) for m in (engine, ray_cluster) if hasattr(m, {name!r})]\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    return (sys.executable, "-c", program)
