"""The metrics file is whole at every moment, and tells how the job ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import label

from cxnlp.errors import CxnlpError, GateError, InputDataError, RunFolderError
from cxnlp.flows.jobs.metrics import JobMetrics
from cxnlp.flows.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(path: Path) -> dict[str, float]:
    """The figures by name and labels; every line is checked against the text format."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            assert re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+", line)
            continue
        matched = re.fullmatch(r'([a-z_]+)\{run="[^"]*"(?:,(\w+="\w+"))?\} (-?[\d.e+]+)', line)
        assert matched, line
        found[f"{matched[1]} {matched[2] or ''}".strip()] = float(matched[3])
    return found


def test_a_finished_job_tells_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "node" / "cxnlp.prom"
    label(["Kind staff.", "n/a", "nothing"], tmp_path / "run", metrics=path)
    figures = read(path)
    assert figures["cxnlp_job_exit_code"] == 0
    assert figures["cxnlp_job_finished"] == 1
    assert figures["cxnlp_job_running"] == 0
    assert figures["cxnlp_job_rows_done"] == 3
    assert figures['cxnlp_rows outcome="labels"'] == 2
    assert figures['cxnlp_rows outcome="already"'] == 0
    assert figures['cxnlp_labels status="no_evidence"'] == 1
    assert figures['cxnlp_rejected reason="empty"'] == 1


def test_a_job_that_failed_tells_its_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "cxnlp.prom"
    with pytest.raises(InputDataError):
        label(tmp_path / "no-such-file.csv", tmp_path / "run", metrics=path)
    assert read(path)["cxnlp_job_exit_code"] == 4
    with pytest.raises(GateError):
        label(["n/a", "Fine."], tmp_path / "run", metrics=path, max_rejected=0.1)
    figures = read(path)
    assert figures["cxnlp_job_exit_code"] == 8
    assert figures["cxnlp_job_finished"] == 1, "the run stands all the same"


class _MeetingASecondJob(Silent):
    """While the first job is at work, another is started that is refused."""

    def __init__(self, path: Path, *seconds: Callable[[], object]) -> None:
        self.path, self.seconds = path, list(seconds)
        self.refusals: list[str] = []
        self.kept: list[bool] = []

    def advance(self, rows: int) -> None:
        assert rows
        while self.seconds:
            second = self.seconds.pop(0)
            before = self.path.read_bytes()
            with pytest.raises(CxnlpError) as caught:
                second()
            self.refusals.append(caught.value.found)
            self.kept.append(self.path.read_bytes() == before)


def test_a_second_job_leaves_the_figures_of_the_one_at_work_as_they_are(tmp_path: Path) -> None:
    """Whatever it fails by: the lock, or what comes before it."""
    path, run = tmp_path / "cxnlp.prom", tmp_path / "run"
    told = _MeetingASecondJob(
        path,
        lambda: label(["Kind staff."], run, metrics=path),
        lambda: label(tmp_path / "no-such-file.csv", run, metrics=path),
    )
    label(["Kind staff.", "Rude staff."], run, metrics=path, part_size=1, progress=told)
    assert told.refusals[0] == "another job at work on this run folder"
    assert told.kept == [True, True]
    figures = read(path)
    assert figures["cxnlp_job_exit_code"] == 0
    assert figures["cxnlp_job_rows_done"] == 2


def test_a_job_writes_its_figures_once_the_one_before_it_has_given_up(tmp_path: Path) -> None:
    first, second = (JobMetrics(tmp_path / "x.prom", tmp_path / name) for name in ("a", "b"))
    assert (first.taken, second.taken) == (False, True)
    second.begin(0)
    assert not (tmp_path / "x.prom").exists()
    first.end(6)
    second.begin(0)
    assert read(tmp_path / "x.prom")["cxnlp_job_running"] == 1
    assert not second.taken
    second.end(0)


def test_a_job_that_is_refused_another_jobs_run_adds_when_and_wipes_nothing(tmp_path: Path) -> None:
    path, run = tmp_path / "cxnlp.prom", tmp_path / "run"
    label(["Kind staff."], run, metrics=path)
    before = read(path)
    for _ in range(2):
        with pytest.raises(RunFolderError, match="another source"):
            label(["Rude staff."], run, metrics=path)
    after = read(path)
    assert (
        after.pop("cxnlp_job_refused_timestamp_seconds")
        >= before["cxnlp_job_started_timestamp_seconds"]
    )
    assert after == before
    label(["Kind staff."], run, metrics=path)
    assert read(path).keys() == before.keys()
    with pytest.raises(RunFolderError, match="another source"):
        label(["Rude staff."], run, metrics=tmp_path / "own.prom")
    assert read(tmp_path / "own.prom")["cxnlp_job_exit_code"] == 6


def test_a_file_that_cannot_be_written_stops_no_job(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    result = label(["Fine."], tmp_path / "run", metrics=tmp_path / "taken" / "cxnlp.prom")
    assert result.counts.rows == 1


def test_odd_characters_in_a_path_are_escaped(tmp_path: Path) -> None:
    folder = tmp_path / 'a "b"\\c'
    metrics = JobMetrics(tmp_path / "x.prom", folder)
    metrics.end(0)
    assert 'a \\"b\\"\\\\c"' in (tmp_path / "x.prom").read_text(encoding="utf-8")
