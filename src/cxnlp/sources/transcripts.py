"""Transcripts of chats that stand in one comment, taken apart by who spoke.

Zendesk writes a line such as `(10:04:31 AM) Visitor 20311: ...` for each message, and puts `***`
around what happened rather than was said. Its messaging writes `Conversation with NAME` above, or
that line alone. The customer is who bears the requester's name, or the one in that line, or is
called a visitor or a web user; all others are agents or bots.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Transcript", "read_transcript"]

_MESSAGE: Final = re.compile(
    r"^[ \t]*[(\[](?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d{2}(?::\d{2})?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?[)\]][ \t]+",
    re.MULTILINE,
)
_SPOKEN: Final = re.compile(r"([^:\n]{1,80}): ?(.*)", re.DOTALL)
_VISITOR: Final = re.compile(
    r"(?:(?:web )?(?:visitor|besucher|visiteur|visitante)|web user)\b", re.IGNORECASE
)
_HEADING: Final = re.compile(
    r"\s*Conversation with ([^\n:.!?]{1,80}?)[ \t]*(?:\n|\Z)", re.IGNORECASE
)
_NAME: Final = re.compile(r"[A-Z][\w.'-]*(?: [A-Z\d][\w.'-]*){0,3}")
_UNTIMED: Final = re.compile(r"^[ \t]*(?=[^\s:][^:\n]{0,60}:[ \t]+\S)", re.MULTILINE)
_FEWEST: Final = 2
"""Messages that make a transcript: one such line may be quoted in any comment."""


@dataclass(frozen=True)
class Transcript:
    """A chat, told apart.

    Attributes:
        customer: what the customer wrote, a message each; empty where nothing tells who that was.
        others: what agents and bots wrote; both are empty where nothing was said at all.
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
    >>> read_transcript("Conversation with Jo\n(10:04) Jo: Is it open?\n(10:05) Bot: Yes.", ())
    Transcript(customer=('Is it open?',), others=('Yes.',))
    >>> read_transcript("Call me at (10:30) please", ()) is None
    True
    """
    body = body.replace("\r\n", "\n")
    known = {name.strip().casefold() for name in names} - {""}
    heading = _HEADING.match(body)
    messages = list(_MESSAGE.finditer(body))
    if heading and (messages or _is_customer(heading[1], known)):
        messages = messages or list(_UNTIMED.finditer(body, heading.end()))
        known.add(heading[1].casefold())
        left = body[heading.end() :].strip()
        if left and not messages:
            return Transcript((), (left,))
    elif len(messages) < _FEWEST:
        return Transcript((), ()) if heading and _is_title(body, heading) else None
    ends = [message.start() for message in messages[1:]] + [len(body)]
    customer: list[str] = []
    others: list[str] = []
    for message, end in zip(messages, ends, strict=False):
        words = body[message.end() : end].strip()
        if words.startswith("***"):
            continue
        spoken = _SPOKEN.match(words)
        speaker, said = (spoken[1].strip(), spoken[2].strip()) if spoken else ("", words)
        (customer if _is_customer(speaker, known) else others).append(said)
    return Transcript(tuple(customer), tuple(others))


def _is_customer(speaker: str, known: Collection[str]) -> bool:
    return speaker.casefold() in known or _VISITOR.match(speaker) is not None


def _is_title(body: str, heading: re.Match[str]) -> bool:
    """Whether a comment is but the line that messaging puts above a conversation."""
    return not body[heading.end() :].strip() and _NAME.fullmatch(heading[1]) is not None
