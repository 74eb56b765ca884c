"""Families of items that are adjusted for each other: dimensions, topics, sub-ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.kano.contrasts import lines, pairs
from cxnlp.insights.kano.findings import Change, KanoItem, KanoLeftOut
from cxnlp.insights.kano.items import counted, with_line
from cxnlp.insights.kano.signs import Signs, dimension_signs, rating_signs, topic_signs

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence
    from cxnlp.insights.kano.contrasts import Line, Sides
    from cxnlp.insights.kano.items import Judge
    from cxnlp.insights.periods import Periods

__all__ = ["compared", "signed"]

_BOTH: Final = 2


def signed(
    chosen: pa.Table,
    comments: LabelledComments,
    incidence: Incidence | None,
    outcome: str,
    ratings: tuple[str, ...],
) -> list[Signs]:
    """Signs of what is compared with each other: dimensions, topics, sub-ratings."""
    found = [
        dimension_signs(chosen, same_text=outcome == "level"),
        None if incidence is None else topic_signs(chosen, comments, incidence, outcome),
        rating_signs(chosen, ratings),
    ]
    return [signs for signs in found if signs is not None]


def compared(
    signs: Signs, sides: Sides, periods: Periods, judge: Judge, floor: int
) -> tuple[list[KanoItem], list[KanoLeftOut]]:
    """Class the items of one family, over all periods and in each, and fit their lines.

    Args:
        signs: the family.
        sides: its comments, with controls.
        periods: of these comments.
        judge: tells classes.
        floor: customers that a side needs.

    Returns:
        Items without Holm's correction yet, and those with too few customers on both sides.
    """
    whole, counts = pairs(sides, floor=floor), counted(sides)
    names = periods.names
    parts = [sides.take(np.flatnonzero(periods.index == at)) for at in range(len(names))]
    by_period = [pairs(part, floor=floor) for part in parts]
    part_counts = [counted(part) for part in parts]
    found_lines: list[Line | None] = [None] * len(signs.of)
    if len(names) >= _BOTH:
        dated = np.flatnonzero(periods.index >= 0)
        time = periods.index[dated] / (len(names) - 1)
        found_lines = lines(sides.take(dated), time, floor=floor)
    items, left_out = [], []
    behind = np.stack([sides.behind(sides.well), sides.behind(sides.badly)], axis=1)
    for at, item in enumerate(signs.of):
        if behind[at].max() < floor:
            why = (
                f"{behind[at, 0]} customers say that it was done well, {behind[at, 1]} that it was "
                f"done badly; at least {floor} are needed."
            )
            left_out.append(KanoLeftOut(item.key, item.name, why))
            continue
        contrasts = tuple(
            judge.contrast(pair[at], name, _three(count[at]))
            for pair, name, count in zip(by_period, names, part_counts, strict=True)
        )
        plain = KanoItem(
            key=item.key,
            name=item.name,
            topic=item.topic,
            whole=judge.contrast(whole[at], "all", _three(counts[at])),
            periods=contrasts,
            before=None,
            now=None,
            ageing=None,
            p_value=None,
            holm=None,
            change=Change.UNTESTED,
        )
        items.append(with_line(plain, found_lines[at], judge, names))
    return items, left_out


def _three(counts: NDArray[np.int64]) -> tuple[int, int, int]:
    return int(counts[0]), int(counts[1]), int(counts[2])
