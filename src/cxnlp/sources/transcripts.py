"""Transcripts of chats that stand in one comment, taken apart by who spoke.

Zendesk writes a line such as `(10:04:31 AM) Visitor 20311: ...` for each message, and puts `***`
around what happened rather than was said. The customer is who bears the requester's name, or is
called a visitor; all others are agents or bots.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Transcript", "read_transcript"]

_MESSAGE: Final = re.compile(
    r"^[ \t]*\(\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?\)[ \t]+", re.MULTILINE
)
_SPOKEN: Final = re.compile(r"([^:\n]{1,80}): ?(.*)", re.DOTALL)
_VISITOR: Final = re.compile(r"(?:web )?(?:visitor|besucher|visiteur|visitante)\b", re.IGNORECASE)
_FEWEST: Final = 2
"""Messages that make a transcript: one such line may be quoted in any comment."""


@dataclass(frozen=True)
class Transcript:
    """A chat, told apart.

    Attributes:
        customer: what the customer wrote, a message each; empty where nothing tells who that was.
        others: what agents and bots wrote.
    """

    customer: tuple[str, ...]
    others: tuple[str, ...]


def read_transcript(body: str, names: Collection[str]) -> Transcript | None:
    r"""Take a transcript apart; None for a comment that is none.

    Args:
        body: what the comment says.
        names: what the requester is called; empty where the export does not tell.

    >>> read_transcript("(10:04:31 AM) Visitor 7: Is it open?\n(10:05:02 AM) Ada: It is.", ())
    Transcript(customer=('Is it open?',), others=('It is.',))
    >>> read_transcript("Call me at (10:30) please", ()) is None
    True
    """
    body = body.replace("\r\n", "\n")
    messages = list(_MESSAGE.finditer(body))
    if len(messages) < _FEWEST:
        return None
    ends = [message.start() for message in messages[1:]] + [len(body)]
    known = {name.strip().casefold() for name in names} - {""}
    customer: list[str] = []
    others: list[str] = []
    for message, end in zip(messages, ends, strict=True):
        words = body[message.end() : end].strip()
        if words.startswith("***"):
            continue
        spoken = _SPOKEN.match(words)
        speaker, said = (spoken[1].strip(), spoken[2].strip()) if spoken else ("", words)
        own = speaker.casefold() in known or _VISITOR.match(speaker) is not None
        (customer if own else others).append(said)
    return Transcript(tuple(customer), tuple(others))
