"""Lines make up records: what is wrong with one costs that one, and is told without its words."""

from __future__ import annotations

import pytest

from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault
from cxnlp.sources.lines import LongLine
from cxnlp.sources.records import Records

UNCLOSED = Fault(RejectionReason.MALFORMED_ROW, "a quotation mark that is not closed")
NUL = Fault(RejectionReason.MALFORMED_ROW, "a NUL character")


def read(
    *lines: str | LongLine, expected: int | None = 2, delimiter: str = ",", line_end: str = "\n"
) -> list[list[str] | Fault]:
    return list(Records(iter(lines), delimiter, line_end, expected))


def too_long(characters: int) -> Fault:
    return Fault(RejectionReason.TOO_LONG, f"a record of {characters} characters")


def cells(found: int, expected: int = 2) -> Fault:
    return Fault(RejectionReason.MALFORMED_ROW, f"{found} cells, {expected} expected")


@pytest.mark.parametrize(
    ("line", "record"),
    [
        ("1,kind", ["1", "kind"]),
        ("1,kind\r", ["1", "kind"]),
        (",", ["", ""]),
        ('1,"a, b"', ["1", "a, b"]),
        ('1,"a, b"\r', ["1", "a, b"]),
        ('"a, b",1', ["a, b", "1"]),
        ('1,""', ["1", ""]),
        ('"1","a, ""b"" c"', ["1", 'a, "b" c']),
        ('1,5" wide', ["1", '5" wide']),
        ('1,say "no" now', ["1", 'say "no" now']),
    ],
)
def test_a_line_is_read_as_the_csv_module_reads_it(line: str, record: list[str]) -> None:
    assert read(line, "2,next") == [record, ["2", "next"]]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1", cells(1)),
        ("1,a,b", cells(3)),
        ('1,"a",b', cells(3)),
        ('"a"', cells(1)),
        ("1,a\0", NUL),
        ('1,"a\0"', NUL),
        ('1,"never closed', UNCLOSED),
        ('1,"a" and "b', UNCLOSED),
        (LongLine(1_000_007, 0), too_long(1_000_007)),
    ],
    ids=ascii,
)
def test_a_line_at_fault_costs_its_own_row(line: str | LongLine, fault: Fault) -> None:
    assert read("0,first", line, "2,next") == [["0", "first"], fault, ["2", "next"]]


def test_blank_lines_are_no_records() -> None:
    assert read("", "1,a", "  ", "\r", "\t", "2,b", "") == [["1", "a"], ["2", "b"]]


def test_of_a_header_any_number_of_cells_is_expected_and_then_as_many() -> None:
    records = Records(iter(["a,b,c", "1,2,3", "1,2"]), ",", "\n")
    each = iter(records)
    assert next(each) == ["a", "b", "c"]
    records.expected = 3
    assert list(each) == [["1", "2", "3"], cells(2, 3)]


@pytest.mark.parametrize("line_end", ["\n", "\r"])
def test_a_quoted_cell_goes_on_over_lines_and_keeps_what_ended_them(line_end: str) -> None:
    assert read('1,"two', "", 'lines, ""so"""', "2,b", line_end=line_end) == [
        ["1", f'two{line_end}{line_end}lines, "so"'],
        ["2", "b"],
    ]


def test_a_mark_that_was_forgotten_gives_back_the_lines_that_were_tried() -> None:
    records = Records(iter(['1,"open', "2,b", '3,"c, d"', "4,e"]), ",", "\n", 2)
    assert records.between_lines
    assert [(record, records.between_lines) for record in records] == [
        (UNCLOSED, False),
        (["2", "b"], False),
        (["3", "c, d"], True),
        (["4", "e"], True),
    ]


def test_lines_of_which_four_in_five_are_rows_make_a_forgotten_mark_of_an_open_one() -> None:
    """Read on to the next mark there are too many cells: one row at fault, or a row and others."""
    rows = ["2,b", "3,c", "4,d", "5,e"]
    end = 'end",x,y'
    each = [row.split(",") for row in rows]
    assert read('1,"open', *rows, end) == [UNCLOSED, *each, cells(3)]
    assert read('1,"open', *rows[:3], end) == [cells(4)]


def test_a_cell_over_several_lines_that_makes_the_row_whole_is_one_whatever_they_look_like() -> (
    None
):
    assert read('1,"open', "2,b", "3,c", 'end"') == [["1", "open\n2,b\n3,c\nend"]]


def test_a_long_line_with_an_open_mark_takes_the_lines_up_to_its_end_with_it() -> None:
    assert read(LongLine(1_000_001, 3), "more", 'end",x', "2,b") == [
        too_long(1_000_001 + 5 + 7),
        ["2", "b"],
    ]
    assert read(LongLine(1_000_001, 1), LongLine(1_000_002, 1), "2,b") == [
        too_long(2_000_003),
        ["2", "b"],
    ]
    assert read(LongLine(1_000_001, 1), "to the end") == [too_long(1_000_012)]


def test_another_delimiter_parts_the_cells_and_a_comma_does_not() -> None:
    assert read('1;"a; b"', "2;c, d", "3,e", delimiter=";") == [
        ["1", "a; b"],
        ["2", "c, d"],
        cells(1),
    ]


def test_of_one_column_each_line_is_a_row() -> None:
    assert read("a, b", '"c"', '"d', "e", expected=1, delimiter="\x1f") == [
        ["a, b"],
        ["c"],
        UNCLOSED,
        ["e"],
    ]
