"""`cxnlp label`: the run on disk, words on stderr, the counts for machines."""

from __future__ import annotations

import json
from importlib.util import find_spec
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


def test_label_writes_a_run_and_says_which_columns_it_took(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "run")
    assert main(["label", source, "--out", run]) == 0
    out, err = capsys.readouterr()
    assert out == f"The run: {run}\n"
    assert "comment" in err
    assert "3 rows: 2 in labels" in err


def test_json_on_stdout_is_for_machines_and_quiet_says_nothing(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["label", source, "--out", str(tmp_path / "run"), "--json", "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["counts"]["rows"] == 3
    assert err == ""


@pytest.mark.skipif(find_spec("spacy") is not None, reason="the extra 'names' is installed here")
def test_names_are_not_left_unmasked_in_silence_where_nothing_can_find_them(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    words = ["label", source, "--out", str(run), "--redact-names", "--part-size", "2", "--quiet"]
    assert main(words) == 7
    assert "names" in capsys.readouterr().err
    assert not list(run.rglob("part-*"))
