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

__all__ = ["compared", "family_signs"]

_BOTH: Final = 2


def family_signs(
    chosen: pa.Table,
    comments: LabelledComments,
    incidence: Incidence | None,
    outcome: str,
    ratings: tuple[str, ...],
) -> list[Signs]:
    """Signs of what is compared with each other: dimensions, topics, sub-ratings.

    Args:
        chosen: labelled rows, in ascending order of `row`.
        comments: the same rows.
        incidence: which comment touches which topic; None without topics.
        outcome: what the items are held against.
        ratings: columns of sub-ratings.

    Raises:
        InputDataError: a sub-rating is missing or no scale.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.labelled import read_labelled_rows
    >>> labels = pa.table({"row": range(3), "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                    "empathy": [-1, 0, 1], "seat": [1, 3, 5]})
    >>> read = read_labelled_rows(labels)
    >>> [signs.of[0].name for signs in family_signs(*read, "level", ("seat",))]
    ['empathy', 'seat']
    """
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

    >>> import pyarrow as pa
    >>> from scipy.sparse import csr_array
    >>> from cxnlp.insights.kano.contrasts import Sides
    >>> from cxnlp.insights.kano.items import Judge
    >>> from cxnlp.insights.periods import periods_of
    >>> signs = dimension_signs(pa.table({"empathy": [1, 0, -1] * 20}), same_text=True)
    >>> value = np.tile([5.0, 3.0, 2.0], 20)
    >>> sides = Sides(signs.well, signs.badly, csr_array((60, 0)), value, np.arange(60))
    >>> dateless = periods_of(np.full(60, np.datetime64("NaT", "us")), "month")
    >>> items, _ = compared(signs, sides, dateless, Judge(0.95, 0.25), 20)
    >>> items[0].name, round(items[0].whole.reward.value, 6), round(items[0].whole.penalty.value, 6)
    ('empathy', 2.0, -1.0)
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
