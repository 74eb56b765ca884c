"""Spreadsheets give the rows of one sheet."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from cxnlp.errors import InputDataError, UsageError
from cxnlp.sources import open_source

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
