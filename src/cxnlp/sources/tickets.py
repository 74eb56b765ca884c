"""Zendesk ticket exports: the customer's own words, told from the agents'.

One ticket, one row. `text` is what the requester wrote, all public comments in order, without what
they only quoted; `agent_text` is what everybody else wrote in public. Format: Zendesk's JSON export
(one ticket a line, or a line with `ticket` and `comments`) and the lists of its Tickets API
(`{"tickets": [...]}`). The transcript of a chat is one comment, which `cxnlp.sources.transcripts`
takes apart; where nothing tells which of its lines are the customer's, the row is rejected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault
from cxnlp.sources.shape import Shape, dig, text_of
from cxnlp.sources.transcripts import read_transcript

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = ["TICKETS", "own_words"]

_COLUMNS: Final = (
    "id", "text", "agent_text", "subject", "created_at", "customer", "channel", "agent", "team",
    "csat", "resolved", "resolved_at", "resolution_hours", "status", "comments",
)  # fmt: skip

_QUOTED: Final = re.compile(
    r"^(?:"
    r"##- Please type your reply above this line.*"
    r"|-{2,} ?(?:Original Message|Forwarded message|Urspr\u00fcngliche Nachricht"
    r"|Message d'origine|Mensaje original) ?-{2,}.*"
    r"|On [^\n]{4,120}\n?[^\n]{0,80}\bwrote:\s*"
    r"|(?:Am|Le|El|Il|Op|Em)\b(?=[^\n]*\d)[^\n]{4,120}\n?[^\n]{0,80}"
    r"\b(?:schrieb|a [e\u00e9]crit|escribi[o\u00f3]|ha scritto|schreef|escreveu)\b[^\n]{0,120}:\s*"
    r"|_{10,}"
    r"|(?:From|Von|De|Da|Van): .{1,120}"
    r")$",
    re.MULTILINE | re.IGNORECASE,
)
"""Lines below which a mail repeats what it answers: English, German, French, Spanish, Italian,
Dutch and Portuguese programs' words; in all but English with a date, because sentences begin so.
"""

_QUOTE_LINE: Final = re.compile(r"^[ \t]*>.*$\n?", re.MULTILINE)


_NOBODY: Final = Fault(
    RejectionReason.MALFORMED_ROW, "a chat in which nothing tells the customer's lines"
)


def own_words(body: str) -> str:
    r"""What a comment says itself, without the mail that it quotes.

    >>> own_words("Still broken.\n\nOn Mon, 2 Mar 2026, Support wrote:\n> Please restart it.")
    'Still broken.'
    """
    body = body.replace("\r\n", "\n")
    mark = _QUOTED.search(body)
    kept = body[: mark.start()] if mark else body
    own = _QUOTE_LINE.sub("", kept).strip()
    # A forwarded mail with nothing above it is all that the customer sent.
    return own or body.strip()


def _whole(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The ticket, where its comments lie beside it (`{"ticket": {...}, "comments": [...]}`)."""
    ticket = record.get("ticket")
    if not isinstance(ticket, dict):
        return record
    beside = {name: record[name] for name in ("comments", "metric_set") if name in record}
    return {**ticket, **beside}


def _fits(record: Mapping[str, Any]) -> bool:
    record = _whole(record)
    about = {"requester_id", "requester", "submitter_id", "assignee_id", "ticket_form_id", "via"}
    words = isinstance(record.get("comments"), list) or "description" in record
    return "id" in record and words and bool(about & record.keys())


