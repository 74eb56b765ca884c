"""What the script alone says about a text's language."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["in_ascii", "script_language"]

# One language per script where the script settles it; "" where several are written in it.
_SCRIPTS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(f"[{characters}]"), code)
    for characters, code in (
        ("\u3040-\u30ff\uff66-\uff9f", "ja"),
        ("\uac00-\ud7af\u1100-\u11ff", "ko"),
        ("\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f", "zh"),
        ("\u0370-\u03ff\u1f00-\u1fff", "el"),
        ("\u0590-\u05ff", "he"),
        ("\u0e00-\u0e7f", "th"),
        ("\u0530-\u058f", "hy"),
        ("\u10a0-\u10ff", "ka"),
        ("\u0980-\u09ff", "bn"),
        ("\u0a00-\u0a7f", "pa"),
        ("\u0a80-\u0aff", "gu"),
        ("\u0b80-\u0bff", "ta"),
        ("\u0c00-\u0c7f", "te"),
        ("\u0c80-\u0cff", "kn"),
        ("\u0d00-\u0d7f", "ml"),
        ("\u0d80-\u0dff", "si"),
        ("\u1000-\u109f", "my"),
        ("\u1780-\u17ff", "km"),
        ("\u0400-\u052f", ""),
        ("\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff", ""),
        ("\u0900-\u097f", ""),
    )
)
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Without the variation selectors, which stand behind emoji and are no letters.
_FAR_RANGES: Final = (
    "\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7ff"
    "\uf900-\ufdff\ufe10-\ufefe\uff66-\uff9f\U00020000-\U0002fa1f"
)
_BEYOND_LATIN: Final = re.compile(f"[{_FAR_RANGES}]")
_TELLING: Final = re.compile(rf"[^\W\x00-\x7f]|[{_FAR_RANGES}]")
"""Letters and figures beyond ASCII, and all that `script_language` counts."""
_ASCII: Final = re.compile(r"[\x00-\x7f]+")


def in_ascii(text: str) -> str | None:
    """The text with a question mark for each sign beyond ASCII, where none belongs to a word.

    Returns:
        None where one does: its words and its script cannot be told from ASCII alone.

    >>> in_ascii("It\N{RIGHT SINGLE QUOTATION MARK}s fine \N{THUMBS UP SIGN}"), in_ascii("Café")
    ('It?s fine ?', None)
    """
    # What is beyond ASCII is little, and looked at alone it costs little.
    if _TELLING.search(_ASCII.sub("", text)):
        return None
    return text.encode("ascii", "replace").decode("ascii")


def script_language(text: str) -> str | None:
    """The language that the text's script tells.

    Returns:
        None where at least half of the letters are Latin; an ISO 639-1 code where the script
        settles it; "" where several languages share the script.

    >>> script_language("とても親切でした"), script_language("Спасибо"), script_language("Café")
    ('ja', '', None)
    """
    beyond = len(_BEYOND_LATIN.findall(text))
    if beyond <= len(_LATIN.findall(text)):
        return None
    counts = [len(pattern.findall(text)) for pattern, _ in _SCRIPTS]
    # Japanese mixes kana with more Han characters than kana: any kana settles it.
    if counts[0]:
        return "ja"
    best = max(range(len(counts)), key=counts.__getitem__)
    return _SCRIPTS[best][1] if counts[best] else ""
