"""A review that came back: judgements, what was left alone, and what was drawn at random."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError
from cxnlp.reviewing.returned import (
    Correction,
    Drawn,
    Unjudged,
    drawn_row,
    one_per_comment,
    parse_level,
    read_review,
    unguarded,
)

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "rank,id,text,level,corrected_level,note,reviewer,reviewed_at,stratum,chance"


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "review.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_judged_row_is_a_correction_with_all_that_the_reviewer_wrote(tmp_path: Path) -> None:
    path = written(tmp_path, "1,a7,Late again.,desired,2,sure,Ada,2026-03-01, random ,0.5")
    found = read_review(path)
    judged = Correction("a7", 4, 2, "Ada", "2026-03-01", "sure", "random", "Late again.")
    assert found.corrections == (judged,)
    assert found.drawn == (Drawn("a7", judged=True, rank=1, chance=0.5),)
    assert (found.name, found.left, found.told) == ("review.csv", 0, True)
    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_empty_cell_is_no_judgement_and_an_empty_line_no_comment(tmp_path: Path) -> None:
    path = written(
        tmp_path, "1,a,Late.,desired,,,,,chosen,", "2,b,Kind.,, ,,,,random,0.1", ",,,,,,,,,", ",,"
    )
    found = read_review(path)
    assert found.corrections == ()
    assert found.unjudged == (Unjudged("a", "Late."), Unjudged("b", "Kind."))
    assert found.drawn == (Drawn("b", judged=False, rank=2, chance=0.1),)


def test_an_old_label_may_be_missing_and_the_new_one_none(tmp_path: Path) -> None:
    (one,) = read_review(written(tmp_path, "1,a,Hm.,,none,,,,chosen,")).corrections
    assert (one.before, one.after) == (None, 0)


@pytest.mark.parametrize(
    ("header", "row", "drawn", "told"),
    [
        ("id,level,corrected_level", "a,2,3", ("a",), False),  # nothing is told of the parts
        ("id,level,corrected_level,stratum", "a,2,3,chosen", (), True),
        ("id,level,corrected_level,stratum", "a,2,3,random", ("a",), True),
        ("id,level,corrected_level,chance", "a,2,3,0.2", ("a",), True),
        ("id,level,corrected_level,chance", "a,2,3,", (), True),
    ],
)
def test_the_random_part_is_told_by_its_name_else_by_its_chance(
    tmp_path: Path, header: str, row: str, drawn: tuple[str, ...], told: bool
) -> None:
    found = read_review(written(tmp_path, row, header=header))
    assert tuple(one.id for one in found.drawn) == drawn
    assert found.told is told


def test_apostrophes_against_formulas_are_taken_off_again(tmp_path: Path) -> None:
    row = "1,'=7,'-5 degrees in the room,basic,1,'+1,'@ada,,random,"
    found = read_review(written(tmp_path, row, row.replace("'=7", "'=8").replace(",1,", ",,")))
    (one,) = found.corrections
    assert (one.id, one.text, one.note) == ("=7", "-5 degrees in the room", "+1")
    assert one.reviewer == "@ada"
    assert found.unjudged == (Unjudged("=8", "-5 degrees in the room"),)
    assert [one.id for one in found.drawn] == ["=7", "=8"]


@pytest.mark.parametrize(
    ("cell", "bare"),
    [
        ("'=1", "=1"),
        ("'+1", "+1"),
        ("'-1", "-1"),
        ("'@x", "@x"),
        ("'\tx", "\tx"),
        ("'tis", "'tis"),
        ("=1", "=1"),
        ("''=1", "''=1"),
        ("", ""),
    ],
)
def test_only_the_guard_of_a_formula_is_taken_off(cell: str, bare: str) -> None:
    assert unguarded(cell) == bare


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,best,2", "row 2, column level: found the level 'best'"),
        ("a,2,7", "row 2, column corrected_level: found the level '7'"),
    ],
)
def test_an_unknown_level_is_named_by_its_row_and_column(
    tmp_path: Path, row: str, told: str
) -> None:
    path = written(tmp_path, "b,2,2", row, header="id,level,corrected_level")
    with pytest.raises(InputDataError) as caught:
        read_review(path)
    assert f"{path}, {told}" in str(caught.value)
    assert "leave it empty where the comment was not judged" in caught.value.hint


@pytest.mark.parametrize(("word", "level"), [("Desired", 4), (" 6 ", 6), ("none", 0), ("0", 0)])
def test_a_level_is_a_name_or_a_number(word: str, level: int) -> None:
    assert parse_level(word, "row 1") == level
    assert parse_level("  ", "row 1") is None


@pytest.mark.parametrize("column", ["id", "level", "corrected_level"])
def test_a_column_that_is_needed_is_named(tmp_path: Path, column: str) -> None:
    names = ", ".join(name for name in ("id", "level", "corrected_level") if name != column)
    with pytest.raises(InputDataError, match=f"no column '{column}' among {names}"):
        read_review(written(tmp_path, "a,2", header=names.replace(" ", "")))


@pytest.mark.parametrize("cell", ["", "n/a", "nan", "inf", None])
def test_a_rank_or_chance_that_is_no_number_is_not_told(cell: str | None) -> None:
    found = drawn_row({"id": 7, "rank": cell, "chance": cell}, judged=False)
    assert found == Drawn("7", judged=False)


def test_a_rank_that_a_spreadsheet_made_a_decimal_is_the_same_rank() -> None:
    assert drawn_row({"id": "a", "rank": "3.0", "chance": "0.25"}, judged=True).rank == 3


def test_the_first_of_equal_judgements_is_kept_and_two_that_differ_are_refused() -> None:
    ada, bob = Correction("a", 2, 3, "Ada"), Correction("a", 2, 3, "Bob")
    other = Correction("b", 2, 1)
    assert one_per_comment([ada, other, bob], "review.csv") == (ada, other)
    with pytest.raises(InputDataError) as caught:
        one_per_comment([ada, Correction("a", 2, 4)], "review.csv")
    assert str(caught.value) == (
        "review.csv: found two judgements of the comment 'a'; expected one. Let the reviewers "
        "agree, and keep one row."
    )
