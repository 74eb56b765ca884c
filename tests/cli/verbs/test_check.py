"""`cxnlp check`: rows that cannot be labelled, counted, without a word of them unless asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "feedback.csv"
    rows = ["1,Lovely staff.,someday", "2,n/a,2026-03-01", "3,12345,", "1,Late again.,"]
    path.write_text("\n".join(["id,comment,created_at", *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_rows_are_counted_by_reason_with_examples_and_nothing_is_written(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", source, "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "rows": 4,
        "rejected": 3,
        "reasons": {"duplicate_id": 1, "empty": 1, "not_text": 1},
        "examples": {"duplicate_id": [3], "empty": [1], "not_text": [2]},
        "texts": {},
        "unreadable": {"created_at": 1},
        "day_first": {},
    }
    assert [path.name for path in tmp_path.iterdir()] == ["feedback.csv"]


def test_the_texts_of_the_examples_are_shown_where_that_is_asked_for(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", source, "--show-texts", "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)["texts"]
    assert found == {"1": "n/a", "2": "12345", "3": "Late again."}


def test_a_column_that_is_named_is_taken(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", source, "--text-column", "created_at", "--id-column", "comment"]
    assert main([*words, "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["reasons"]["empty"] == 2
