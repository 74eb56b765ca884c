"""What a reader of the report may filter, counted from a run and its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.intervals import bounded_means
from cxnlp.insights.periods import periods_of
from cxnlp.insights.quotes import quotes_of, texts_of
from cxnlp.levels import LEVEL_NAMES, ServiceLevel
from cxnlp.reporting.close_up import BUDGET, CloseUp, Facet, Quote, count_cells, packed
from cxnlp.reporting.words import plural
from cxnlp.schema import PROBABILITY_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.runs import Run

__all__ = ["close_up"]

_TOPICS: Final = (30, 20, 12, 6, 0)
"""Topics that the filter knows, the most frequent first; fewer where cells would fill the page."""
_VALUES: Final = 12
"""Channels or segments by name; the others are put together."""
_FEWEST: Final = 10
"""A channel or segment of fewer comments is put together with others: nobody is read by three."""
_EACH: Final = 6
"""Quotes of each topic and level, and of each level in each period, channel and segment."""
_QUOTES: Final = 1500
"""Most quotes in a page: about 300 kB."""


def close_up(
    chosen: pa.Table, comments: LabelledComments, incidence: Incidence | None, run: Run
) -> CloseUp:
    """Count and quote the labelled comments of a run.

    Args:
        chosen: the labelled rows of the run, in ascending order of `row`.
        comments: the same, already read.
        incidence: their topics, where there are any.
        run: where the texts are read from, part by part, and only those kept that are quoted.
    """
    facets, parts, left_out = _facets(chosen, comments)
    sizes = [len(one.values) for one in facets]
    level = comments.level.astype(np.int64)
    for most in _TOPICS:
        topics, comment, topic = _topics(incidence, most)
        cells, counts = count_cells(
            parts, sizes, level, comment=comment, topic=topic, topics=len(topics)
        )
        pairs = np.column_stack([np.diff(cells, prepend=0), counts]).ravel()
        if most == 0 or len(packed(pairs)) <= BUDGET:
            break
    if incidence is not None and len(topics) < len(incidence.topic):
        left_out.append(
            f"The filter knows the {len(topics)} most frequent of {len(incidence.topic)} topics, "
            "so that this file stays small."
        )
    return CloseUp(
        facets=tuple(facets),
        topics=tuple(topics),
        cells=cells,
        counts=counts,
        effect=_effect(comments),
        quotes=_quotes(chosen, comments, parts, comment=comment, topic=topic, run=run),
        left_out=tuple(left_out),
    )


def _facets(
    chosen: pa.Table, comments: LabelledComments
) -> tuple[list[Facet], list[NDArray[np.int64]], list[str]]:
    found: list[Facet] = []
    parts: list[NDArray[np.int64]] = []
    left_out: list[str] = []
    periods = periods_of(comments.when)
    if len(periods) > 1:
        part = np.where(periods.index < 0, len(periods), periods.index)
        names = [*periods.names, *(["no date"] if np.any(periods.index < 0) else [])]
        found.append(_facet(comments, part, "period", periods.kind, names))
        parts.append(part)
    for name in ("channel", "segment"):
        if name not in chosen.column_names or chosen[name].null_count == len(comments):
            continue
        part, names, rare = _parts(chosen[name])
        if rare:
            left_out.append(
                f"{plural(rare, name)} with under {_FEWEST} comments, or beyond the {_VALUES} most "
                "frequent, count as “others”."
            )
        if len(names) > 1:
            found.append(_facet(comments, part, name, name, names))
            parts.append(part)
    return found, parts, left_out


def _parts(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str], int]:
    """Part of each comment, names of the parts by frequency, and how many are put together."""
    coded = column.combine_chunks().dictionary_encode()
    code = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    counts = np.bincount(code[code >= 0], minlength=len(coded.dictionary))
    order = np.argsort(-counts, kind="stable")
    named = order[: min(_VALUES, int((counts >= _FEWEST).sum()))]
    names = [str(coded.dictionary[int(at)].as_py()) for at in named]
    rare = len(order) - len(named)
    part = np.full(len(counts) + 1, len(names), np.int64)
    part[named] = np.arange(len(named))
    # The last entry is read for a missing value, whose code is -1.
    part[-1] = len(names) + (1 if rare else 0)
    found = part[code]
    names += ["others"] if rare else []
    names += ["not given"] if np.any(code < 0) else []
    return found, names, rare


def _facet(
    comments: LabelledComments, part: NDArray[np.int64], name: str, word: str, names: list[str]
) -> Facet:
    level = comments.level.astype(np.int64)
    levels, groups = len(LEVEL_NAMES), len(names)
    customer = comments.customer
    counts = np.bincount(part * levels + level - 1, minlength=groups * levels)
    mean = bounded_means(part, customer, (level - 1) / 5, groups=groups).scaled(5, 1)
    low = (level < ServiceLevel.EXPECTED).astype(np.float64)
    return Facet(
        name,
        word,
        tuple(names),
        counts.reshape(groups, levels).astype(np.int64),
        mean,
        bounded_means(part, customer, low, groups=groups),
    )


def _topics(
    incidence: Incidence | None, most: int
) -> tuple[list[tuple[int, str]], NDArray[np.int64], NDArray[np.int64]]:
    """The most frequent topics, and the pairs of comment and position among them."""
    if incidence is None or not len(incidence.topic):
        nothing = np.array([], np.int64)
        return [], nothing, nothing
    counts = np.bincount(incidence.place, minlength=len(incidence.topic))
    kept = np.argsort(-counts, kind="stable")[:most]
    kept = kept[counts[kept] > 0]
    position = np.full(len(counts), -1, np.int64)
    position[kept] = np.arange(len(kept))
    at = position[incidence.place]
    topics = [(int(incidence.topic[one]), incidence.name[one]) for one in kept]
    return topics, incidence.comment[at >= 0], at[at >= 0]


def _effect(comments: LabelledComments) -> float:
    """Variance of the mean level with customers as clusters, over that of unrelated comments."""
    n = len(comments)
    if n <= comments.customers or not n:
        return 1.0
    away = comments.level - comments.level.mean()
    alone = float((away**2).sum())
    own = np.bincount(comments.customer, weights=away, minlength=comments.customers)
    return max(1.0, float((own**2).sum()) / alone) if alone else 1.0


def _quotes(
    chosen: pa.Table,
    comments: LabelledComments,
    parts: list[NDArray[np.int64]],
    *,
    comment: NDArray[np.int64],
    topic: NDArray[np.int64],
    run: Run,
) -> tuple[Quote, ...]:
    """Sure readings first, some of every level in every topic, period, channel and segment."""
    n = len(comments)
    if not n:
        return ()
    level = comments.level.astype(np.int64)
    sure = np.zeros(n, np.float32)
    for at, name in enumerate(PROBABILITY_COLUMNS):
        sure = np.where(level == at + 1, chosen[name].to_numpy(), sure)
    groups = [(np.arange(n), level)]
    groups += [(np.arange(n), part * 8 + level) for part in parts]
    groups += [(comment, topic * 8 + level[comment])]
    best = np.full(n, n, np.int64)
    for who, group in groups:
        np.minimum.at(best, who, _ranks(group, sure[who]))
    order = np.lexsort((np.arange(n), best))[: min(_QUOTES, int((best < _EACH).sum()))]
    texts = texts_of(run.batches(columns=["row", "text"]), comments.row[order])
    of: dict[int, list[int]] = {}
    wanted = np.isin(comment, order)
    for who, at in zip(comment[wanted].tolist(), topic[wanted].tolist(), strict=True):
        of.setdefault(who, []).append(at)
    found: list[Quote] = []
    for at in order.tolist():
        row = int(comments.row[at])
        words = quotes_of([row], texts, most=1)
        if words:
            where = tuple(int(part[at]) for part in parts)
            found.append(Quote(words[0], row, int(level[at]), where, tuple(of.get(at, ()))))
    return tuple(found)


def _ranks(group: NDArray[np.int64], sure: NDArray[np.float32]) -> NDArray[np.int64]:
    """Rank of each entry within its group, the surest first."""
    order = np.lexsort((np.arange(len(group)), -sure, group))
    ordered = group[order]
    first = np.ones(len(group), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    begin = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
    ranks = np.empty(len(group), np.int64)
    ranks[order] = np.arange(len(group)) - begin
    return ranks
