"""Telephone numbers among other figures: which runs of figures are one, and where it ends.

Figures after a colon, a slash or a label are looked at as others are ("Tel:020...", "a/b"); what
goes on a figure before it (a time, a fraction, a price) is not.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["mask_phones"]

_DASH: Final = r"\u2010-\u2015\u2212\-"
_BETWEEN: Final = rf"[ \u00a0\u202f.{_DASH}]"
_JOINT: Final = rf"(?:\){_BETWEEN}{{0,2}}\(?|{_BETWEEN}\(?|  \(?|\()"
# Looking ahead for seven figures spares most numbers of a text the rest; all repeats are bounded.
_RUN: Final = re.compile(
    r"(?<!\d)(?=\+?\(?\d(?:[^\w]{0,3}\d){6})\+?"
    r"(?:\(?0\d{2,5} ?/ ?(?=\d{5}|\d{3,4} \d{2})\d{3,15}(?!\d)|\(?\d{1,15}(?!\d))"
    rf"(?:{_JOINT}(?:\d{{2,15}}(?!\d)|0(?=\))|(?:(?<=\+\d.)|(?<=\+\d\d.)|(?<=\+\d{{3}}.))\d(?!\d))){{0,7}}"
)
_LOCAL: Final = re.compile(
    rf"(?<![\w$£€¥#])(?<!\d[.,/:])(?<!\w[{_DASH}])([2-9]\d\d[{_DASH}.]\d{{4}})(?![\w%]|[.,:/{_DASH}]\d)"
)
_CALLED: Final = re.compile(
    r"(?<!\[)\b(?:call|called|phone|ring|rang|tel|telephone|text|mobile|cell|number|fax|dial)"
    r"\W{1,3}(?:(?:is|was|me|us|on|at|to|no)\W{1,2}){0,2}\Z",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(r"\d+")
_EXTENSION: Final = re.compile(r"[ ,]{0,2}(?:x|ext\.?|extension) ?\d{1,6}(?!\w)", re.IGNORECASE)

_DAY: Final = r"[0-3]?\d[./-][0-3]?\d[./-](?:19|20)\d\d|(?:19|20)\d\d[./-][0-3]?\d[./-][0-3]?\d"
_TIME: Final = r"(?:[01]?\d|2[0-3])[.:]?[0-5]\d"
_SURE_DATE: Final = re.compile(
    rf"(?:{_DAY})(?!\d)(?: ?[{_DASH}] ?(?:{_DAY})(?!\d))?(?: {_TIME}(?!\d))?(?![./-]\d)"
)
_ANY_DATE: Final = r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d\d|(?:19|20)\d\d(?:[./ -]\d{1,2}){2}"
_NO_PHONE: Final = re.compile(
    rf"{_TIME} ?[{_DASH}] ?{_TIME}|(?:{_ANY_DATE})(?: ?[ {_DASH}] ?(?:{_ANY_DATE}))?"
    rf"|(?:19|20)\d\d(?:[ {_DASH}]+(?:19|20)\d\d)+|(?:19|20)\d\d ?[{_DASH}] ?\d\d|0\.\d+"
)
_NO_RUN: Final = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?: \d00){2,}|([1-9]\d)\d\d(?: \1\d\d){2,}"
)
"""Thousands with dots; round numbers in groups; rooms of one floor."""
_LEAST: Final = 10
_LEAST_LED: Final = 7
"""Figures of a number that begins as one, by 0, + or an area code in brackets."""
_MOST: Final = 15  # ITU-T E.164
_USUAL: Final = range(10, 13)
_JOINING: Final = frozenset(".,/:-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


def mask_phones(text: str) -> str:
    """Put `[PHONE]` for each telephone number; masking twice changes nothing more.

    >>> mask_phones("Tel:020 7946 0958 x22, between 08:00-17:30 on 04/05/2026")
    'Tel:[PHONE], between 08:00-17:30 on 04/05/2026'
    """
    pieces: list[str] = []
    done = at = 0
    while found := _RUN.search(text, at):
        start = found.start()
        if date := _SURE_DATE.match(text, start):
            at = date.end()
            continue
        if _NO_RUN.fullmatch(found[0]):
            at = found.end()
            continue
        # A bracket that does not close inside is not the number's own.
        start += found[0][0] == "(" and ")" not in found[0]
        end = _end_of_phone(text, start, found.end(), done)
        if end:
            pieces += (text[done:start], "[PHONE]")
            done = at = end
        else:
            # Another number may begin within what this one would have been.
            group = _GROUP.search(text, start)
            at = group.end() if group else found.end()
    return _LOCAL.sub(_local, "".join((*pieces, text[done:])))


def _end_of_phone(text: str, start: int, last: int, done: int) -> int:
    """Where the number that begins at `start` ends; 0 where none does."""
    ends: list[tuple[int, int, int]] = []
    figures = 0
    for group in _GROUP.finditer(text, start, last):
        figures += len(group[0])
        ends.append((figures, group.end(), len(group[0])))
    whole = text[start:last]
    if figures <= _MOST and _NO_PHONE.fullmatch(whole):
        return 0
    led = whole[0] in "+0" or whole[0] == "("
    # Of two numbers in a row the first has the length that most have.
    usual = [end for end in ends if end[0] in _USUAL]
    order = [*usual[::-1], *ends[::-1]] if figures > _MOST else ends[::-1]
    for count, end, length in order:
        strong = count >= _LEAST and whole[0] in "+0"
        if (
            (_LEAST_LED if led else _LEAST) <= count <= _MOST
            and _may_begin(text, start, done, strong=strong)
            and not _NO_PHONE.fullmatch(text, start, end)
        ):
            extension = _EXTENSION.match(text, end)
            if extension:
                return extension.end()
            if _may_end(text, end, length, strong=strong):
                # What is left of a number that is too long must not stand beside its tag.
                return last if 0 < figures - count < _LEAST_LED and figures > _MOST else end
    return 0


def _may_begin(text: str, start: int, done: int, *, strong: bool) -> bool:
    if start in {0, done}:
        return True
    sign = text[start - 1]
    if sign in "$£€¥_" or (sign.isalnum() and not strong):
        return False
    if sign not in _JOINING or start - 1 == done or start == 1:
        return True
    if text[start - 2].isdigit():
        return sign == "/" and text[max(start - 5, 0) : start - 1].isdigit() and start > 4  # noqa: PLR2004 - four figures and a slash: no date, no fraction
    return strong or sign in ".,/:" or not text[start - 2].isalpha()


def _may_end(text: str, end: int, length: int, *, strong: bool) -> bool:
    after = text[end : end + 2]
    if after[:1].isalnum() or after[:1] in {"_", "%"}:
        return False
    if after[:1] in _JOINING and after[1:].isdigit():
        long = length > len("10")  # of a time or a rating the first figure is short
        return (strong and (long or after[0] != ":")) or (long and after[0] == "/")
    return True


def _local(found: re.Match[str]) -> str:
    """Seven figures without an area code, where they can be no range of two numbers."""
    number = found[1]
    before = found.string[max(found.start() - 30, 0) : found.start()]
    sure = number.startswith("555") or number[4] == "0" or _CALLED.search(before)
    return "[PHONE]" if sure else number
