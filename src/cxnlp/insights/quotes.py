"""Typical quotes of a topic: redacted, of different customers, never the same words twice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.text import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence

__all__ = ["candidates", "quotes_of", "texts_of"]

_SPARE: Final = 12
"""Candidates per topic, so that repeated words and unreadable lengths can be passed over."""
_LONGEST: Final = 280
"""Characters of a quote; a longer one is cut at a word."""
_SHORTEST: Final = 12
"""A shorter comment says too little to be typical, and is taken only where there is no other."""


def candidates(
    comments: LabelledComments, incidence: Incidence, *, worst: bool
) -> dict[int, NDArray[np.int64]]:
    """Row numbers that may be quoted by topic number, most typical first, at most twelve each.

    Pain points take levels criminal and basic first, then expected; delight points (`worst=False`)
    surprising and unbelievable first, then desired; never a comment from the other side, for praise
    is no quote of a pain. Then by strength times the probability of such a level, then the first
    row. One comment per customer.

    Args:
        comments: the labelled ones.
        incidence: which comment touches which topic.
        worst: quotes of pain points; otherwise of delight points.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> from cxnlp.insights.incidence import read_incidence
    >>> labels = pa.table({"row": range(4), "level": [3, 1, 5, 2], "status": ["labelled"] * 4})
    >>> given = pa.table({"row": range(4), "topic": [0] * 4, "strength": [0.9, 0.5, 0.9, 0.7]})
    >>> comments = read_comments(labels)
    >>> names = pa.table({"topic": [0], "name": ["waiting"]})
    >>> candidates(comments, read_incidence(comments, given, names), worst=True)[0].tolist()
    [3, 1, 0]
    """
    level = comments.level[incidence.comment].astype(np.int64)
    far = np.maximum(level - 2 if worst else 5 - level, 0)
    # A quote that the model misread shames the whole page: a sure reading counts like a strong tie.
    sure = (comments.below if worst else comments.above)[incidence.comment]
    order = np.lexsort((incidence.comment, -incidence.strength * sure, far, incidence.place))
    order = order[far[order] <= 1]
    place, comment = incidence.place[order], incidence.comment[order]
    pairs = place * comments.customers + comments.customer[comment]
    _, once = np.unique(pairs, return_index=True)
    once.sort()
    place, comment = place[once], comment[once]
    ends = np.searchsorted(place, np.arange(len(incidence.topic) + 1))
    return {
        int(topic): comments.row[comment[start : min(stop, start + _SPARE)]]
        for topic, (start, stop) in zip(incidence.topic, pairwise(ends), strict=True)
    }


def texts_of(batches: Iterable[pa.Table], rows: NDArray[np.int64]) -> dict[int, str]:
    """Texts of the wanted rows, read batch by batch; rows without a text are left out.

    Args:
        batches: tables with `row` and, where the run holds texts, `text`.
        rows: the rows wanted.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [3, 8], "text": ["one", "two"]})
    >>> texts_of([table], np.array([8]))
    {8: 'two'}
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(np.unique(rows), pa.int64())
    found: dict[int, str] = {}
    for batch in batches:
        if "text" not in batch.column_names:
            return {}
        chosen = batch.select(["row", "text"]).filter(pc.is_in(batch["row"], value_set=wanted))
        pairs = zip(chosen["row"].to_pylist(), chosen["text"].to_pylist(), strict=True)
        found.update((row, text) for row, text in pairs if text)
    return found


def quotes_of(rows: Sequence[int], texts: Mapping[int, str], *, most: int = 3) -> list[str]:
    """Up to `most` redacted quotes, in the order of `rows`.

    >>> quotes_of([1, 2, 3], {1: "Ok", 2: "The queue was too long.", 3: "the queue was too LONG"})
    ['The queue was too long.', 'Ok']
    """
    seen: set[str] = set()
    long: list[str] = []
    short: list[str] = []
    for row in rows:
        text = " ".join(texts.get(int(row), "").split())
        words = "".join(letter for letter in text.casefold() if letter.isalnum()) or text
        if not text or words in seen:
            continue
        seen.add(words)
        (long if len(text) >= _SHORTEST else short).append(text)
    return [_cut(redact(text)) for text in (long + short)[:most]]


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    head = text[: _LONGEST - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[_LONGEST // 2 :] else head).rstrip() + "…"
