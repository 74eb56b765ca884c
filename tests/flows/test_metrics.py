"""The metrics file is whole at every moment, and tells how the job ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import label

from cxnlp.errors import GateError, InputDataError
from cxnlp.flows.metrics import JobMetrics

if TYPE_CHECKING:
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


def test_a_file_that_cannot_be_written_stops_no_job(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    result = label(["Fine."], tmp_path / "run", metrics=tmp_path / "taken" / "cxnlp.prom")
    assert result.counts.rows == 1


def test_odd_characters_in_a_path_are_escaped(tmp_path: Path) -> None:
    folder = tmp_path / 'a "b"\\c'
    metrics = JobMetrics(tmp_path / "x.prom", folder)
    metrics.end(0)
    assert 'a \\"b\\"\\\\c"' in (tmp_path / "x.prom").read_text(encoding="utf-8")
