"""What a person should know about topics that were found: kept with them, and told each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cxnlp.insights.comments import read_comments

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

__all__ = ["about_dates", "about_pains", "about_stability", "about_unassigned", "kept_notices"]


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
    """
    comments = read_comments(labels, today=today)
    return [
        f"{count:,} of {len(comments):,} labelled comments are dated {why}; they stay out of "
        "trends, and everything else counts them."
        for count, why in (
            (comments.future, "after today, when nobody can have written them"),
            (comments.implausible, "before 1980, which some systems write for no date"),
        )
        if count
    ]


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


def about_pains(pains: pa.Table) -> list[str]:
    """What could not be told from the comments of this run."""
    if not pains.num_rows:
        return ["No pain points: no labelled comment with a topic lies below expected."]
    if pains["trend"].null_count == pains.num_rows:
        return ["No trends: too few comments have a date that can be used, or all have the same."]
    return []


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
