"""What a path stands for: one file, a folder, a pattern; and what is near where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError
from cxnlp.sources import open_source
from cxnlp.sources.places import READABLE, find_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ("b.CSV", "a.csv.gz", "c.parquet", ".hidden.csv", "_part.csv", "notes.docx", "data")
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "in.csv").mkdir()
    (tmp_path / "in.csv" / "deep.csv").touch()
    return tmp_path


def names_of(source: Path | str) -> list[str]:
    found = find_files(source)
    assert all(path.is_absolute() for path in found)
    return [path.name for path in found]


def test_of_a_folder_the_files_that_can_be_read_are_taken_in_order(folder: Path) -> None:
    assert names_of(folder) == ["a.csv.gz", "b.CSV", "c.parquet"]
    assert names_of(str(folder)) == ["a.csv.gz", "b.CSV", "c.parquet"]


def test_a_file_that_is_named_may_bear_any_name(folder: Path) -> None:
    assert names_of(folder / "data") == ["data"]
    assert names_of(folder / "_part.csv") == ["_part.csv"]
    (folder / "a[1]*.csv").touch()
    assert names_of(str(folder / "a[1]*.csv")) == ["a[1]*.csv"]


def test_a_pattern_stands_for_the_files_that_fit_in_order(folder: Path) -> None:
    assert names_of(str(folder / "*.c*")) == ["_part.csv", "a.csv.gz"]
    assert names_of(str(folder / "**" / "*.csv")) == ["_part.csv", "deep.csv"]


def test_a_path_from_the_home_folder_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert names_of("~/data") == ["data"]
    assert names_of("~/*.parquet") == ["c.parquet"]


def test_a_file_whose_name_begins_with_the_sign_of_a_home_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~nobody is called so.csv").write_text("text\nkind\n")
    assert names_of("~nobody is called so.csv") == ["~nobody is called so.csv"]
    assert open_source("~nobody is called so.csv").columns == ("text",)


def test_what_excel_puts_beside_an_open_workbook_is_none(tmp_path: Path) -> None:
    for name in ("feedback.xlsx", "~$feedback.xlsx", "~old.xlsx"):
        (tmp_path / name).touch()
    assert names_of(tmp_path) == ["feedback.xlsx", "~old.xlsx"]
    assert names_of(str(tmp_path / "*.xlsx")) == ["feedback.xlsx", "~old.xlsx"]


@pytest.mark.parametrize(
    ("wanted", "found", "hint"),
    [
        ("c.parket", "no such file", "Did you mean c.parquet?"),
        ("?.xlsx", "no file that fits the pattern", "Check the path; the folder holds _part.csv, "),
        ("nowhere/a.csv", "no such file", "does not exist either; check the path."),
        ("in.csv/q", "no such file", "Check the path; the folder holds deep.csv."),
    ],
)
def test_where_nothing_is_what_is_near_is_told(
    folder: Path, wanted: str, found: str, hint: str
) -> None:
    with pytest.raises(InputDataError) as caught:
        find_files(str(folder / wanted))
    assert caught.value.where == str(folder / wanted)
    assert caught.value.found == found
    assert caught.value.hint.endswith(hint) or caught.value.hint.startswith(hint)


def test_up_to_three_names_that_are_near_are_offered_and_hidden_ones_are_not(
    tmp_path: Path,
) -> None:
    for name in ("feedback1.csv", "feedback2.csv", ".feedback.csv"):
        (tmp_path / name).touch()
    with pytest.raises(InputDataError, match=r"Did you mean feedback[12].csv or feedback[12].csv"):
        find_files(tmp_path / "feedback.csv")


def test_where_nothing_is_near_eight_names_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match=r"the folder holds nothing\."):
        find_files(tmp_path / "q")
    for number in range(9):
        (tmp_path / f"{number}0000000").touch()
    with pytest.raises(InputDataError, match=r"60000000, 70000000\.$"):
        find_files(tmp_path / "q")


def test_a_folder_without_files_to_read_says_which_can_be(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").touch()
    with pytest.raises(InputDataError, match="a folder without files to read") as caught:
        find_files(tmp_path)
    assert caught.value.expected.startswith("files ending in .bz2, .csv, .gz, .json, ")
    assert {ending for ending in READABLE if ending not in caught.value.expected} == set()
