"""One figure of every group against the others, with one false discovery rate over all verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.insights.comparison import compare_groups
from cxnlp.insights.intervals import bounded_means
from cxnlp.insights.people.members import LEAST_CUSTOMERS, Members, customers_behind
from cxnlp.insights.people.views import Standing, Verdict
from cxnlp.insights.shrinkage import shrunk
from cxnlp.insights.trends import adjusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.insights.intervals import Estimates

__all__ = ["GroupFigure", "group_figure", "standings"]


@dataclass(frozen=True)
class GroupFigure:
    """One figure of the groups that are judged.

    Attributes:
        own: as counted, for all groups. g entries.
        drawn: differences from the others, drawn together; NaN where a group says too little.
            j entries.
        difference: the same before. Shape (j,).
        variance: its variance. Shape (j,).
        p_value: of no difference; NaN where it is not tested. Shape (j,).
        enough: whether the group says enough to be tested. Shape (j,).
    """

    own: Estimates
    drawn: Estimates
    difference: NDArray[np.float64]
    variance: NDArray[np.float64]
    p_value: NDArray[np.float64]
    enough: NDArray[np.bool_]


def group_figure(
    members: Members,
    value: NDArray[np.float64],
    *,
    width: float = 1.0,
    shift: float = 0.0,
    fewest: int = 1,
    confidence: float = 0.95,
) -> GroupFigure:
    """Count a mean in every group and set it against the others.

    Args:
        members: comments and groups.
        value: of each comment in [0, 1]; NaN where it says nothing. Shape (n,).
        width: from [0, 1] to the figure's unit.
        shift: added afterwards.
        fewest: comments that say something, from which on a group is tested.
        confidence: level of the intervals.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.people.members import read_members
    >>> team, level = ["red", "red", "blue", "blue"] * 20, [2, 2, 5, 4] * 20
    >>> labels = pa.table({"row": range(80), "level": level, "status": ["labelled"] * 80,
    ...                    "team": team})
    >>> members = read_members(labels, "team", within=(), least=20)
    >>> place = (members.comments.level - 1) / 5
    >>> found = group_figure(members, place, width=5.0, shift=1.0)
    >>> members.cut.names, found.own.value.round(6).tolist(), found.difference.round(6).tolist()
    (('blue', 'red'), [4.5, 2.0], [2.5, -2.5])
    """
    held = members.cut.held(value)
    group, who, groups = members.cut.code[held], members.comments.customer[held], len(members.cut)
    own = bounded_means(group, who, value[held], groups=groups, confidence=confidence)
    found = compare_groups(group, who, value[held], groups=groups, stratum=members.stratum[held])
    behind = customers_behind(group, who, groups)
    tested = (own.n >= fewest) & (behind >= min(fewest, LEAST_CUSTOMERS))
    judged = members.judged
    difference = np.where(tested, found.difference, np.nan)[judged]
    drawn = shrunk(difference, found.variance[judged], found.n[judged], confidence=confidence)
    return GroupFigure(
        own=own.scaled(width, shift),
        drawn=drawn.scaled(width),
        difference=difference * width,
        variance=found.variance[judged] * width**2,
        p_value=np.where(np.isnan(difference), np.nan, found.p_value[judged]),
        enough=tested[judged],
    )


def standings(
    figures: Sequence[GroupFigure], judged: NDArray[np.int64], *, false_alarms: float
) -> list[list[Standing | None]]:
    """What is told of each figure (outer) and judged group (inner); None without an observation.

    The false discovery rate is held over all of them together.

    Args:
        figures: of the same groups.
        judged: their places among all groups. Shape (j,).
        false_alarms: false discovery rate.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.people.members import read_members
    >>> team, level = ["red", "red", "blue", "blue"] * 20, [2, 2, 5, 4] * 20
    >>> labels = pa.table({"row": range(80), "level": level, "status": ["labelled"] * 80,
    ...                    "team": team})
    >>> members = read_members(labels, "team", within=(), least=20)
    >>> place = (members.comments.level - 1) / 5
    >>> found = group_figure(members, place, width=5.0, shift=1.0)
    >>> [one.verdict for one in standings([found], members.judged, false_alarms=0.05)[0]]
    ['strong', 'weak']
    """
    if not figures:
        return []
    p_value = np.stack([one.p_value for one in figures])
    tested = ~np.isnan(p_value)
    q_value = np.full_like(p_value, np.nan)
    if tested.any():
        q_value[tested] = adjusted(p_value[tested])
    return [
        [
            _standing(one, int(group), at, float(q_value[row, at]), false_alarms)
            for at, group in enumerate(judged)
        ]
        for row, one in enumerate(figures)
    ]


def _standing(
    one: GroupFigure, group: int, at: int, q_value: float, false_alarms: float
) -> Standing | None:
    if not one.own.n[group]:
        return None
    verdict: Verdict = "like the others" if one.enough[at] else "too few"
    if q_value <= false_alarms:
        verdict = "strong" if one.difference[at] > 0 else "weak"
    known = not np.isnan(one.drawn.value[at])
    return Standing(one.own[group], one.drawn[at] if known else None, q_value, verdict)
