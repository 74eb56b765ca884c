"""Spreadsheets: .xlsx, .xlsm, .xlsb, .xls and .ods, one sheet.

The reader (calamine) holds a whole sheet in memory; Excel allows 1,048,576 rows at most.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import InputDataError, UsageError
from cxnlp.sources.chunk import Piece
from cxnlp.sources.headers import unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cxnlp.sources.contents import Content

__all__ = ["Sheet"]

_PIECE_ROWS: Final = 5_000


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook; its first row that is not blank is the header.

    A column whose cells are all numbers, dates or truth values has that type; any other is strings.

    Attributes:
        table: all rows.
        notes: which sheet was taken, and names that were changed.
    """

    table: pa.Table
    notes: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        """The columns and their types."""
        return self.table.schema

    @classmethod
    def open(cls, content: Content, sheet: str | None = None) -> Sheet:
        """Read the sheet of that name, or the first that is not empty.

        Raises:
            InputDataError: the workbook is damaged, locked or empty.
            UsageError: it has no sheet of that name.
        """
        import python_calamine

        with content.open() as reader:
            try:
                book = python_calamine.load_workbook(reader)
                names = list(book.sheet_names)
                if sheet is not None and sheet not in names:
                    raise UsageError(
                        content.where,
                        found=f"no sheet {sheet!r}",
                        expected="one of " + ", ".join(names),
                        hint="Name one of them.",
                    )
                chosen, rows = _first_filled(book, [sheet] if sheet is not None else names)
            except (python_calamine.CalamineError, OSError) as error:
                raise InputDataError(
                    content.where,
                    found=f"a workbook that cannot be read ({type(error).__name__})",
                    expected="a whole workbook without a password",
                    hint="Save it again as .xlsx, or export it as CSV.",
                ) from error
        if not rows:
            raise InputDataError(
                content.where,
                found="a workbook without cells",
                expected="a header and rows",
                hint="Check which sheet holds the feedback.",
            )
        header, notes = unique_names([_word(cell) or "" for cell in rows[0]])
        body = [row for row in rows[1:] if any(cell != "" for cell in row)]
        columns = list(zip(*body, strict=True)) or [()] * len(header)
        table = pa.table([_typed(column) for column in columns], names=list(header))
        if len(names) > 1:
            notes = (f"took the sheet {chosen!r} of {', '.join(names)}", *notes)
        return cls(table, notes)

    def expected_rows(self) -> int:
        """How many rows there are."""
        return int(self.table.num_rows)

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on."""
        for start in range(skip, self.table.num_rows, _PIECE_ROWS):
            yield Piece(self.table.slice(start, _PIECE_ROWS), {})


def _first_filled(book: object, names: Sequence[str]) -> tuple[str, list[list[object]]]:
    for name in names:
        sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]  # calamine ships no types
        rows: list[list[object]] = sheet.to_python(skip_empty_area=True)
        while rows and all(cell == "" for cell in rows[0]):
            del rows[0]
        if rows:
            return name, rows
    return "", []


def _typed(cells: Sequence[object]) -> pa.Array:
    kinds = {type(cell) for cell in cells if cell != ""}
    values = [None if cell == "" else cell for cell in cells]
    if kinds and kinds <= {int, float}:
        whole = all(
            isinstance(value, (int, float)) and float(value).is_integer()
            for value in values
            if value is not None
        )
        return (
            pa.array(values, pa.float64()).cast(pa.int64())
            if whole
            else pa.array(values, pa.float64())
        )
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds and kinds <= {dt.datetime, dt.date}:
        return pa.array([_moment(value) for value in values], pa.timestamp("us"))
    return pa.array([_word(cell) for cell in cells], pa.string())


def _moment(value: object) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else None


def _word(cell: object) -> str | None:
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
