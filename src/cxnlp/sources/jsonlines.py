"""JSON lines, and one JSON array of objects: one object, one row.

Columns are the names found in the first 1,000 objects. Values that are no strings become their JSON
text; null stays null. Blank lines are no rows.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.schema import RejectionReason
from cxnlp.sources.building import text_pieces
from cxnlp.sources.chunk import Fault
from cxnlp.sources.encoding import Encoding, find_encoding
from cxnlp.sources.lines import LONGEST_LINE, LongLine, read_lines, read_sample, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.chunk import Piece
    from cxnlp.sources.contents import Content

__all__ = ["JsonFile"]

_SAMPLED: Final = 1_000
_BLANK: Final = " \t\r\n"
_BETWEEN: Final = re.compile(rf"(?:[{_BLANK},]|\][{_BLANK}]*\[)*")
"""Pages that were saved one after the other are arrays one behind the other."""
_NO_JSON: Final = Fault(RejectionReason.MALFORMED_ROW, "a line that is no JSON")
_NO_OBJECT: Final = Fault(RejectionReason.MALFORMED_ROW, "JSON that is no object")
_NUL: Final = Fault(RejectionReason.MALFORMED_ROW, "a NUL character")

_Record = dict[str, object] | Fault


@dataclass(frozen=True)
class JsonFile:
    """A file of JSON objects.

    Attributes:
        content: its bytes.
        encoding: how they are decoded.
        array: whether the objects stand in one array.
        schema: string columns.
        notes: none.
    """

    content: Content
    encoding: Encoding
    array: bool
    schema: pa.Schema
    notes: tuple[str, ...] = ()

    @classmethod
    def open(cls, content: Content, *, array: bool) -> JsonFile:
        """Find the encoding and the columns.

        Raises:
            InputDataError: the file is empty, binary or cut off, or holds no JSON objects.
        """
        encoding = find_encoding(content)
        found: dict[str, None] = {}
        for record in islice(_records(content, encoding, array=array), _SAMPLED):
            if isinstance(record, dict):
                found.update(dict.fromkeys(record))
        names = [name for name in found if name.isascii() or _is_text(name)]
        if not names:
            raise InputDataError(
                content.where,
                found="no rows: no JSON object with names in it",
                expected='one object a line, such as {"id": 1, "text": "..."}',
                hint="Export the feedback as JSON lines or CSV; where there may be none, label "
                "with --allow-empty.",
            )
        schema = pa.schema([(name, pa.string()) for name in names])
        return cls(content, encoding, array, schema)

    def expected_rows(self) -> int | None:
        """About how many rows there are: the lines; of an array, by its first objects."""
        if not self.array:
            return self.encoding.lines
        sample, _ = read_sample(self.content, self.encoding)
        count, taken = _counted(sample)
        return self.encoding.size * count // max(taken, 1)

    def pieces(self, skip: int = 0) -> Iterator[Piece]:
        """The rows from row `skip` on."""
        names = self.schema.names
        records = islice(_records(self.content, self.encoding, array=self.array), skip, None)
        yield from text_pieces(
            (record if isinstance(record, Fault) else _cells(record, names) for record in records),
            self.schema,
            replaced=self.encoding.errors == "replace",
        )


def _cells(record: dict[str, object], names: list[str]) -> list[str | None] | Fault:
    cells = [_cell(record.get(name)) for name in names]
    return _NUL if any(cell is not None and "\0" in cell for cell in cells) else cells


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _records(content: Content, encoding: Encoding, *, array: bool) -> Iterator[_Record]:
    if array:
        yield from _array_records(content, encoding)
        return
    for line in read_lines(content, encoding, "\n"):
        if isinstance(line, LongLine):
            detail = f"a record of {line.length} characters"
            yield Fault(RejectionReason.TOO_LONG, detail)
        elif line and not line.isspace():
            yield _parsed(line)


def _parsed(line: str) -> _Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return _NO_JSON
    return value if isinstance(value, dict) else _NO_OBJECT


def _array_records(content: Content, encoding: Encoding) -> Iterator[_Record]:
    """Take one object after the other from an array; only the unread end is kept in memory."""
    decode = json.JSONDecoder().raw_decode
    text, position, opened = "", 0, False
    for block in read_text(content, encoding):
        text = text[position:] + block
        position = 0
        if not opened:
            position = len(text) - len(text.lstrip(_BLANK + "\ufeff")) + 1
            opened = True
        while True:
            position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]  # fits anything
            if _is_taken(text, position, content):
                break
            try:
                value, end = decode(text, position)
            except (ValueError, RecursionError) as error:
                if len(text) - position > LONGEST_LINE:
                    raise _broken(content) from error
                break
            if end == len(text):
                break  # a number or word may go on in the next block
            position = end
            yield value if isinstance(value, dict) else _NO_OBJECT
    if text[position:].strip(_BLANK) != "]":
        raise _broken(content)


def _is_taken(text: str, position: int, content: Content) -> bool:
    """Whether only the next block can hold a further element."""
    if text[position : position + 1] not in {"", "]"}:
        return False
    if text[position + 1 :].strip(_BLANK):
        raise _broken(content)
    return True


def _counted(sample: str) -> tuple[int, int]:
    """How many elements the beginning of an array has, and how many characters they take."""
    decode = json.JSONDecoder().raw_decode
    count, position = 0, sample.find("[") + 1
    while True:
        while position < len(sample) and sample[position] in _BLANK + ",":
            position += 1
        try:
            _, position = decode(sample, position)
        except (ValueError, RecursionError):
            return count, position
        count += 1


def _broken(content: Content) -> InputDataError:
    return InputDataError(
        content.where,
        found="a JSON array that is broken, cut off, or has an element over 1,000,000 characters",
        expected="an array of objects",
        hint="Write one object a line (JSON lines): then one broken row costs that row only.",
    )
