"""Spreadsheets give the rows of one sheet."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from cxnlp.errors import InputDataError, UsageError
from cxnlp.sources import open_source, sheets

if TYPE_CHECKING:
    from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if value else "<c/>"
    return f"<c><v>{value}</v></c>"


def write_workbook(path: Path, sheets: dict[str, list[list[str | float]]]) -> None:
    """Write the least that is a workbook."""
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            + "".join(
                f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
                for n, name in zip(numbers, sheets, strict=True)
            )
            + "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            + "".join(
                f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" '
                f'Target="worksheets/sheet{n}.xml"/>'
                for n in numbers
            )
            + "</Relationships>",
        )
        for n, rows in zip(numbers, sheets.values(), strict=True):
            body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )


def test_rows_and_types_of_the_first_filled_sheet(tmp_path: Path) -> None:
    path = tmp_path / "feedback.xlsx"
    rows: list[list[str | float]] = [
        ["id", "text", "csat", "ref"],
        [1, "kind", 4.5, 17],
        [2, "slow", "", "B7"],
    ]
    write_workbook(path, {"Empty": [], "Feedback": rows})
    source = open_source(path)
    (chunk,) = source.chunks(10)
    assert chunk.table.to_pylist() == [
        {"id": 1, "text": "kind", "csat": 4.5, "ref": "17"},
        {"id": 2, "text": "slow", "csat": None, "ref": "B7"},
    ]
    assert chunk.table.schema.field("id").type == pa.int64()
    assert "Feedback" in source.notes[0]


def test_a_sheet_is_taken_by_name(tmp_path: Path) -> None:
    path = tmp_path / "feedback.xlsx"
    write_workbook(path, {"A": [["text"], ["a"]], "B": [["text"], ["b"]]})
    (chunk,) = open_source(path, table="B").chunks(10)
    assert chunk.table["text"].to_pylist() == ["b"]
    with pytest.raises(UsageError, match="one of A, B"):
        open_source(path, table="C")


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.xlsx"
    write_workbook(path, {"A": []})
    with pytest.raises(InputDataError):
        open_source(path)
    write_workbook(path, {"A": [["text"]]})
    with pytest.raises(InputDataError, match="no rows"):
        list(open_source(path).chunks(10))


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    with pytest.raises(InputDataError, match="workbook"):
        open_source(path)


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        ([1.0, 2.0, ""], pa.int64(), [1, 2, None]),
        ([1.5, 2, ""], pa.float64(), [1.5, 2.0, None]),
        ([True, "", False], pa.bool_(), [True, None, False]),
        (
            [dt.date(2026, 5, 1), dt.datetime(2026, 5, 2, 9, 30), ""],  # noqa: DTZ001 - as in a cell
            pa.timestamp("us"),
            [dt.datetime(2026, 5, 1), dt.datetime(2026, 5, 2, 9, 30), None],  # noqa: DTZ001
        ),
        (
            ["a", 7.0, 7.5, dt.date(2026, 5, 1), dt.time(9, 30), ""],
            pa.string(),
            ["a", "7", "7.5", "2026-05-01", "09:30:00", None],
        ),
        (["", ""], pa.string(), [None, None]),
    ],
    ids=["whole numbers", "numbers", "yes and no", "days", "mixed", "empty"],
)
def test_a_column_has_the_type_that_all_its_cells_have(
    cells: list[object], kind: pa.DataType, values: list[object]
) -> None:
    found = sheets._typed(cells)
    assert (found.type, found.to_pylist()) == (kind, values)


def test_a_sheet_without_cells_is_refused_by_the_name_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_workbook(path, {"one": [], "two": []})
    with pytest.raises(InputDataError, match="a workbook without cells"):
        open_source(path)


def test_blank_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "feedback.xlsx"
    write_workbook(path, {"A": [["a", "b"], ["kind", "x"]]})
    plain = open_source(path).columns
    for blank in ("", "<!-- a word without letters, as a formula may give it -->"):
        write_workbook(path, {"A": [[blank, blank], ["", blank], ["a", "b"], ["kind", "x"]]})
        assert open_source(path).columns == plain == ("a", "b")