def _flatten(
    record: Mapping[str, Any], document: Mapping[str, Any]
) -> dict[str, str | None] | Fault:
    ticket = _whole(record)
    document = document if ticket is record else {**document, **record}
    requester = text_of(ticket.get("requester_id")) or text_of(dig(ticket, "requester", "id"))
    comments = list(_comments(ticket, document, requester))
    said = comments.copy()
    description = text_of(ticket.get("description"))
    if not any(own for own, _ in comments) and description:
        # Who opens a ticket for somebody else writes the description: an agent, after a call.
        submitter = text_of(ticket.get("submitter_id"))
        others = bool(submitter and requester and submitter != requester)
        if description.strip() not in {body.strip() for _, body in comments}:
            said.insert(0, (not others, description))
    told = _told_apart(said, _names(ticket, document, requester))
    if told is None:
        return _NOBODY
    customer, agents = told
    status = text_of(ticket.get("status"))
    minutes = dig(ticket, "metric_set", "full_resolution_time_in_minutes", "calendar")
    solved = status.lower() in {"solved", "closed"} if status else None
    return {
        "id": text_of(ticket["id"]),
        "text": "\n\n".join(words for words in customer if words) or None,
        "agent_text": "\n\n".join(words for words in agents if words) or None,
        "subject": text_of(ticket.get("subject")),
        "created_at": text_of(ticket.get("created_at")),
        "customer": requester,
        "channel": text_of(dig(ticket, "via", "channel")),
        "agent": text_of(ticket.get("assignee_id")) or text_of(dig(ticket, "assignee", "id")),
        "team": text_of(ticket.get("group_id")) or text_of(dig(ticket, "group", "name")),
        "csat": _csat(dig(ticket, "satisfaction_rating", "score")),
        "resolved": None if solved is None else text_of(solved),
        "resolved_at": text_of(dig(ticket, "metric_set", "solved_at")),
        "resolution_hours": f"{minutes / 60:.4f}" if isinstance(minutes, (int, float)) else None,
        "status": status,
        "comments": str(len(comments)),
    }


def _told_apart(
    said: Iterable[tuple[bool, str]], names: Collection[str]
) -> tuple[list[str], list[str]] | None:
    """What the customer and what others said; None where a chat does not tell who is who."""
    customer: list[str] = []
    agents: list[str] = []
    for own, body in said:
        transcript = read_transcript(body, names)
        if transcript is None:
            (customer if own else agents).append(own_words(body))
        elif not transcript.customer:
            return None
        else:
            customer += transcript.customer
            agents += transcript.others
    return customer, agents


def _names(
    ticket: Mapping[str, Any], document: Mapping[str, Any], requester: str | None
) -> set[str]:
    """What the requester is called, where the export tells."""
    users = document.get("users")
    found = {text_of(dig(ticket, "requester", "name"))} | {
        text_of(user.get("name"))
        for user in (users if isinstance(users, list) else [])
        if isinstance(user, dict) and requester and text_of(user.get("id")) == requester
    }
    return {name for name in found if name}


def _comments(
    ticket: Mapping[str, Any], document: Mapping[str, Any], requester: str | None
) -> Iterator[tuple[bool, str]]:
    """Each public comment: whether the customer wrote it, and what it says."""
    users = document.get("users")
    roles = {
        text_of(user.get("id")): user.get("role")
        for user in (users if isinstance(users, list) else [])
        if isinstance(user, dict)
    }
    comments = ticket.get("comments")
    for comment in comments if isinstance(comments, list) else []:
        if not isinstance(comment, dict) or comment.get("public") is False:
            continue
        body = text_of(comment.get("plain_body")) or text_of(comment.get("body"))
        if not body:
            continue
        author = text_of(comment.get("author_id")) or text_of(dig(comment, "author", "id"))
        role = dig(comment, "author", "role") or roles.get(author)
        own = author == requester if author and requester else role == "end-user"
        yield own, body


def _csat(score: object) -> str | None:
    """Zendesk's good and bad as 1 and 0; a number stays one."""
    if isinstance(score, str):
        return {"good": "1", "bad": "0", "good_with_comment": "1", "bad_with_comment": "0"}.get(
            score.lower()
        )
    return text_of(score)


TICKETS: Final = Shape(
    name="a Zendesk ticket export",
    columns=_COLUMNS,
    lists=(("tickets",), ("results",), ()),
    fits=_fits,
    flatten=_flatten,
)
