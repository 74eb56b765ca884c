"""Teams, agents, segments or channels set against each other: levels and quality dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.intervals import bounded_means
from cxnlp.insights.kpis.figures import LeftOut
from cxnlp.insights.people.members import Members, read_members
from cxnlp.insights.people.quoting import quotable
from cxnlp.insights.people.standings import GroupFigure, group_figure, standings
from cxnlp.insights.people.views import DIMENSIONS, DimensionView, GroupView, GroupViews
from cxnlp.insights.shrinkage import rank_intervals
from cxnlp.levels import ServiceLevel
from cxnlp.schema import PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.intervals import Estimates
    from cxnlp.insights.people.views import Standing

__all__ = ["LEAST_COMMENTS", "PEOPLE_COLUMNS", "group_views"]

LEAST_COMMENTS: Final = 20
"""Comments from which on a group is judged: nobody is judged on three. A mean level then has an
interval of about half a level to either side."""
_LEAST_MENTIONS: Final = 5
"""Mentions of a dimension from which on a group is judged on it."""

PEOPLE_COLUMNS: Final = (
    "row",
    "level",
    "status",
    *PROBABILITY_COLUMNS,
    "level_low",
    "level_high",
    "created_at",
    "customer",
    "channel",
    "agent",
    "team",
    "segment",
    *DIMENSIONS,
)
"""The columns of `labels` that people views are made from, as far as a run has them; no text."""


def group_views(
    labels: pa.Table,
    column: str,
    *,
    least: int = LEAST_COMMENTS,
    within: Sequence[str] = (),
    confidence: float = 0.95,
    false_alarms: float = 0.05,
) -> GroupViews:
    """Show where each group of a column stands against the others, by level and by dimension.

    Groups with fewer than `least` labelled comments, or fewer than five customers, are not judged,
    only counted; their comments still belong to "the others". Differences are drawn together and
    tested under a false discovery rate, see `cxnlp.insights.comparison`.

    Args:
        labels: `PEOPLE_COLUMNS`, `column` and `within`, as far as the run has them; without the
            columns of the dimensions there are no dimensions.
        column: what to group by.
        least: comments from which on a group is judged.
        within: columns held equal: comments are compared only where they agree in all of them, so
            that who answers the complaints is not blamed for complaints.
        confidence: level of the intervals.
        false_alarms: false discovery rate of the verdicts.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": range(90), "level": [4, 2, 4, 5, 1, 4] * 15,
    ...                   "status": ["labelled"] * 90, "team": ["blue", "red", "green"] * 30})
    >>> [(one.name, one.level.verdict) for one in group_views(table, "team").groups]
    [('red', 'weak'), ('green', 'strong'), ('blue', 'strong')]
    """
    members = read_members(labels, column, within=within, least=least)
    left = list(members.left_out)
    told = _dimensions(members)
    if not told and len(members.cut):
        why = "The run has no quality dimensions: its model does not tell them."
        hint = "Label with a model that does; `cxnlp models` says which."
        left.append(LeftOut("quality dimensions", None, why, hint))
    groups: list[GroupView] = []
    if len(members.judged):
        groups = _views(members, told, confidence=confidence, false_alarms=false_alarms)
    return GroupViews(
        column=column,
        groups=tuple(groups),
        least=least,
        within=tuple(one for one in within if one in labels.column_names),
        false_alarms=false_alarms,
        confidence=confidence,
        left_out=tuple(left),
    )


def _dimensions(members: Members) -> dict[str, NDArray[np.float64]]:
    """Praise (1), complaint (0) or silence (NaN) of each comment, by dimension."""
    found = {}
    for name in DIMENSIONS:
        if name in members.table.column_names:
            said = members.table[name].combine_chunks().fill_null(0).to_numpy()
            found[name] = np.where(said == 0, np.nan, (said > 0).astype(np.float64))
    return found


def _views(
    members: Members,
    told: Mapping[str, NDArray[np.float64]],
    *,
    confidence: float,
    false_alarms: float,
) -> list[GroupView]:
    level = members.comments.level
    levels = group_figure(members, (level - 1) / 5, width=5.0, shift=1.0, confidence=confidence)
    spoken = [
        group_figure(members, value, fewest=_LEAST_MENTIONS, confidence=confidence)
        for value in told.values()
    ]
    by_level = standings([levels], members.judged, false_alarms=false_alarms)[0]
    by_dimension = standings(spoken, members.judged, false_alarms=false_alarms)
    below = _share(members, level < ServiceLevel.EXPECTED, confidence)
    above = _share(members, level > ServiceLevel.EXPECTED, confidence)
    best, worst = _ranks(members, levels, confidence)
    found: list[tuple[float, int, GroupView]] = []
    for at, group in enumerate(members.judged):
        standing = by_level[at]
        if standing is None:
            continue
        view = GroupView(
            name=members.cut.names[group],
            n=int(members.n[group]),
            customers=int(members.customers[group]),
            level=standing,
            below=below[group],
            above=above[group],
            rank_low=int(best[at]),
            rank_high=int(worst[at]),
            dimensions=tuple(
                _dimension(
                    members,
                    name,
                    told[name],
                    group=int(group),
                    mentions=int(one.own.n[group]),
                    standing=row[at],
                )
                for name, one, row in zip(told, spoken, by_dimension, strict=True)
            ),
        )
        away = standing.difference
        found.append((standing.value.value if away is None else away.value, int(group), view))
    return [view for *_, view in sorted(found, key=lambda entry: entry[:2])]


def _share(members: Members, chosen: NDArray[np.bool_], confidence: float) -> Estimates:
    held = members.cut.order
    return bounded_means(
        members.cut.code[held],
        members.comments.customer[held],
        chosen[held].astype(np.float64),
        groups=len(members.cut),
        confidence=confidence,
    )


def _ranks(
    members: Members, levels: GroupFigure, confidence: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    # A group less all comments, its own among them, orders as the means do; a group less the
    # others does not quite.
    rest = 1 - members.n[members.judged] / max(int(members.n.sum()), 1)
    return rank_intervals(
        levels.difference * rest, levels.variance * rest**2, confidence=confidence
    )


def _dimension(
    members: Members,
    name: str,
    value: NDArray[np.float64],
    *,
    group: int,
    mentions: int,
    standing: Standing | None,
) -> DimensionView:
    rows: tuple[int, ...] = ()
    if standing is not None and standing.verdict in {"strong", "weak"}:
        weak = standing.verdict == "weak"
        chosen = (members.cut.code == group) & (value == (0.0 if weak else 1.0))
        rows = quotable(members.comments, chosen, worst=weak)
    return DimensionView(name, mentions, standing, (), rows)
