"""`cxnlp topics` and `cxnlp run` at the command line: what is refused, and what is never silent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.cli.command import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "feedback.csv"
    file.write_text("comment\n" + "The parcel never came.\n" * 30, encoding="utf-8")
    return file


@pytest.mark.parametrize("verb", ["topics", "run"])
@pytest.mark.parametrize(
    "words",
    [["--seed", "-1"], ["--seed", "9" * 30], ["--granularity", "0"], ["--unassigned", "0.95"]],
)
def test_an_option_out_of_range_is_a_usage_error_before_any_work(
    verb: str,
    words: list[str],
    source: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert main([verb, str(source), "--out", str(out), *words]) == 2
    assert f"{words[0]}: found" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("json_asked", [False, True])
def test_quiet_silences_progress_but_no_finding(
    json_asked: bool, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = ["--json"] if json_asked else []
    out = str(tmp_path / "out")
    assert main(["run", str(source), "--out", out, "--encoder", "static", "--quiet", *form]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    notices = json.loads(told.out)["notices"] if json_asked else told.out.splitlines()
    assert any("Only 1 different" in one for one in notices)
    assert main(["topics", f"{out}/run", "--out", f"{out}/topics", "--encoder", "static"]) == 0
    assert "Only 1 different" in capsys.readouterr().out


def test_a_table_of_texts_is_taken_as_it_is(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--text-column", "comment", "--encoder", "static", "--cache", str(tmp_path / "kept")]
    assert main(["topics", str(source), "--out", str(tmp_path / "topics"), *words]) == 0
    told = capsys.readouterr().out
    assert "1 topics in 30 comments" in told
    assert "no comment with a topic has a level" in told
