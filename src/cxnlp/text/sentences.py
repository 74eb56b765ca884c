"""Sentences: a comment cut where one thought ends, without losing a word."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["split_sentences"]

_SHORTENED: Final = """
    mr mrs ms dr prof sr jr st mt vs etc eg e.g ie i.e approx dept appt apt no nos tel ext fig inc
    ltd co corp min mins hr hrs sec max est incl excl a.m p.m u.s u.k jan feb mar apr jun jul aug
    sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
"""
_TITLES: Final = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "no", "sr"})
_LONGEST_WORD: Final = 30
_ABBREVIATIONS: Final[frozenset[str]] = frozenset(_SHORTENED.split())
_END: Final = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f]+[\"'\u201d\u2019)\]]*(?=\s|$)|\n+|(?<=[^\W\d_]{2})[.!?]+(?=[A-Z][a-z])"
)
_BULLET: Final = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013]|\(?\d{1,2}[.)])\s")


def split_sentences(text: str) -> list[str]:
    r"""Cut a cleaned comment into sentences; together they hold every word, in order.

    Lines end sentences; abbreviations, initials and numbers do not; small letters may begin one.

    >>> split_sentences("Dr. Lee was kind. waited 2.5 hrs. though!\n- no parking")
    ['Dr. Lee was kind.', 'waited 2.5 hrs. though!', '- no parking']
    """
    sentences: list[str] = []
    start = 0
    ends = [
        found.end()
        for found in _END.finditer(text)
        if found[0][0] != "." or not _goes_on(text, found)
    ]
    for end in (*ends, len(text)):
        piece = text[start:end].strip()
        start = end
        if sentences and not any(map(str.isalnum, piece)):
            # A stray bracket or an emoji belongs to what it follows.
            sentences[-1] = f"{sentences[-1]} {piece}".rstrip()
        elif piece:
            sentences.append(piece)
    return sentences


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a bullet's number."""
    if len(found[0]) > 1:
        return False
    before = text[max(0, found.start() - _LONGEST_WORD) : found.start()].rsplit("\n", 1)[-1]
    if _BULLET.fullmatch(before + ". "):
        return True
    words = before.split()
    word = words[-1].lower().lstrip("(\"'") if words else ""
    if word in _TITLES:
        return True
    if word in _ABBREVIATIONS:
        # "p.m." or "etc." may close a sentence: a capital after it tells.
        after = text[found.end() : found.end() + 2].lstrip()
        return not after[:1].isupper()
    return len(word) == 1 and word.isalpha() and word != "i"
