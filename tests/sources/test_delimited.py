"""A delimited file gives one row per record, whatever state the record is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources import open_source

if TYPE_CHECKING:
    from pathlib import Path


def rows_of(path: Path, content: bytes | str) -> list[dict[str, str | None] | RejectionReason]:
    """The rows of a file with this content, with the reason in place of a row at fault."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows: list[dict[str, str | None] | RejectionReason] = []
    for chunk in open_source(path).chunks(3):
        for offset, row in enumerate(chunk.table.to_pylist()):
            if offset in chunk.faults:
                assert set(row.values()) == {None}
                rows.append(chunk.faults[offset].reason)
            else:
                rows.append(row)
    return rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(path: Path, delimiter: str) -> None:
    text = "id,text\n1,kind\n2,slow\n".replace(",", delimiter)
    assert rows_of(path, text) == [{"id": "1", "text": "kind"}, {"id": "2", "text": "slow"}]


def test_a_comma_in_comments_does_not_hide_the_semicolon(path: Path) -> None:
    text = "id;text\n1;kind, quick, clean\n2;slow, rude\n3;fine\n"
    assert rows_of(path, text)[1] == {"id": "2", "text": "slow, rude"}


def test_excels_declaration_is_obeyed(path: Path) -> None:
    assert rows_of(path, "sep=;\nid;text\n1;kind\n") == [{"id": "1", "text": "kind"}]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_quoted_cells_hold_line_ends_delimiters_and_quotes(path: Path, line_end: str) -> None:
    text = 'id,text\n1,"two\nlines, ""so"" to say"\n2,x\n'.replace("\n", line_end)
    assert rows_of(path, text) == [
        {"id": "1", "text": f'two{line_end}lines, "so" to say'},
        {"id": "2", "text": "x"},
    ]


def test_quotes_inside_a_cell_are_kept(path: Path) -> None:
    text = 'id,text\n1,a 5" screen\n2,"she said "no" to me"\n'
    assert rows_of(path, text) == [
        {"id": "1", "text": 'a 5" screen'},
        {"id": "2", "text": 'she said no" to me"'},
    ]


@pytest.mark.parametrize("row", ["3", "3,a,b", ",".join(["x"] * 200), '3,"a",b', '"a'])
def test_a_row_with_another_number_of_cells_is_malformed(path: Path, row: str) -> None:
    rows = rows_of(path, f"id,text\n1,fine\n{row}\n4,good\n")
    assert rows == [
        {"id": "1", "text": "fine"},
        RejectionReason.MALFORMED_ROW,
        {"id": "4", "text": "good"},
    ]


def test_the_fault_says_how_many_cells_there_were(path: Path) -> None:
    path.write_text("id,text\n1,a,secret\n", encoding="utf-8")
    (chunk,) = open_source(path).chunks(10)
    assert chunk.faults[0].detail == "3 cells, 2 expected"


def test_a_forgotten_quotation_mark_costs_one_row(path: Path) -> None:
    plain = "".join(f"{number},fine\n" for number in range(2, 50))
    rows = rows_of(path, 'id,text\n1,"never closed\n' + plain + '50,"quoted, fine"\n51,x\n')
    assert rows[0] is RejectionReason.MALFORMED_ROW
    assert [row["id"] for row in rows[1:] if isinstance(row, dict)] == [
        str(number) for number in range(2, 52)
    ]


def test_a_quotation_mark_left_open_at_the_end_costs_one_row(path: Path) -> None:
    assert rows_of(path, 'id,text\n1,fine\n2,"open') == [
        {"id": "1", "text": "fine"},
        RejectionReason.MALFORMED_ROW,
    ]


def test_blank_lines_are_no_rows(path: Path) -> None:
    assert rows_of(path, "\n\nid,text\n\n1,a\n  \n2,b\n\n\n") == [
        {"id": "1", "text": "a"},
        {"id": "2", "text": "b"},
    ]


def test_a_row_of_empty_cells_is_a_row(path: Path) -> None:
    assert rows_of(path, "id,text\n,\n") == [{"id": "", "text": ""}]


def test_a_nul_byte_costs_one_row(path: Path) -> None:
    rows = rows_of(path, b'id,text\n1,a\x00b\n2,"c\x00"\n3,d\n')
    assert rows == [
        RejectionReason.MALFORMED_ROW,
        RejectionReason.MALFORMED_ROW,
        {"id": "3", "text": "d"},
    ]


def test_a_cell_of_many_megabytes_costs_one_row(path: Path) -> None:
    long = b"x" * 3_000_000
    lines = b"one more line\n" * 200_000
    rows = rows_of(
        path, b"id,text\n1," + long + b'\n2,ok\n3,"' + long + b'"\n4,"' + lines + b'"\n5,ok\n'
    )
    too_long = RejectionReason.TOO_LONG
    assert rows == [
        too_long,
        {"id": "2", "text": "ok"},
        too_long,
        too_long,
        {"id": "5", "text": "ok"},
    ]


def test_one_column_needs_no_delimiter(path: Path) -> None:
    rows = rows_of(path, 'comment\nkind, quick; clean\n"two\nlines"\n')
    assert rows == [{"comment": "kind, quick; clean"}, {"comment": "two\nlines"}]


