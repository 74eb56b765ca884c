"""Text as lines, in bounded memory however long a line is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from cxnlp.errors import InputDataError
from cxnlp.sources.compression import BROKEN_STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxnlp.sources.contents import Content
    from cxnlp.sources.encoding import Encoding

__all__ = [
    "LONGEST_LINE",
    "Line",
    "LongLine",
    "TextLines",
    "read_lines",
    "read_sample",
    "read_text",
]

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
    r"""The decoded text in blocks.

    Raises:
        InputDataError: the file is cut off, damaged or gone while it is read.

    >>> import io
    >>> from cxnlp.sources.contents import SpooledContent
    >>> from cxnlp.sources.encoding import find_encoding
    >>> content = SpooledContent("a.txt", io.BytesIO(b"kind\nslow\n"))
    >>> "".join(read_text(content, find_encoding(content)))
    'kind\nslow\n'
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
    r"""About the first `size` characters; and whether that is all.

    >>> import io
    >>> from cxnlp.sources.contents import SpooledContent
    >>> from cxnlp.sources.encoding import find_encoding
    >>> content = SpooledContent("a.txt", io.BytesIO(b"kind\nslow\n"))
    >>> read_sample(content, find_encoding(content), size=6)
    ('kind\ns', False)
    """
    text = ""
    blocks = read_text(content, encoding)
    for block in blocks:
        text += block
        if len(text) >= size:
            return text[:size], False
    return text, True


def read_lines(content: Content, encoding: Encoding, line_end: str) -> TextLines:
    r"""The lines without their ends; `line_end` is a line feed or a carriage return.

    >>> import io
    >>> from cxnlp.sources.contents import SpooledContent
    >>> from cxnlp.sources.encoding import find_encoding
    >>> content = SpooledContent("a.txt", io.BytesIO(b"kind\nslow\n"))
    >>> list(read_lines(content, find_encoding(content), "\n"))
    ['kind', 'slow']
    """
    return TextLines(read_text(content, encoding), line_end)


class TextLines:
    """Lines taken one by one, or looked at by the block.

    Args:
        blocks: the text.
        line_end: one character.

    >>> lines = TextLines(iter(["on", "e;two;thr", "ee"]), ";")
    >>> next(lines), lines.ahead(), list(lines)
    ('one', 'two;thr', ['two', 'three'])
    """

    def __init__(self, blocks: Iterator[str], line_end: str) -> None:
        self._blocks = blocks
        self._line_end = line_end
        self._text = ""
        self._at = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Line:
        end = self._text.find(self._line_end, self._at)
        while end < 0:
            left = len(self._text) - self._at
            if left > LONGEST_LINE:
                return self._long_line()
            if not self.more():
                if not left:
                    raise StopIteration
                end = len(self._text)
            else:
                end = self._text.find(self._line_end, left)
        begin, self._at = self._at, min(end + 1, len(self._text))
        if end - begin > LONGEST_LINE:
            return LongLine(end - begin, self._text.count('"', begin, end))
        return self._text[begin:end]

    def ahead(self) -> str:
        """The text in hand that is not yet taken; it begins with a line."""
        self._text, self._at = self._text[self._at :], 0
        return self._text

    def more(self) -> bool:
        """Take a further block in hand; False where there is none."""
        block = next(self._blocks, None)
        if block is None:
            return False
        self._text, self._at = self._text[self._at :] + block, 0
        return True

    def pass_by(self, characters: int) -> None:
        """Count as many characters of the text in hand as taken; they end with a line."""
        self._at += characters

    def _long_line(self) -> LongLine:
        """Take a line of which not even the beginning is worth keeping."""
        length, quotes = len(self._text) - self._at, self._text.count('"', self._at)
        self._text, self._at = "", 0
        for block in self._blocks:
            end = block.find(self._line_end)
            if end >= 0:
                self._text, self._at = block, end + 1
                return LongLine(length + end, quotes + block.count('"', 0, end))
            length += len(block)
            quotes += block.count('"')
        return LongLine(length, quotes)
