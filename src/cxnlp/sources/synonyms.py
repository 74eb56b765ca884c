"""The names under which columns are recognised."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SYNONYMS", "synonym_table"]

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "text": (
            "comment", "comments", "text", "review", "review text", "review body",
            "review content", "verbatim", "verbatims", "verbatim comment", "feedback",
            "feedback text", "feedback comment", "customer feedback", "customer comment",
            "customer comments", "comment text", "comment body", "free text", "free text comment",
            "free text response", "open text", "open ended response", "open response",
            "FFT answer", "FFT comment", "answer", "answer text", "response", "response text",
            "survey response", "survey comment", "body", "message", "message body", "message text",
            "content", "narrative", "consumer complaint narrative", "complaint", "complaint text",
            "description", "ticket description", "ticket body", "details", "remarks", "remark",
            "note", "notes", "opinion", "testimonial", "suggestion", "suggestions", "statement",
            "transcript", "query", "sentence", "document", "utterance", "tweet", "post",
        ),
        "id": (
            "id", "feedback id", "comment id", "review id", "response id", "survey id",
            "survey response id", "record id", "row id", "respondent id", "submission id",
            "ticket id", "ticket number", "case id", "case number", "complaint id", "answer id",
            "message id", "conversation id", "interaction id", "reference", "ref", "reference id",
            "uuid", "guid", "key", "unique id", "uid", "tweet id", "post id", "document id",
        ),
        "created_at": (
            "created at", "created", "created on", "created date", "creation date", "date",
            "datetime", "timestamp", "submitted at", "submitted",
            "submitted on", "submission date", "submit date", "date submitted", "feedback date",
            "comment date", "review date", "review time", "review timestamp", "date of review",
            "response date", "date of response", "survey date", "answered at", "date received",
            "received at", "received", "received on", "received date", "date created", "opened at",
            "open date", "posted at", "posted on", "date posted", "publication date",
            "published at", "completed at", "completion date", "recorded date", "end date",
        ),
        "customer": (
            "customer", "customer id", "customer number", "customer key", "client", "client id",
            "user", "user id", "username", "account", "account id", "member id", "respondent",
            "patient id", "guest id", "passenger id", "reviewer id", "reviewer", "author",
            "author id", "author name", "customer name", "contact id", "consumer id",
        ),
        "channel": (
            "channel", "contact channel", "source channel", "feedback channel", "survey channel",
            "touchpoint", "medium", "contact method", "contact type", "submitted via", "via",
            "method", "origin", "case origin", "feedback source",
        ),
        "agent": (
            "agent", "agent name", "agent id", "advisor", "adviser", "advisor name", "assignee",
            "assigned to", "employee", "employee id", "employee name", "staff member", "staff name",
            "representative", "rep", "rep name", "service agent", "handled by", "case owner",
            "owner", "operator",
        ),
        "team": (
            "team", "team name", "department", "department name", "dept", "unit", "business unit",
            "branch", "branch name", "store", "store name", "shop", "location", "site", "site name",
            "office", "ward", "service", "group", "queue", "trust", "organization", "organisation",
            "support group", "division", "facility",
        ),
        "segment": (
            "segment", "customer segment", "customer type", "customer group", "client type",
            "tier", "customer tier", "plan", "membership", "membership level", "loyalty tier",
            "type traveller", "traveller type", "type of traveller", "account type", "user type",
        ),
        "csat": (
            "csat", "csat score", "csat rating", "customer satisfaction", "satisfaction",
            "satisfaction score", "satisfaction rating", "customer satisfaction score",
            "overall satisfaction", "rating", "overall rating", "star rating", "stars", "score",
            "review rating", "review score", "overall score",
        ),
        "nps": (
            "nps", "nps score", "nps rating", "net promoter score", "net promoter",
            "likelihood to recommend", "likely to recommend", "ltr", "recommendation score",
            "recommend score",
        ),
        "ces": (
            "ces", "ces score", "customer effort score", "customer effort", "effort score",
            "effort", "ease", "ease score", "ease of use score",
        ),
        "resolved_first_contact": (
            "resolved first contact", "first contact resolution", "first call resolution", "fcr",
            "resolved on first contact", "resolved at first contact", "first contact resolved",
            "first time resolution", "one touch resolution", "is fcr",
        ),
        "resolution_hours": (
            "resolution hours", "hours to resolution", "hours to resolve", "time to resolution",
            "time to resolution hours", "time to resolve hours", "resolution time",
            "resolution time hours", "resolution time h", "handling hours", "resolve hours",
        ),
        "resolved": (
            "resolved", "is resolved", "solved", "is solved", "was resolved", "issue resolved",
            "problem solved", "problem resolved", "case resolved", "resolution",
        ),
        "resolved_at": (
            "resolved at", "resolved on", "resolution date", "date resolved", "resolved date",
            "closed at", "closed on", "date closed", "close date", "closed date", "solved at",
        ),
        "escalated": (
            "escalated", "is escalated", "was escalated", "escalation", "escalation flag",
            "has escalated",
        ),
        "converted": (
            "converted", "is converted", "was converted", "conversion", "purchased", "bought",
            "sale", "sold", "has converted", "renewed",
        ),
    }
)  # fmt: skip
"""Names for the text, the identifier and every standard metadata column, the surest first.

Compared without case, blanks, underscores, hyphens and other punctuation. A name stands under one
heading only.
"""


def synonym_table() -> str:
    """The list as a Markdown page: `docs/columns.md`.

    >>> synonym_table().splitlines()[0]
    '# Column names that are recognised'
    """
    lines = [
        "# Column names that are recognised",
        "",
        "Made by `cxnlp.sources.synonym_table()`.",
        "",
        "Case, blanks, underscores, hyphens and other punctuation do not count: `Review_Text`,",
        "`review-text` and `REVIEW TEXT` are one name. Of several, the name that stands first is",
        "taken; one column serves once. A source with a single column needs no name.",
        "`--text-column`, `--id-column` and `--map NAME=COLUMN` overrule the guess.",
        "",
        "| column of the run | names in your data |",
        "|---|---|",
    ]
    lines += [f"| `{name}` | {', '.join(names)} |" for name, names in SYNONYMS.items()]
    return "\n".join(lines) + "\n"