def test_names_of_columns_are_made_unique_and_it_is_said(path: Path) -> None:
    path.write_text("id,,id\n1,2,3\n", encoding="utf-8")
    source = open_source(path)
    assert source.columns == ("id", "column_2", "id_2")
    assert len(source.notes) == 2


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"id,text\n", b"id,text", b"\xef\xbb\xbf"])
def test_a_file_without_rows_is_refused(path: Path, content: bytes) -> None:
    with pytest.raises(InputDataError):
        rows_of(path, content)


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + b"x" * 100, b"%PDF-1.7 and so on"]
)
def test_a_binary_file_is_refused_whatever_its_name(path: Path, content: bytes) -> None:
    with pytest.raises(InputDataError, match="expected CSV"):
        rows_of(path, content)


def test_a_record_that_spans_lines_and_holds_a_nul_costs_one_row(path: Path) -> None:
    assert rows_of(path, 'id,text\n1,"two\nlines\0 here"\n2,fine\n') == [
        RejectionReason.MALFORMED_ROW,
        {"id": "2", "text": "fine"},
    ]


@pytest.mark.parametrize("line", ["x" * 400_000, "x" * 1_200_000])
def test_a_record_of_long_lines_between_quotes_costs_one_row(path: Path, line: str) -> None:
    """Each line may be within bounds; together they are over them."""
    text = 'id,text\n1,"' + f"{line}\n" * 3 + '"\n2,fine\n'
    assert rows_of(path, text) == [RejectionReason.TOO_LONG, {"id": "2", "text": "fine"}]


def test_a_quoted_cell_of_more_lines_than_any_comment_has_costs_one_row(path: Path) -> None:
    text = 'id,text\n1,"' + "x\n" * 30_000 + '"\n2,fine\n'
    assert rows_of(path, text) == [RejectionReason.TOO_LONG, {"id": "2", "text": "fine"}]


def test_a_long_record_that_never_ends_costs_one_row(path: Path) -> None:
    text = 'id,text\n1,fine\n2,"' + f"{'x' * 400_000}\n" * 3
    assert rows_of(path, text) == [{"id": "1", "text": "fine"}, RejectionReason.TOO_LONG]


def test_what_is_no_text_among_two_bytes_a_character_costs_one_row(path: Path) -> None:
    content = "id,text\n1,fine\n2,b?d\n3,good\n".encode("utf-16-le")
    half = b"\xff\xfe" + content.replace(b"?\0", b"\x00\xd8")
    assert rows_of(path, half) == [
        {"id": "1", "text": "fine"},
        RejectionReason.BAD_ENCODING,
        {"id": "3", "text": "good"},
    ]


def test_a_name_that_says_tabs_is_believed_where_commas_would_fit_as_well(tmp_path: Path) -> None:
    text = "id\ttext,note,more\n1\tkind,quick,clean\n"
    assert rows_of(tmp_path / "feedback.tsv", text) == [
        {"id": "1", "text,note,more": "kind,quick,clean"}
    ]
    assert list(rows_of(tmp_path / "feedback.csv", text)[0]) == ["id\ttext", "note", "more"]


def test_a_line_that_is_too_long_and_the_last_costs_one_row(path: Path) -> None:
    text = "id,text\n1,fine\n2," + "x" * 1_400_000
    assert rows_of(path, text) == [{"id": "1", "text": "fine"}, RejectionReason.TOO_LONG]


@pytest.mark.parametrize(
    "record",
    [
        '2,"so far\n' + "x" * 1_200_000 + '\n"',
        "2," + ",".join('"' + "x" * 100_000 + '\n"' for _ in range(11)),
    ],
    ids=["by one line", "line by line"],
)
def test_a_record_that_grows_too_long_on_its_way_costs_one_row(path: Path, record: str) -> None:
    assert rows_of(path, f"id,text\n1,fine\n{record}\n3,good\n") == [
        {"id": "1", "text": "fine"},
        RejectionReason.TOO_LONG,
        {"id": "3", "text": "good"},
    ]


def test_a_forgotten_quotation_mark_costs_one_row_where_every_line_is_a_row(path: Path) -> None:
    assert rows_of(path, 'comment\nkind\n"never closed\nfine\nslow') == [
        {"comment": "kind"},
        RejectionReason.MALFORMED_ROW,
        {"comment": "fine"},
        {"comment": "slow"},
    ]


def test_a_header_that_cannot_be_read_is_refused_with_the_reason(path: Path) -> None:
    path.write_text('id,"text\n1,kind\n2,slow\n')
    with pytest.raises(InputDataError, match="a quotation mark that is not closed"):
        open_source(path)


def test_a_delimiter_inside_of_quotation_marks_parts_nothing(path: Path) -> None:
    assert rows_of(path, '"what, and why"\n"slow, rude"\n') == [{"what, and why": "slow, rude"}]


def test_however_many_rows_follow_a_forgotten_quotation_mark_they_are_read(path: Path) -> None:
    """More than a quoted cell may hold, where a single column makes every line a whole row."""
    rows = rows_of(path, 'comment\n"never closed\n' + "slow reply\n" * 15_000)
    assert rows[0] is RejectionReason.MALFORMED_ROW
    assert rows[1:] == [{"comment": "slow reply"}] * 15_000
