"""The words of a comment that an export holds as HTML only."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

__all__ = ["words_of_html"]

_BLOCKS: Final = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "tr", "ul",
})  # fmt: skip
_UNSEEN: Final = frozenset({"script", "style", "title"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")


def words_of_html(html: str) -> str:
    r"""What a reader sees, a line for each block; lines of a quotation begin with `>`.

    >>> words_of_html("<p>Still <b>broken</b>.</p><blockquote>Please<br>restart it.</blockquote>")
    'Still broken.\n> Please\n> restart it.'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._quoted = self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self.end_line()
        elif tag in {"td", "th"}:
            self._line.append(" ")
        self._quoted += tag == "blockquote"
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        self._quoted = max(self._quoted - (tag == "blockquote"), 0)
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line.append(data)

    def end_line(self) -> None:
        """Put what was read since the last block on a line of its own."""
        words = _BLANKS.sub(" ", "".join(self._line)).strip()
        self._line = []
        if words:
            self.lines.append(f"> {words}" if self._quoted else words)
