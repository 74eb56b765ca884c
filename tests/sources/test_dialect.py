"""The sign wins that parts most lines into as many cells as the header."""

from __future__ import annotations

import pytest

from cxnlp.sources.dialect import Dialect, find_dialect


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(("line_end", "told"), [("\n", "\n"), ("\r\n", "\n"), ("\r", "\r")])
def test_any_delimiter_and_line_end_is_found(delimiter: str, line_end: str, told: str) -> None:
    sample = line_end.join(f"{row}{delimiter}x" for row in ("id", "1", "2"))
    assert find_dialect(sample, whole=True) == Dialect(delimiter, told, declared=False)


@pytest.mark.parametrize("sample", ["", "comment\nkind, quick\n", "\n\ncomment\na;b\n"])
def test_a_single_column_has_a_delimiter_that_no_text_holds(sample: str) -> None:
    assert find_dialect(sample, whole=True).delimiter == "\x1f"


@pytest.mark.parametrize("first", ["sep=;", "SEP=; ", "sep=;\r"])
def test_what_excel_declares_is_obeyed(first: str) -> None:
    dialect = find_dialect(f"{first}\nid,text\n1,kind\n", whole=True)
    assert dialect == Dialect(";", "\n", declared=True)


def test_a_declaration_stands_in_the_first_line_and_names_one_sign() -> None:
    assert not find_dialect("\nsep=;\n", whole=True).declared
    assert not find_dialect("sep=;;\n", whole=True).declared


def test_a_sign_has_to_stand_in_the_first_line_that_is_not_blank() -> None:
    assert find_dialect("\n  \n\t\nid;text\n1;a, b\n2;c, d\n", whole=True).delimiter == ";"


def test_the_share_of_lines_goes_before_the_number_of_cells() -> None:
    """Semicolons part every line into two cells, commas two lines of three into three."""
    sample = "a,b;c,d\n1,2;3,4\n1,2;3,4\n1;2\n"
    assert find_dialect(sample, whole=True).delimiter == ";"


def test_of_two_signs_that_fit_alike_the_one_that_makes_more_cells_wins() -> None:
    assert find_dialect("a|b,c|d\n1|2,3|4\n", whole=True).delimiter == "|"
    assert find_dialect("a|b,c,d\n1|2,3,4\n", whole=True).delimiter == ","


def test_of_two_signs_that_are_alike_in_all_the_comma_wins() -> None:
    assert find_dialect("a;b,c\n1;2,3\n", whole=True).delimiter == ","


def test_a_header_alone_is_enough() -> None:
    assert find_dialect("a;b;c,d", whole=True).delimiter == ";"


def test_a_line_that_may_be_cut_off_is_left_out() -> None:
    sample = "a;b,c\n1;2,3\n1;2"
    assert find_dialect(sample, whole=False).delimiter == ","
    assert find_dialect(sample, whole=True).delimiter == ";"
    assert find_dialect("id;te", whole=False).delimiter == ";"


def test_tabs_win_where_the_name_says_so_and_the_header_has_one() -> None:
    sample = "id\ttext,note,more\n1\tkind,quick,clean\n"
    assert find_dialect(sample, whole=True).delimiter == ","
    assert find_dialect(sample, whole=True, tabs=True).delimiter == "\t"
    assert find_dialect("id,text\n1,kind\n", whole=True, tabs=True).delimiter == ","


def test_signs_inside_of_quotation_marks_part_nothing() -> None:
    sample = 'id;text\n1;"a, b; c, d"\n2;"e, f"\n'
    assert find_dialect(sample, whole=True).delimiter == ";"
    assert find_dialect('"what, and why"\n"slow, rude"\n', whole=True).delimiter == "\x1f"


def test_no_more_than_two_hundred_records_are_looked_at() -> None:
    sample = "a;b,c\n" + "1;2,3\n" * 200 + "1;2\n" * 1_000
    assert find_dialect(sample, whole=True).delimiter == ","
