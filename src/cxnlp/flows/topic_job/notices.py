"""What a person should know about topics that were found: kept with them, and told each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from cxnlp.insights.comments import read_comments
from cxnlp.schema import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

__all__ = [
    "about_dates",
    "about_languages",
    "about_levels",
    "about_stability",
    "about_unassigned",
    "about_weights",
    "kept_notices",
]

_FOREIGN: Final = 0.05
"""Share of comments in another language from which it is told; fewer change no topic."""


def about_unassigned(asked: float, without: int, comments: int) -> list[str]:
    """How many comments have no topic, beside what was asked for, which counts something else.

    >>> about_unassigned(0.2, 31, 240)[0]
    '31 of 240 comments (13%) are without a topic. Asked for were 20% of the different pieces ...
    """
    if asked <= 0:
        return []
    words = (
        f"{without:,} of {comments:,} comments ({without / max(comments, 1):.0%}) are without a "
        f"topic. Asked for were {asked:.0%} of the different pieces of text that topics are found "
        "on: there a text counts once, however often it is said, and a comment is without a topic "
        "only where all its pieces are."
    )
    return [words]


def about_dates(labels: pa.Table, today: datetime) -> list[str]:
    """How many labelled comments have a date that trends leave out, and why.

    Args:
        labels: columns `row`, `level`, `status`, and `created_at` where the run has it.
        today: dates after it are no dates of feedback.

    >>> from datetime import UTC, datetime
    >>> import pyarrow as pa
    >>> dates = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)]
    >>> labels = {"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2, "created_at": dates}
    >>> about_dates(pa.table(labels), dates[0])[0]
    '1 of 2 labelled comments are dated after today, when nobody can have written them; they ...
    """
    comments = read_comments(labels, today=today)
    undated = comments.undated if comments.undated < len(comments) else 0  # none at all: no trends
    return [
        f"{count:,} of {len(comments):,} labelled comments {why}; they stay out of trends, and "
        "everything else counts them."
        for count, why in (
            (comments.future, "are dated after today, when nobody can have written them"),
            (comments.implausible, "are dated before 1980, which some systems write for no date"),
            (undated, "have no date that can be read"),
        )
        if count
    ]


def about_levels(labels: pa.Table) -> list[str]:
    """Whether all labelled comments are on one level, so that no topic weighs more than its size.

    Args:
        labels: columns `level` and `status`.

    >>> import pyarrow as pa
    >>> about_levels(pa.table({"level": [2, 2], "status": ["labelled"] * 2}))
    ['All labelled comments are on level 2: topics rank by their size alone.']
    """
    found = {
        level
        for level, status in zip(
            labels["level"].to_pylist(), labels["status"].to_pylist(), strict=True
        )
        if status == Status.LABELLED.value
    }
    if len(found) != 1:
        return []
    return [f"All labelled comments are on level {found.pop()}: topics rank by their size alone."]


def about_languages(labels: pa.Table) -> list[str]:
    """How many comments are in a language that nothing here was made for.

    Args:
        labels: column `status`.

    >>> import pyarrow as pa
    >>> about_languages(pa.table({"status": ["unsupported_language", "labelled"]}))[0]
    "1 of 2 comments are in a language that the model does not read: they have no level, and ...
    >>> about_languages(pa.table({"status": ["labelled"]}))
    []
    """
    status = labels["status"].to_pylist()
    foreign = status.count(Status.UNSUPPORTED_LANGUAGE.value)
    if foreign < _FOREIGN * len(status) or not foreign:
        return []
    words = (
        f"{foreign:,} of {len(status):,} comments are in a language that the model does not read: "
        "they have no level, and their topics are only as good as the encoder's knowledge of that "
        "language (MiniLM and the static encoder were made for English)."
    )
    return [words]


def about_stability(topics: pa.Table) -> list[str]:
    """How many topics are unstable, and what that means.

    >>> import pyarrow as pa
    >>> about_stability(pa.table({"stable": [True, True]}))
    []
    """
    unstable = topics["stable"].to_pylist().count(False)
    if not unstable:
        return []
    words = (
        f"{unstable} of {topics.num_rows} topics are marked unstable: at most half of ten fits "
        "with another seed on another 80% of the texts find them again. They should carry no "
        "decision."
    )
    return [words]


def about_weights(weighed: Mapping[str, pa.Table], lacking: Sequence[str] = ()) -> list[str]:
    """What could not be told of the levels of this run's comments, and why.

    Args:
        weighed: pain points, delight points and the level x topic table, by name.
        lacking: names of tables that the folder does not hold.

    >>> import pyarrow as pa
    >>> points, levels = pa.table({"trend": pa.array([], pa.float64())}), pa.table({"n": [0]})
    >>> weighed = {"pain_points": points, "delight_points": points, "level_by_topic": levels}
    >>> about_weights(weighed)[0]
    'No pain points, no delight points and no levels by topic: no comment with a topic has a level.'
    """
    if lacking:
        words = " and no ".join(lacking)
        old = f"The folder holds no {words}: an earlier version wrote it. --fresh makes it anew."
    else:
        old = ""
    pains, delights = weighed["pain_points"], weighed["delight_points"]
    if not old and not sum(weighed["level_by_topic"]["n"].to_pylist()):
        nothing = "No pain points, no delight points and no levels by topic"
        return [f"{nothing}: no comment with a topic has a level."]
    told = []
    if not pains.num_rows:
        told.append("No pain points: no labelled comment with a topic lies below expected.")
    if not delights.num_rows and not old:
        told.append("No delight points: no labelled comment with a topic lies above desired.")
    points = [*pains["trend"].to_pylist(), *delights["trend"].to_pylist()]
    if points and all(one is None for one in points):
        told.append(
            "No trends: too few comments have a date that can be used, or all have the same."
        )
    return [*told, *([old] if old else [])]


def kept_notices(folder: Path) -> tuple[str, ...]:
    """What was noted when the topics of a folder were found; nothing where it holds no model.

    Dates are left out: who shows them counts them on the day of showing.

    >>> from pathlib import Path
    >>> kept_notices(Path("no-such-folder"))
    ()
    """
    try:
        facts = json.loads((folder / "model" / "manifest.json").read_bytes())["facts"]
        notices = facts["notices"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(str(one) for one in notices) if isinstance(notices, list) else ()
