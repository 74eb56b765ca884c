"""`cxnlp audit`: a review file beside the table, and corrections back into another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.verbs.conftest import MODEL

from cxnlp.cli import main

if TYPE_CHECKING:
    import pytest


def test_an_audit_writes_its_review_file_and_takes_it_back(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review, corrected = str(tmp_path / "review.csv"), tmp_path / "corrected.csv"
    words = ["audit", gold, "--model", MODEL, "--share", "1", "--quiet"]
    assert main([*words, "--out", review, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 5
    assert main([*words, "--out", review]) == 2, "it may hold somebody's work"
    capsys.readouterr()
    assert main([*words, "--merge", review, "--out", str(corrected)]) == 0
    told = f"0 labels corrected, 0 confirmed, 5 not judged; 5 rows: {corrected}\n"
    assert capsys.readouterr().out == told
    assert main([*words, "--merge", review, "--out", str(corrected), "--fresh", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["left"] == 5


def test_the_review_file_has_the_tables_name_where_none_is_given(
    gold: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert main(["audit", gold, "--model", MODEL, "--quiet"]) == 0
    assert [path.name for path in Path().iterdir()] == ["gold.review.csv"]


def test_the_corrected_table_needs_a_name_of_its_own(
    gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", gold, "--merge", "no-such-review.csv"]) == 2
    assert capsys.readouterr().err == (
        "cxnlp audit: --merge: found no --out; expected the file for the corrected table. For "
        "example --out corrected.csv; the table itself is never changed.\n"
    )
