"""Quotes for coaching: comments that show why a dimension is weak or strong in a group."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.quotes import quotes_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.people.views import GroupViews

__all__ = ["quotable", "with_group_quotes"]

_SPARE: Final = 12
"""Candidates, so that repeated words can be passed over."""


def quotable(
    comments: LabelledComments, chosen: NDArray[np.bool_], *, worst: bool
) -> tuple[int, ...]:
    """Rows that may be quoted, the most typical first, one per customer, at most twelve.

    Args:
        comments: the labelled comments.
        chosen: which of them speak of the matter in the sense that is asked for. Shape (n,).
        worst: whether the lowest levels come first; equal levels: the surest reading first.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> comments = read_comments(pa.table({"row": range(4), "level": [3, 1, 2, 1],
    ...     "status": ["labelled"] * 4, "customer": ["ann", "bo", "cy", "bo"]}))
    >>> quotable(comments, np.array([True, True, True, True]), worst=True)
    (1, 2, 0)
    """
    held = np.flatnonzero(chosen)
    level = comments.level[held].astype(np.int64)
    sure = (comments.below if worst else comments.above)[held]
    held = held[np.lexsort((held, -sure, level if worst else -level))]
    _, once = np.unique(comments.customer[held], return_index=True)
    return tuple(int(row) for row in comments.row[held[np.sort(once)[:_SPARE]]])


def with_group_quotes(views: GroupViews, batches: Iterable[pa.Table]) -> GroupViews:
    """Fill the quotes of the dimensions that are strong or weak.

    Args:
        views: as `group_views` gives them.
        batches: tables with `row` and, where the run holds texts, `text`; read once.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.people import group_views
    >>> rows, said = range(120), ["He was rude.", "She was kind.", "So kind."] * 40
    >>> labels = pa.table({"row": rows, "status": ["labelled"] * 120, "level": [2, 4, 4] * 40,
    ...                    "team": ["A", "B", "C"] * 40,
    ...                    "empathy": [-1, 1, -1] * 20 + [-1, 1, 1] * 20})
    >>> views = group_views(labels, "team")
    >>> quoted = with_group_quotes(views, [pa.table({"row": rows, "text": said})])
    >>> (team,) = (one for one in quoted.groups if one.weaknesses)
    >>> team.name, team.weaknesses[0].quotes
    ('A', ('He was rude.',))
    """
    told = [one for group in views.groups for one in group.dimensions]
    wanted = np.array(list(chain.from_iterable(one.rows for one in told)), np.int64)
    if not len(wanted):
        return views
    texts = texts_of(batches, wanted)
    groups = tuple(
        replace(
            group,
            dimensions=tuple(
                replace(one, quotes=tuple(quotes_of(one.rows, texts))) for one in group.dimensions
            ),
        )
        for group in views.groups
    )
    return replace(views, groups=groups)
