"""Reviews of apps as the stores give them: App Store and Google Play.

Formats: Apple's customer reviews feed (`{"feed": {"entry": [...]}}`, whose `entry` is one object
where there is one review, and missing where there is none), the App Store Connect API
(`{"data": [{"type": "customerReviews", ...}]}`), and the Google Play Developer API
(`{"reviews": [{"reviewId": ..., "comments": [...]}]}`); of each also one review a line. The
developer's answer stands in `agent_text`, apart from the customer's words.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from cxnlp.sources.shape import Shape, dig, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["APP_REVIEWS"]

_COLUMNS: Final = (
    "id", "text", "agent_text", "created_at", "customer", "channel", "csat", "segment",
    "app_version",
)  # fmt: skip


def _of_feed(entry: Mapping[str, Any], _: Mapping[str, Any]) -> dict[str, str | None]:
    def label(*path: str) -> str | None:
        return text_of(dig(entry, *path, "label"))

    return {
        "id": label("id"),
        "text": _titled(label("title"), label("content")),
        "created_at": label("updated"),
        "customer": label("author", "name"),
        "channel": "App Store",
        "csat": label("im:rating"),
        "app_version": label("im:version"),
    }


def _of_connect(review: Mapping[str, Any], _: Mapping[str, Any]) -> dict[str, str | None]:
    given = review["attributes"]
    return {
        "id": text_of(review.get("id")),
        "text": _titled(text_of(given.get("title")), text_of(given.get("body"))),
        "created_at": text_of(given.get("createdDate")),
        "customer": text_of(given.get("reviewerNickname")),
        "channel": "App Store",
        "csat": text_of(given.get("rating")),
        "segment": text_of(given.get("territory")),
    }


def _of_play(review: Mapping[str, Any], _: Mapping[str, Any]) -> dict[str, str | None]:
    comments = [c for c in review["comments"] if isinstance(c, dict)]
    users = [c["userComment"] for c in comments if isinstance(c.get("userComment"), dict)]
    answers = [text_of(dig(c, "developerComment", "text")) for c in comments]
    # The newest comes first; an edited review replaces the one before.
    given = users[0] if users else {}
    return {
        "id": text_of(review.get("reviewId")),
        "text": (text_of(given.get("text")) or "").replace("\t", "\n").strip() or None,
        "agent_text": "\n\n".join(answer for answer in answers if answer) or None,
        "created_at": _instant(dig(given, "lastModified", "seconds")),
        "customer": text_of(review.get("authorName")),
        "channel": "Google Play",
        "csat": text_of(given.get("starRating")),
        "segment": text_of(given.get("reviewerLanguage")),
        "app_version": text_of(given.get("appVersionName")),
    }


def _titled(title: str | None, body: str | None) -> str | None:
    return "\n".join(words for words in (title, body) if words) or None


def _instant(seconds: object) -> str | None:
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


APP_REVIEWS: Final = (
    Shape(
        name="App Store reviews (customer reviews feed)",
        columns=_COLUMNS,
        lists=(("feed", "entry"), ()),
        fits=lambda entry: "im:rating" in entry and "content" in entry,
        flatten=_of_feed,
        # The feed's first entry may be the app itself.
        beside=lambda entry: "im:name" in entry and "im:rating" not in entry,
    ),
    Shape(
        name="App Store reviews (App Store Connect)",
        columns=_COLUMNS,
        lists=(("data",), ()),
        fits=lambda review: (
            review.get("type") == "customerReviews" and isinstance(review.get("attributes"), dict)
        ),
        flatten=_of_connect,
    ),
    Shape(
        name="Google Play reviews",
        columns=_COLUMNS,
        lists=(("reviews",), ()),
        fits=lambda review: "reviewId" in review and isinstance(review.get("comments"), list),
        flatten=_of_play,
    ),
)
