"""Cleaning: what every comment goes through before anything reads it, in training and in use.

Kept: every word, case, punctuation, emoji, right-to-left script and line breaks. Changed: Unicode
normal form C; HTML entities that an export left behind (`&amp;`) become their character; every kind
of line end becomes one line feed; a run of blanks becomes one space. Removed: control characters,
zero-width characters, direction controls, blanks at the ends of lines, empty lines.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["clean", "clean_all"]

_ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|hellip|[lr][sd]quo"
    r"|[mn]dash|pound|euro|eacute|egrave|agrave|auml|ouml|uuml|szlig|ccedil);"
)
_LINE_END: Final = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]+"
)
# The joiners mean something inside emoji and in Persian and Indic words, never beside ASCII.
_STRAY_JOINER: Final = re.compile(
    "(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_BLANK_LINES: Final = re.compile(r" ?\n[ \n]*")


def clean(text: str) -> str:
    r"""Clean one comment; cleaning twice changes nothing more.

    >>> clean("  Great\tservice &amp; food!\r\n\r\n  Thanks\u200b \N{OK HAND SIGN} ")
    'Great service & food!\nThanks 👌'
    """
    if _is_clean(text):
        return text
    while True:
        once = _pass(text)
        if once == text:
            return text
        text = once


def clean_all(texts: Iterable[str]) -> list[str]:
    """Clean many comments, in order.

    >>> clean_all(["fine ", "good"])
    ['fine', 'good']
    """
    return [text if _is_clean(text) else clean(text) for text in texts]


def _is_clean(text: str) -> bool:
    """Tell at little cost that a text is clean: printable, composed, no blanks to trim.

    Control and format characters, joiners, surrogates and all blanks but the space are not
    printable, so that `_pass` would find nothing to change.
    """
    return (
        text.isprintable()
        and "  " not in text
        and "&" not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    )


def _pass(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
        text = _STRAY_JOINER.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if not text.isprintable():
        text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    text = _BLANKS.sub(" ", text)
    if "\n" in text:
        text = _BLANK_LINES.sub("\n", text)
    return text.strip(" \n")
