"""Transcripts of chats that stand in one comment, taken apart by who spoke.

Zendesk writes a line such as `(10:04:31 AM) Visitor 20311: ...` for each message, and puts `***`
around what happened rather than was said; other exports put the time without brackets, behind the
speaker, above what is said, or nowhere. Its messaging writes `Conversation with NAME` above, or
that line alone. The customer is who bears the requester's name, or the one in that line, or is
called a visitor, a web user or a customer; all others are agents or bots. Labels without any time
stand before much that is no chat: there a customer by such a word only is one beside an agent, or
where speakers come again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["Transcript", "read_transcript"]

_DATE: Final = r"(?:\d{4}-\d\d-\d\d[ T]|\d{1,2}[./]\d{1,2}[./]\d{2,4},? )"
_TIME: Final = rf"{_DATE}?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?: ?[AaPp]\.?[Mm]\.?)?"
_MESSAGE: Final = re.compile(rf"^[ \t]*[(\[]{_TIME}[)\]][ \t]+", re.MULTILINE)
_SPOKEN: Final = re.compile(r"([^:\n]{1,80}): ?(.*)", re.DOTALL)
_WHO: Final = r"(?P<who>[^\W\d_][^:\n()\[\]]{0,60}?)"
_TIMED: Final = (
    re.compile(
        rf"^[ \t]*{_TIME}(?: ?(?:Z|UTC|GMT))?[ \t]*[,|\u2013\u2014-]?[ \t]+{_WHO}[ \t]*:(?!//)"
        r"[ \t]*",
        re.MULTILINE,
    ),
    re.compile(rf"^[ \t]*{_WHO},?[ \t]+[(\[]?{_TIME}[)\]]?[ \t]*(?::|$)[ \t]*", re.MULTILINE),
)
"""Time and speaker before what is said; speaker and time before it, or on a line above it."""
_NAMED: Final = re.compile(rf"^[ \t]*{_WHO}[ \t]*:(?!//)[ \t]+(?=\S)", re.MULTILINE)
_STAMPED: Final = re.compile(rf"^[ \t]*[(\[]?{_DATE}\d{{1,2}}:\d\d", re.MULTILINE)
_TITLE: Final = re.compile(r"\s*(?:[^\n.!?:]{1,80}\s*)?")
_VISITOR: Final = re.compile(
    r"(?:(?:web )?(?:visitor|besucher|visiteur|visitante)|web user)\b", re.IGNORECASE
)
_CUSTOMER: Final = re.compile(
    r"(?:the )?(?:customer|client|cliente?|caller|guest|end[- ]?user|kund(?:e|in)|gast|klant"
    r"|utente|me|ich|moi|yo|io|ik|eu)(?:[ #-]{0,2}\d{1,12})?",
    re.IGNORECASE,
)
"""What a customer is called; "Customer Service" is none."""
_AGENT: Final = re.compile(
    r"(?:(?:live |virtual |support |service )?(?:agente?|(?:chat)?bot|advis[eo]r|representative|rep"
    r"|operator|assistant|consultant|berater(?:in)?|mitarbeiter(?:in)?|conseill[eè]re?|asesora?"
    r"|operatore|consulente|medewerk(?:er|ster)|atendente)|(?:customer |technical )?support"
    r"|customer (?:service|care)|help ?desk|kundendienst|kundenservice|service client)"
    r"(?P<name>[ #-]{1,3}(?:\d{1,12}|(?-i:[^\W\d_a-zß-ÿ][\w.'-]*(?: [^\W\d_a-zß-ÿ][\w.'-]*)?)))?",
    re.IGNORECASE,
)
"""What an agent is called, with a name or number or without one."""
_LABELLED: Final = re.compile(
    rf"^[ \t]*(?:[-*\u2022][ \t]+)?[*_]{{0,2}}{_WHO}"
    r"(?:[ \t]*\((?P<role>[^()\n]{1,30})\))?[*_]{0,2}[ \t]*:(?!//)[*_]{0,2}"
    r"(?:[ \t]+|(?P<on>[ \t]*\n))(?=\S)",
    re.MULTILINE,
)
"""Speaker, and what they are called, before what is said or on a line above it; set off or not."""
_OTHERWISE: Final = re.compile(
    r"^[ \t]*(?:<[^<>\n]{1,60}>"
    r"|[^:\n]{1,60} (?:says?|said|writes|wrote|sagt|schrieb|dit|dice)[ \t]*:"
    r"|(?:agent|(?:chat)?bot|advis[eo]r|operator|customer|client|visitor)"
    r"(?: (?-i:[^\W\d_a-z])\w{0,30}){0,2}[ \t]*(?:[-\u2013\u2014|>] |$))",
    re.MULTILINE | re.IGNORECASE,
)
"""Lines that begin a message of a chat in a layout that is not taken apart."""
_TURNS: Final = 2
"""Changes of speaker that make an exchange of what may be a form."""
_CALLED_CHAT: Final = re.compile(
    r"\b(?:chat|transcript|conversation|verlauf|historique|log)\b|\d:\d\d|\d{4}", re.IGNORECASE
)
"""What a line above a chat speaks of when it is its title: the chat, or when it was."""
_HEADING: Final = re.compile(
    r"\s*Conversation with ([^\n:.!?]{1,80}?)[ \t]*(?:\n|\Z)", re.IGNORECASE
)
_NAME: Final = re.compile(r"[^\W\d_a-zß-ÿ][\w.'-]*(?: [^\W_a-zß-ÿ][\w.'-]*){0,3}")
_FIELD: Final = re.compile(
    r"(?:(?:First|Last|Full|Your|E|Order|Phone|Account|Customer) ?-?)?(?:Name|E?-?[Mm]ail|Phone"
    r"|Number|Order|Address|City|Postcode|Date|Time|Subject|Topic|Question|Message|Reason|Product"
    r"|Country|Language|Department|Company|Issue|Problem|Note|PS|Edit|Update)",
    re.IGNORECASE,
)
"""What stands before a colon in a form that a customer filled in."""
_WORDS: Final = 3
"""Words of what stands before a colon, where it may be a name that is written small."""
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


def read_transcript(
    body: str, names: Collection[str], *, chat: bool = False, own: bool = True
) -> Transcript | None:
    r"""Take a transcript apart; None for a comment that is none.

    Args:
        body: what the comment says.
        names: what the requester is called; empty where the export does not tell.
        chat: whether it came by a channel whose comments are transcripts: then one in which nobody
            is known is a transcript all the same.
        own: whether the customer is its author.

    >>> read_transcript("(10:04:31 AM) Visitor 7: Is it open?\n(10:05:02 AM) Ada: It is.", ())
    Transcript(customer=('Is it open?',), others=('It is.',))
    >>> read_transcript("Conversation with Jo\n(10:04) Jo: Is it open?\n(10:05) Bot: Yes.", ())
    Transcript(customer=('Is it open?',), others=('Yes.',))
    >>> read_transcript("Jo, 10:04 AM\nIs it open?\nAda, 10:05 AM\nIt is.", {"Jo"})
    Transcript(customer=('Is it open?',), others=('It is.',))
    >>> read_transcript("Call me at (10:30) please", ()) is None
    True
    """
    body = body.replace("\r\n", "\n")
    known = {name.strip().casefold() for name in names} - {""}
    heading = _HEADING.match(body)
    messages = list(_MESSAGE.finditer(body))
    if not messages or (len(messages) < _FEWEST and not heading):
        called = known | ({heading[1].casefold()} if heading else set())
        found = _by_speaker(body, heading.end() if heading else 0, called, chat=chat, own=own)
        if found is not None:
            return found
    if heading and (messages or _is_customer(heading[1], known)):
        known.add(heading[1].casefold())
        left = body[heading.end() :].strip()
        if left and not messages:
            return Transcript((), (left,))
    elif len(messages) < _FEWEST:
        if chat and max(len(kind.findall(body)) for kind in (_STAMPED, _OTHERWISE)) >= _FEWEST:
            return Transcript((), (body,))
        return Transcript((), ()) if heading and _is_title(body, heading) else None
    customer: list[str] = []
    others: list[str] = []
    for message, words in _between(body, messages):
        del message
        spoken = _SPOKEN.match(words)
        speaker, said = (spoken[1].strip(), spoken[2].strip()) if spoken else ("", words)
        (customer if _is_customer(speaker, known, roles=chat) else others).append(said)
    return Transcript(tuple(customer), tuple(others))


def _by_speaker(
    body: str, start: int, known: Collection[str], *, chat: bool, own: bool
) -> Transcript | None:
    """A transcript whose lines name who speaks without a time in brackets; None where it is none.

    The customer has to be among the speakers, or the comment to have come by chat and to look like
    a transcript from its first line on.
    """
    if (own or chat) and (found := _by_role(body, start, known, chat=chat, own=own)):
        return found
    for layout in (*_TIMED, _NAMED):
        messages = list(layout.finditer(body, start))
        roles = chat and layout is not _NAMED
        theirs = {one["who"] for one in messages if _is_customer(one["who"], known, roles=roles)}
        # Beside a customer who is known, nobody's words may be taken for the customer's.
        messages = [
            one
            for one in messages
            if layout is _TIMED[0]
            or (theirs and one["who"].count(" ") < _WORDS)
            or one["who"] in theirs
            or _NAME.fullmatch(one["who"])
        ]
        if not messages or (len(messages) < _FEWEST and not start):
            continue
        speakers = {one["who"] for one in messages}
        if not theirs:
            bare = layout is _NAMED
            first = _TITLE.fullmatch(body, start, messages[0].start())
            fields = all(map(_FIELD.fullmatch, speakers))
            if not chat or len(messages) < _FEWEST or fields:
                continue
            if bare and not (own and first and len(speakers) > 1):
                continue
        customer: list[str] = []
        others: list[str] = []
        for message, words in _between(body, messages):
            (customer if message["who"] in theirs else others).append(words)
        return Transcript(tuple(customer), tuple(others))
    return None


def _by_role(
    body: str, start: int, known: Collection[str], *, chat: bool, own: bool
) -> Transcript | None:
    """A transcript whose lines begin with what speakers are called; None where it is none.

    Both sides are told where the customer is named or called one, beside an agent. In mails people
    name themselves, their agent and what they speak of, a line each: there it takes an exchange.
    """
    messages = []
    theirs, agents, others = set(), set(), set()
    named = False
    for one in _LABELLED.finditer(body, start):
        who, role = one["who"], one["role"] or one["who"]
        if _is_customer(who, known) or _CUSTOMER.fullmatch(role):
            theirs.add(who.casefold())
        elif agent := _AGENT.fullmatch(role):
            agents.add(who.casefold())
            named = named or bool(agent["name"] or one["role"])
        elif one["on"] or who.count(" ") >= _WORDS or _FIELD.fullmatch(who):
            continue
        else:
            others.add(who.casefold())
        messages.append(one)
    again = len(messages) > len(theirs | agents | others)
    sides = [one["who"].casefold() in theirs for one in messages]
    turns = sum(one != other for one, other in pairwise(sides))
    if theirs and agents and (chat or (again and turns >= _TURNS)):
        above = body[start : messages[0].start()].strip()
        # A title names a chat; whatever else stands above one is somebody's words.
        customer = [above] if own and above and not _CALLED_CHAT.search(above) else []
        rest: list[str] = []
        for one, words in _between(body, messages):
            (customer if one["who"].casefold() in theirs else rest).append(words)
        return Transcript(tuple(customer), tuple(rest))
    # Service, staff and food may be praised one a line, too; a person who answers is no such thing.
    firsts = {name.partition(" ")[0] for name in known}
    doubtful = (agents and (named or again)) or (len(others) > 1 and not firsts.isdisjoint(others))
    return Transcript((), (body,)) if chat and own and others and doubtful else None


def _between(body: str, messages: Sequence[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    """Each message's beginning, and what stands between it and the next; not what happened."""
    ends = [message.start() for message in messages[1:]] + [len(body)]
    for message, end in zip(messages, ends, strict=False):
        words = body[message.end() : end].strip()
        if not words.startswith("***"):
            yield message, words


def _is_customer(speaker: str, known: Collection[str], *, roles: bool = False) -> bool:
    if speaker.casefold() in known or _VISITOR.match(speaker):
        return True
    return roles and _CUSTOMER.fullmatch(speaker) is not None


def _is_title(body: str, heading: re.Match[str]) -> bool:
    """Whether a comment is but the line that messaging puts above a conversation."""
    return not body[heading.end() :].strip() and _NAME.fullmatch(heading[1]) is not None
