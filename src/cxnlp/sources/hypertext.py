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
_QUOTED: Final = frozenset({"yahoo_quoted", "protonmail_quote"})
"""Classes of what Yahoo's and Proton's programs put around the mail that is answered."""
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
    own = any(not marked for marked, _ in reader.lines)
    # A mail that is sent on with nothing above it stands where an answered one would.
    return "\n".join(f"> {line}" if marked and own else line for marked, line in reader.lines)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[bool, str]] = []
        self._line: list[str] = []
        self._quoted = self._unseen = self._marked = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        elif tag in {"td", "th"}:
            self._line.append(" ")
        self._quoted += tag == "blockquote"
        if tag == "div":
            classes = (dict(attrs).get("class") or "").split()
            self._marked += bool(self._marked) or not _QUOTED.isdisjoint(classes)
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        self._quoted = max(self._quoted - (tag == "blockquote"), 0)
        self._marked = max(self._marked - (tag == "div"), 0)
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line.append(data)

    def end_line(self) -> None:
        """Put what was read since the last block on a line of its own."""
        words = _BLANKS.sub(" ", "".join(self._line)).strip()
        self._line = []
        if words:
            quoted = self._quoted and not self._marked
            self.lines.append((bool(self._marked), f"> {words}" if quoted else words))
