"""E-mail addresses, also where somebody spelt out their signs."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["mask_mails"]

_NAME: Final = r"(?<![\w.+%-])[\w.+%-]+"
# The look behind keeps a long run of letters without an @ from being searched from each of them.
_STOP: Final = r"[.\uff0e\u3002\uff61]"
_PLAIN: Final = re.compile(
    _NAME + rf"[@\uff20][\w-]+(?:{_STOP}[\w-]+)+|" + _NAME + r"@[\w-]+,(?:com|net|org)\b"
)
_ENCODED: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}%40[\w-]+(?:\.[\w-]+)+")
"""In the address of a page."""
_ENDING: Final = r"(?:\.[\w-]+){0,4}\.(?:com|net|org|edu|gov|info|[a-z]{2})\b"
_SPLIT: Final = re.compile(rf"{_NAME}[@\uff20] [\w-]+{_ENDING}")
_DOT: Final = r"(?: ?(?:[.\uff0e]|[(\[{<] ?(?:dot|\.) ?[)\]}>]) ?| -?dot-? )"
_WORD: Final = r"[\w+%-]{1,64}"
_SPELT: Final = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}(?:{_DOT}{_WORD}){{0,3}}"
    rf"(?: ?[(\[{{<] ?(?:at|@) ?[)\]}}>] ?| -at- (?=[\w-]*[^\W\d_]))"
    rf"{_WORD}(?:{_DOT}{_WORD}){{1,4}}",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"(\b(?:e-?mail(?:ed)?|mail|address|contact|write|reach)\b[^.\n@]{0,25}?\s)"
    rf"(?:{_WORD}(?:(?:\.| dot ){_WORD}){{0,2}} at {_WORD}(?: dot {_WORD}){{1,4}}"
    rf"|[\w.+%-]{{1,64}} @ ?{_WORD}{_ENDING})",
    re.IGNORECASE,
)
"""With bare words, or blanks beside the @, only behind a word that announces one: "looked at the
dot" and "booked @ booking.com" are none.
"""
_QUOTED: Final = re.compile(r'"[^"\n@]{1,64}"[@\uff20][\w-]+(?:[.\uff0e][\w-]+)+')
_SPACED: Final = re.compile(
    rf"(?<![\w.+%-]){_WORD}(?: ?\. ?{_WORD}){{0,3}} ?@ ?{_WORD}(?: ?\. ?{_WORD}){{0,3}} ?\. ?"
    r"(?:com|net|org|edu|gov|info|[a-z]{2})\b"
)
"""Blanks beside every sign: the dot before the ending has one, too."""
_SIGNS: Final = re.compile(r"[(\[{<] ?(?:at|@) ?[)\]}>]| -at- ", re.IGNORECASE)
_SHOUTED: Final = re.compile(
    rf"(?<![\w.+%-])(?=[\w.+%-]*[a-z])[\w.+%-]{{1,64}} AT {_WORD}(?:(?:\.| DOT ){_WORD}){{0,3}}"
    r" DOT (?:com|net|org|edu|gov|info|[a-z]{2})\b"
)
"""Signs spelt out in capitals beside small letters are signs."""


def mask_mails(text: str) -> str:
    """Put `[EMAIL]` for each e-mail address; masking twice changes nothing more.

    >>> mask_mails("jo@example.com, jo (at) example dot com; three @ 2.50")
    '[EMAIL], [EMAIL]; three @ 2.50'
    """
    if "@" in text or "\uff20" in text:
        text = _QUOTED.sub("[EMAIL]", text) if '"' in text else text
        text = _SPLIT.sub("[EMAIL]", _PLAIN.sub("[EMAIL]", text))
        text = _SPACED.sub("[EMAIL]", text) if " ." in text else text
    if "%40" in text:
        text = _ENCODED.sub("[EMAIL]", text)
    if " AT " in text:
        text = _SHOUTED.sub("[EMAIL]", text)
    if _SIGNS.search(text):
        text = _SPELT.sub("[EMAIL]", text)
    if " dot " in text.lower() or " @" in text:
        text = _SAID.sub(r"\1[EMAIL]", text)
    return text
