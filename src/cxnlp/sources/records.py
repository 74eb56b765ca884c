"""Lines put together to records, one per source row, whatever state they are in.

A record is what the csv module of Python reads strictly. Where a line fails that, in this order:
the lines after it are added while a quoted cell is open; the line alone is read leniently, if that
gives the expected number of cells; else the line is one malformed row and reading goes on at the
next line, so that a forgotten quotation mark costs its own row and not the rest of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, Final

from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault
from cxnlp.sources.lines import LONGEST_LINE, LongLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.lines import Line

__all__ = ["Records"]

_MOST_LINES: Final = 20_000
_ONE_PAIR: Final = 2
_SHORT: Final = 100_000
"""Characters of a line in which no cell can be over the csv module's limit."""
_UNCLOSED: Final = Fault(RejectionReason.MALFORMED_ROW, "a quotation mark that is not closed")
_NUL: Final = Fault(RejectionReason.MALFORMED_ROW, "a NUL character")


class Records:
    r"""The records of a delimited file, one after the other.

    Args:
        lines: the file's lines without their ends.
        delimiter: one character.
        line_end: what stood between the lines; it is put back inside quoted cells.
        expected: cells of a well-formed record; None while the header is read.

    >>> list(Records(iter(['1,"two', 'lines"', "2,b,c"]), ",", "\n", expected=2))[0]
    ['1', 'two\nlines']
    """

    def __init__(
        self, lines: Iterator[Line], delimiter: str, line_end: str, expected: int | None = None
    ) -> None:
        self.expected = expected
        self._lines = lines
        self._delimiter = delimiter
        self._line_end = line_end
        self._again: deque[Line] = deque()

    @property
    def between_lines(self) -> bool:
        """Whether no line is in hand that was read and is still to be told."""
        return not self._again

    def __iter__(self) -> Iterator[list[str] | Fault]:
        delimiter, again = self._delimiter, self._again
        while True:
            if again:
                line = again.popleft()
            else:
                following = next(self._lines, None)
                if following is None:
                    return
                line = following
            if isinstance(line, LongLine):
                yield self._pass_by(line.length, line.quotes)
            elif '"' not in line and "\0" not in line:
                if line[-1:] == "\r":
                    line = line[:-1]
                cells = line.split(delimiter)
                if len(cells) == self.expected:
                    yield cells
                elif line and not line.isspace():
                    yield self._checked(cells)
            else:
                yield self._simple(line) or self._quoted(line)

    def _simple(self, line: str) -> list[str] | None:
        """The cells of a line with one quoted cell and nothing odd; None for all other lines.

        That is most lines with a comma in the comment. The csv module says the same, more slowly.
        """
        if line.count('"') != _ONE_PAIR or len(line) > _SHORT or "\0" in line:
            return None
        before, quoted, after = line.split('"')
        after = after.removesuffix("\r")
        delimiter = self._delimiter
        if (before and before[-1] != delimiter) or (after and after[0] != delimiter):
            return None
        cells = [*before[:-1].split(delimiter)] if before else []
        cells.append(quoted)
        if after:
            cells += after[1:].split(delimiter)
        return cells if len(cells) == self.expected and "\r" not in line[:-1] else None

    def _checked(self, cells: list[str]) -> list[str] | Fault:
        if self.expected is None or len(cells) == self.expected:
            return cells
        return Fault(RejectionReason.MALFORMED_ROW, f"{len(cells)} cells, {self.expected} expected")

    def _quoted(self, line: str) -> list[str] | Fault:
        if "\0" in line:
            return _NUL
        cells = self._parse(line, strict=True)
        if cells is not None:
            return self._checked(cells)
        if len(line) > csv.field_size_limit():
            return self._pass_by(len(line), line.count('"'))
        taken: list[Line] = []
        spanning = self._parse_spanning(line, taken)
        if isinstance(spanning, Fault):
            return spanning
        if spanning is not None and (
            self.expected in {None, len(spanning)} or not self._stand_alone(taken)
        ):
            return self._checked(spanning)
        self._again.extendleft(reversed(taken))
        return self._lenient(line)

    def _lenient(self, line: str) -> list[str] | Fault:
        cells = self._parse(line, strict=False)
        whole = cells is not None and len(cells) == self.expected and line.count('"') % 2 == 0
        return cells if cells is not None and whole else _UNCLOSED

    def _parse(self, line: str, *, strict: bool) -> list[str] | None:
        try:
            return next(
                csv.reader(
                    (line.removesuffix("\r"),),
                    delimiter=self._delimiter,
                    strict=strict,
                ),
                [],
            )
        except csv.Error:
            return None

    def _parse_spanning(self, line: str, taken: list[Line]) -> list[str] | Fault | None:
        """Read a record that goes on over further lines, which are added to `taken`.

        Returns None where no record comes of it.
        """
        length = len(line)
        long = False

        def following() -> Iterator[str]:
            nonlocal length, long
            yield line + self._line_end
            while len(taken) < _MOST_LINES:
                more = self._again.popleft() if self._again else next(self._lines, None)
                if more is None:
                    return
                taken.append(more)
                if isinstance(more, LongLine):
                    long = True
                    return
                length += len(more) + 1
                if length > LONGEST_LINE:
                    long = True
                    return
                yield more + self._line_end
            long = True

        try:
            cells = next(csv.reader(following(), delimiter=self._delimiter, strict=True), None)
        except csv.Error:
            long = long or length > csv.field_size_limit()
            cells = None
        if cells is not None and any("\0" in cell for cell in cells):
            return _NUL
        if long and cells is None and not self._stand_alone(taken):
            quotes = line.count('"') + sum(
                more.quotes if isinstance(more, LongLine) else more.count('"') for more in taken
            )
            whole = length + sum(more.length for more in taken if isinstance(more, LongLine))
            return self._pass_by(whole, quotes)
        return cells

    def _stand_alone(self, lines: list[Line]) -> bool:
        """Whether lines look like records of their own: most have the expected number of cells."""
        if self.expected is None or self.expected == 1:
            return True
        sample = [line for line in lines[:200] if isinstance(line, str) and line.strip()]
        whole = sum(len(self._parse(line, strict=False) or ()) == self.expected for line in sample)
        return bool(sample) and whole >= 0.8 * len(sample)

    def _pass_by(self, length: int, quotes: int) -> Fault:
        """Skip to the end of a record that is too long to keep."""
        while quotes % 2:
            more = self._again.popleft() if self._again else next(self._lines, None)
            if more is None:
                break
            length += more.length if isinstance(more, LongLine) else len(more) + 1
            quotes += more.quotes if isinstance(more, LongLine) else more.count('"')
        return Fault(RejectionReason.TOO_LONG, f"a record of {length} characters")
