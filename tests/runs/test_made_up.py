"""Ids that are a row's place name no comment: they overwrite none in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.cli import main
from cxnlp.errors import UsageError
from cxnlp.flows.label import label
from cxnlp.runs import open_run, refuse_made_up_ids

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_without_an_id_column_is_not_written_into_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing listens at the address: the refusal comes before anything is written."""
    source = tmp_path / "export.csv"
    source.write_text("comment\nLate again.\nKind staff.\n")
    label(source, tmp_path / "run", model="levels-fast")
    to = "postgresql://cx:sesame@127.0.0.1:1/feedback"
    assert main(["export", str(tmp_path / "run"), "--to", to]) == 2
    said = capsys.readouterr().err
    assert "no column of ids" in said
    assert "--id-column" in said
    assert "sesame" not in said
    assert main(["export", str(tmp_path / "run"), "--to", str(tmp_path / "x.csv")]) == 0


def test_rows_without_an_id_among_others_are_counted(tmp_path: Path) -> None:
    """So is an id that looks made up: a refusal loses nothing, an overwritten row is lost."""
    source = tmp_path / "export.csv"
    source.write_text("id,comment\na,Late again.\n,Kind staff.\n ,Fine.\nb:3,Good.\n")
    label(source, tmp_path / "run", model="levels-fast")
    run = open_run(tmp_path / "run")
    with pytest.raises(UsageError, match="3 rows without an id"):
        refuse_made_up_ids(run, "table")


def test_a_run_with_ids_is_let_through(tmp_path: Path) -> None:
    source = tmp_path / "export.csv"
    source.write_text("id,comment\na,Late again.\n17:0,Kind staff.\n")
    label(source, tmp_path / "run", model="levels-fast")
    run = open_run(tmp_path / "run")
    refuse_made_up_ids(run, "table")
