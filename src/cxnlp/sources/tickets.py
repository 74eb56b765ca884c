"""Zendesk ticket exports: the customer's own words, told from the agents'.

One ticket, one row. `text` is what the requester and other customers who were copied in wrote, all
public comments in order, without what they only quoted; `agent_text` is what everybody else wrote
in public. Format: Zendesk's JSON export (one ticket a line, or a line with `ticket` and `comments`)
and the lists of its Tickets API (`{"tickets": [...]}`). The transcript of a chat is one comment,
which `cxnlp.sources.transcripts` takes apart; where nothing tells which of its lines are the
customer's, the row is rejected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cxnlp.schema import RejectionReason
from cxnlp.sources.chunk import Fault
from cxnlp.sources.hypertext import words_of_html
from cxnlp.sources.quoting import own_words
from cxnlp.sources.shape import Shape, dig, text_of
from cxnlp.sources.transcripts import read_transcript

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = ["TICKETS"]

_COLUMNS: Final = (
    "id", "text", "agent_text", "subject", "created_at", "customer", "channel", "agent", "team",
    "csat", "resolved", "resolved_at", "resolution_hours", "status", "comments",
)  # fmt: skip

_NOBODY: Final = "a chat in which nothing tells the customer's lines"
_QUOTED: Final = 40
"""Comments before one, and their own words, that it may quote: a mail quotes the last ones."""
_BELOW: Final = "a mail in which nothing tells an answer from what it quotes"
_MESSAGING: Final = re.compile("chat|messag|whatsapp|telegram|sunshine", re.IGNORECASE)
"""Channels whose tickets hold transcripts."""


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
    if not any(own for own, _, _ in comments) and description:
        # Who opens a ticket for somebody else writes the description: an agent, after a call.
        submitter = text_of(ticket.get("submitter_id"))
        others = bool(submitter and requester and submitter != requester)
        if description.strip() not in {body.strip() for _, body, _ in comments}:
            said.insert(0, (not others, description, None))
    channel = text_of(dig(ticket, "via", "channel"))
    chat = channel is not None and _MESSAGING.search(channel) is not None
    told = _told_apart(said, _names(ticket, document, requester), chat=chat)
    if isinstance(told, str):
        return Fault(RejectionReason.MALFORMED_ROW, told, {"id": text_of(ticket["id"])})
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
        "channel": channel,
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
    said: Iterable[tuple[bool, str, str | None]], names: Collection[str], *, chat: bool
) -> tuple[list[str], list[str]] | str:
    """What the customer and what others said; why, where a comment does not tell who is who."""
    customer: list[str] = []
    agents: list[str] = []
    earlier: list[str] = []
    unclear = False
    for own, body, rich in said:
        transcript = read_transcript(body, names, chat=chat, own=own)
        if transcript is None:
            words = own_words(body, earlier)
            if words is None and rich:
                # Programs mark what they quote in HTML, and its plain words lack the marks.
                words = own_words(words_of_html(rich), earlier)
            if words is None and own:
                unclear = True  # the customer's or not: beside clear words of theirs it is left out
                agents.append(body)
            else:
                (customer if own else agents).append(words or "")
            earlier = [*earlier[-_QUOTED:], body, words or ""]
        elif transcript.others and not transcript.customer:
            return _NOBODY
        else:
            customer += transcript.customer
            agents += transcript.others
    return _BELOW if unclear and not any(customer) else (customer, agents)


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
) -> Iterator[tuple[bool, str, str | None]]:
    """Each public comment: whether the customer wrote it, what it says, and its HTML."""
    users = document.get("users")
    roles = {
        text_of(user.get("id")): user.get("role")
        for user in (users if isinstance(users, list) else [])
        if isinstance(user, dict)
    }
    comments = ticket.get("comments")
    for comment in comments if isinstance(comments, list) else []:
        if not isinstance(comment, dict) or not _is_public(comment):
            continue
        body = _body(comment)
        if not body:
            continue
        author = text_of(comment.get("author_id")) or text_of(dig(comment, "author", "id"))
        role = dig(comment, "author", "role") or roles.get(author)
        # Who is copied in on a ticket is a customer, too.
        own = role == "end-user" or bool(author and author == requester)
        yield own, body, text_of(comment.get("html_body"))


def _is_public(comment: Mapping[str, Any]) -> bool:
    """An export that was put through other programs may hold the sign as a word."""
    public = comment.get("public", True)
    return public is True or (isinstance(public, str) and public.strip().lower() == "true")


def _body(comment: Mapping[str, Any]) -> str | None:
    """What a comment says, read from its HTML where it has no plain words."""
    plain = text_of(comment.get("plain_body")) or text_of(comment.get("body"))
    rich = text_of(comment.get("html_body"))
    return plain or (words_of_html(rich) if rich else None)


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
