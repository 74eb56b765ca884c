"""`cxnlp export`: a run as one table, and what of it a newer run has replaced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.cli import main

if TYPE_CHECKING:
    from pathlib import Path

CSV = "id,comment\n1,Lovely staff.\n2,n/a\n3,They lost my parcel and nobody ever called back.\n"


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "feedback.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def test_export_writes_the_labels(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, table = str(tmp_path / "run"), tmp_path / "labels.csv"
    main(["label", source, "--out", run, "--quiet"])
    assert main(["export", run, "--to", str(table)]) == 0
    assert "2 rows written" in capsys.readouterr().out
    assert table.read_text(encoding="utf-8").startswith("row,id,text,level,level_name,p_criminal")


def test_rows_that_a_newer_run_wrote_are_not_written_over_and_counted(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["label", source, "--model", "levels-fast", "--quiet", "--out"]
    for name in ("older", "newer"):
        main([*words, str(tmp_path / name)])
    capsys.readouterr()
    table = f"sqlite:///{tmp_path / 'labels.db'}"
    assert main(["export", str(tmp_path / "newer"), "--to", table, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["older"]) == (2, 0)
    assert main(["export", str(tmp_path / "older"), "--to", table]) == 0
    said = capsys.readouterr().out
    assert "0 rows written to sqlite:///" in said
    assert said.endswith(", 2 left out: a newer run's stand there\n")
