"""Which cleaned comments cannot be labelled, and which say just "nothing"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.schema import MAXIMUM_CHARACTERS, RejectionReason

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BARE_NOTHING",
    "FILLERS",
    "Rejection",
    "is_bare_nothing",
    "is_wordless",
    "rejection",
    "rejections",
    "tell_nothing",
]

FILLERS: Final[frozenset[str]] = frozenset(
    {
        "na",
        "n a",
        "nil",
        "nill",
        "null",
        "nan",
        "blank",
        "empty",
        "left blank",
        "not applicable",
        "non applicable",
        "not answered",
        "not answer",
        "not completed",
        "not provided",
        "not stated",
        "no answer",
        "no answer given",
        "no comment",
        "no comments",
        "no comment given",
        "no comment provided",
        "no comments given",
        "no comments made",
        "no comments provided",
        "no further comment",
        "no further comments",
        "no other comment",
        "no other comments",
        "no feedback",
        "no reply",
        "no response",
        "did not answer",
        "did not comment",
        "did not reply",
        "did not respond",
        "didnt answer",
        "declined to answer",
        "declined to comment",
        "prefer not to answer",
        "prefer not to say",
        "without comment",
        "comment",
        "comments",
    }
)
"""What forms and clerks write where nobody answered: rejected as `empty`.

Compared in lower case without punctuation.
"""

BARE_NOTHING: Final[frozenset[str]] = frozenset(
    {
        "absolutely nothing",
        "dont know",
        "i dont know",
        "no",
        "no idea",
        "no no",
        "no not really",
        "no nothing",
        "no thank you",
        "no thanks",
        "none",
        "none at all",
        "none really",
        "nope",
        "nah",
        "not a thing",
        "not really",
        "not sure",
        "nothing",
        "nothing at all",
        "nothing at all really",
        "nothing at the moment",
        "nothing at this time",
        "nothing else",
        "nothing else to add",
        "nothing else to say",
        "nothing in particular",
        "nothing more",
        "nothing more to add",
        "nothing more to say",
        "nothing much",
        "nothing nothing",
        "nothing really",
        "nothing specific",
        "nothing to add",
        "nothing to report",
        "nothing to say",
        "nothing whatsoever",
        "nowt",
        "really nothing",
        "unsure",
    }
)
"""Answers that tell of no service: labelled with the status `no_evidence`.

"Nothing to improve" and "can't think of anything" are not among them: by the codebook they are
level 4. Compared in lower case without punctuation.
"""

_LONGEST: Final = max(map(len, FILLERS | BARE_NOTHING)) + 20
_BEGINNINGS: Final = frozenset(words[:2] for words in FILLERS | BARE_NOTHING)
_APOSTROPHES: Final = re.compile("['\u2019\u2018`\u00b4]")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_EMOJI: Final = re.compile("[\u2600-\u27bf\u2b50\u2b55\u2763\u2764\U0001f300-\U0001faff]")
_EMOTICON: Final = re.compile(r"(?:^|\s)(?:[:;=]['\u2019]?-?[()DPp/|*]|<3)(?=\s|$)")
_PLACEHOLDER: Final = re.compile(r"[\s\-\u2010-\u2015.,_/\\|*~=•·…:;]*")


@dataclass(frozen=True)
class Rejection:
    """Why a comment cannot be labelled.

    Attributes:
        reason: one of the closed list.
        detail: a few words that never hold the comment's text.
    """

    reason: RejectionReason
    detail: str


def rejection(text: str | None) -> Rejection | None:
    """Say why a cleaned text cannot be labelled; None where it can.

    `empty`: nothing there, a filler ("n/a", "no comment") or placeholder strokes ("-", "...").
    `not_text`: no letter of any script and no emoji. `too_long`: over 100,000 characters.
    A comment of emoji alone is a customer's verdict, so it is text; the models cannot read it, so
    it is no evidence (`is_wordless`).

    >>> rejection("N/A").reason
    <RejectionReason.EMPTY: 'empty'>
    >>> rejection("10/10").reason
    <RejectionReason.NOT_TEXT: 'not_text'>
    >>> rejection("Fine.") is None
    True
    """
    if not text:
        return Rejection(RejectionReason.EMPTY, "blank")
    if len(text) <= _LONGEST:
        if _key(text) in FILLERS:
            return Rejection(RejectionReason.EMPTY, "filler")
    elif len(text) > MAXIMUM_CHARACTERS:
        detail = f"{len(text)} characters, at most {MAXIMUM_CHARACTERS}"
        return Rejection(RejectionReason.TOO_LONG, detail)
    if any(map(str.isalpha, text)) or _EMOJI.search(text) or _EMOTICON.search(text):
        return None
    if _PLACEHOLDER.fullmatch(text):
        return Rejection(RejectionReason.EMPTY, "placeholder")
    return Rejection(RejectionReason.NOT_TEXT, "no letter and no emoji")


def rejections(texts: Sequence[str]) -> list[Rejection | None]:
    """What `rejection` says of each cleaned text.

    >>> [found and found.detail for found in rejections(["Fine.", "", "x" * 99])]
    [None, 'blank', None]
    """
    # No filler and not too long, and it begins with a letter: that is nearly every comment.
    return [
        None
        if (_LONGEST < len(text) <= MAXIMUM_CHARACTERS and text[0].isalpha()) or _says_more(text)
        else rejection(text)
        for text in texts
    ]


def is_wordless(text: str) -> bool:
    """Whether a cleaned text has no word that a model could read: emoji, emoticons, figures.

    >>> is_wordless("\N{THUMBS UP SIGN} 10/10 :D"), is_wordless("\N{THUMBS UP SIGN} good")
    (True, False)
    """
    return not any(map(str.isalpha, _EMOTICON.sub(" ", text)))


def tell_nothing(texts: Sequence[str]) -> list[bool]:
    """Whether each cleaned text is a bare "nothing" or has no word.

    >>> tell_nothing(["Nothing.", "10/10 \N{THUMBS UP SIGN}", "Nothing to improve"])
    [True, True, False]
    """
    # A text that is longer and begins with a letter is neither, and most are so.
    return [
        (len(text) <= _LONGEST or not text[0].isalpha())
        and not _says_more(text)
        and (is_bare_nothing(text) or is_wordless(text))
        for text in texts
    ]


def _says_more(text: str) -> bool:
    """Tell at little cost of a short text that it begins as none of the answers above does."""
    begins = text[:2]
    return (
        len(text) <= _LONGEST
        and begins.isascii()
        and begins.isalpha()
        and begins.lower() not in _BEGINNINGS
    )


def is_bare_nothing(text: str) -> bool:
    """Whether a cleaned text says "nothing", "no" or the like, and no more than that.

    >>> is_bare_nothing("Nothing."), is_bare_nothing("Nothing to improve")
    (True, False)
    """
    return len(text) <= _LONGEST and _key(text) in BARE_NOTHING


def _key(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", _APOSTROPHES.sub("", text.casefold())).strip()
