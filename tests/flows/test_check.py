"""`check` tells what a labelling job would reject, and shows no text unless asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.conftest import label

from cxnlp.cli import main
from cxnlp.flows.check import check

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXTS = ["Very helpful.", "n/a", "secret 1234?", "12345", "-", *["did not answer"] * 9]


def test_rows_are_counted_by_reason_with_examples_of_row_numbers() -> None:
    result = check(TEXTS)
    assert result.rows == 14
    assert result.reasons == {"empty": 11, "not_text": 1}
    assert result.examples["empty"] == (1, 4, 5, 6, 7)
    assert result.examples["not_text"] == (3,)


def test_no_text_is_shown_unless_asked() -> None:
    assert "12345" not in check(TEXTS).describe()
    assert check(TEXTS).texts == {}
    assert "'12345'" in check(TEXTS, show_texts=True).describe()


def test_check_and_label_reject_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text("id,comment\n1,Fine.\n1,Again.\n2,a,b,c\n3,n/a\n4,Good.\n")
    checked = check(path)
    counts = label(path, tmp_path / "run").counts
    assert dict(checked.reasons) == counts.reasons
    assert checked.rows == counts.rows


def test_dates_that_could_be_month_first_are_told(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text("comment,date\nFine.,03/04/2021\nGood.,31/01/2021\nn/a,05/04/2021\n")
    checked = check(path)
    assert checked.day_first == {"created_at": 1}
    assert "created_at 1" in checked.describe()
    result = label(path, tmp_path / "run")
    assert result.counts.day_first == {"created_at": 1}
    assert "could be month before day: created_at 1" in result.describe()
    told = label(path, tmp_path / "other", date_format="%d/%m/%Y")
    assert told.counts.day_first == {}


def test_a_date_format_that_reads_no_date_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text("comment,date\nFine.,03/04/2021\n")
    words = [str(path), "--date-format", "%d/%m/%Q"]
    assert main(["check", *words]) == 3
    assert main(["label", *words, "--out", str(tmp_path / "run")]) == 3
    assert "--date-format" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_values_that_cannot_be_read_are_counted_by_column(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text("comment,csat,nps\nFine.,4,9\nGood.,much,9\nn/a,none at all,9\nOh.,lots,\n")
    checked = check(path)
    assert checked.unreadable == {"csat": 2}, "of the rows that would be labelled"
    assert "csat: 2 values cannot be read and would be empty" in checked.describe()
