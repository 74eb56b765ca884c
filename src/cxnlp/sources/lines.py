"""Text as lines, in bounded memory however long a line is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.errors import InputDataError
from cxnlp.sources.compression import BROKEN_STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.contents import Content
    from cxnlp.sources.encoding import Encoding

__all__ = ["LONGEST_LINE", "Line", "LongLine", "read_lines", "read_sample", "read_text"]

LONGEST_LINE: Final = 1_000_000
"""Characters of a line, and of a record, that are kept: ten times the longest comment."""

_BLOCK: Final = 1 << 18


@dataclass(frozen=True)
class LongLine:
    """A line over `LONGEST_LINE` characters, of which only the measure was kept.

    Attributes:
        length: characters.
        quotes: quotation marks in it.
    """

    length: int
    quotes: int


Line = str | LongLine


def read_text(content: Content, encoding: Encoding) -> Iterator[str]:
    """The decoded text in blocks.

    Raises:
        InputDataError: the file is cut off, damaged or gone while it is read.
    """
    decoder = codecs.getincrementaldecoder(encoding.name)(errors=encoding.errors)
    try:
        with content.open() as reader:
            while block := reader.read(_BLOCK):
                yield decoder.decode(block)
    except (*BROKEN_STREAM, OSError) as error:
        raise InputDataError(
            content.where,
            found="data that is cut off, damaged or gone",
            expected="a file that stays as it is until it has been read",
            hint="Copy or export the file again.",
        ) from error
    yield decoder.decode(b"", final=True)


def read_sample(content: Content, encoding: Encoding, size: int = 1 << 17) -> tuple[str, bool]:
    """About the first `size` characters; and whether that is all."""
    text = ""
    blocks = read_text(content, encoding)
    for block in blocks:
        text += block
        if len(text) >= size:
            return text[:size], False
    return text, True


def read_lines(content: Content, encoding: Encoding, line_end: str) -> Iterator[Line]:
    """The lines without their ends; `line_end` is a line feed or a carriage return."""
    tail, length, quotes = "", 0, 0
    for block in read_text(content, encoding):
        first, *rest = block.split(line_end)
        if length:
            length += len(first)
            quotes += first.count('"')
        elif len(tail) + len(first) > LONGEST_LINE:
            length = len(tail) + len(first)
            quotes = tail.count('"') + first.count('"')
            tail = ""
        else:
            tail += first
        if not rest:
            continue
        yield LongLine(length, quotes) if length else tail
        yield from rest[:-1]
        tail, length, quotes = rest[-1], 0, 0
    if length:
        yield LongLine(length, quotes)
    elif tail:
        yield tail
