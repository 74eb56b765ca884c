"""`cxnlp show`: a run, and one row of it with what made it."""

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


def test_show_gives_the_outcome_of_one_row_with_what_made_it(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "run")
    main(["label", source, "--out", run, "--quiet"])
    capsys.readouterr()
    assert main(["show", run, "--row", "0", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["outcome"] == "labels"
    assert row["id"] == "1"
    assert row["model_digest"].startswith("sha256:")
    assert main(["show", run, "--row", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reason"] == "empty"
    assert main(["show", run, "--row", "9"]) == 2


def test_without_a_row_the_run_itself_is_shown(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "run")
    main(["label", source, "--out", run, "--model", "levels-fast", "--quiet"])
    capsys.readouterr()
    assert main(["show", run]) == 0
    assert "levels-fast (linear)" in capsys.readouterr().out
    assert main(["show", run, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["rows"] == 3
