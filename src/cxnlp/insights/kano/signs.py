"""How a comment says that something was done well or badly: three rules, each with its limits.

1. *Dimensions* carry signs of their own, which the model reads from the text. Held against a level
   that the same model reads from the same text, both share its errors and the writer's mood; held
   against the customer's own rating (CSAT, NPS) they do not.
2. *Topics* carry none. A comment's verdict counts for its main topic only, the strongest: with a
   rating as outcome the verdict is the level (desired and above: well; basic and below: badly), so
   that outcome and sign come from two sources. With the level as outcome the level cannot be its
   own sign: the verdict is then that of the dimensions (more well than badly, or the reverse).
3. *Sub-ratings* that customers gave themselves: the upper and lower part of their scale, the
   middle neutral, as the contrast was first made (Brandt 1987).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.insights.drivers.candidates import DIMENSIONS, signs_of
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence

__all__ = ["Item", "Signs", "dimension_signs", "rating_signs", "topic_signs"]

_LEAST: Final = 3
"""Different values of a sub-rating, so that it has a lower, a middle and an upper part."""


@dataclass(frozen=True)
class Item:
    """Something that can be done well or badly; fields as in `KanoItem`."""

    key: str
    name: str
    topic: int | None = None


@dataclass(frozen=True)
class Signs:
    """Which comment says that which item was done well or badly.

    Attributes:
        of: the items. Length i.
        well: 1 where done well. Shape (n, i).
        badly: 1 where done badly. Shape (n, i).
        rule: how that was told, a sentence.
        same_text: whether the outcome is read from the same text.
    """

    of: tuple[Item, ...]
    well: csr_array
    badly: csr_array
    rule: str
    same_text: bool


def dimension_signs(chosen: pa.Table, *, same_text: bool) -> Signs | None:
    """The dimensions' own signs; None where the run has none.

    >>> import pyarrow as pa
    >>> found = dimension_signs(pa.table({"empathy": [1, 0, -1]}), same_text=True)
    >>> found.of[0].name, found.well.toarray().ravel().tolist()
    ('empathy', [1.0, 0.0, 0.0])
    """
    held = [name for name in DIMENSIONS if name in chosen.column_names]
    if not held:
        return None
    sign = np.stack([signs_of(chosen, name) for name in held], axis=1)
    rule = "Dimensions: done well or badly as the model reads it from the comment."
    return _signs(tuple(Item(name, name) for name in held), sign, rule, same_text=same_text)


def topic_signs(
    chosen: pa.Table, comments: LabelledComments, incidence: Incidence, outcome: str
) -> Signs | None:
    """A comment's verdict, for its main topic; None where there is no honest one.

    Args:
        chosen: labelled rows, in ascending order of `row`.
        comments: the same rows.
        incidence: which comment touches which topic.
        outcome: `level`, or a column that is not read from the text.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.labelled import read_labelled_rows
    >>> labels = pa.table({"row": range(3), "level": [2, 3, 5], "status": ["labelled"] * 3})
    >>> given = pa.table({"row": range(3), "topic": [0] * 3, "strength": [0.9] * 3})
    >>> read = read_labelled_rows(labels, given, pa.table({"topic": [0], "name": ["rooms"]}))
    >>> found = topic_signs(*read, "csat")
    >>> found.well.toarray().ravel().tolist(), found.badly.toarray().ravel().tolist()
    ([0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    >>> topic_signs(*read, "level") is None  # the level cannot be its own sign
    True
    """
    if not len(incidence.topic):
        return None
    if outcome == "level":
        held = [name for name in DIMENSIONS if name in chosen.column_names]
        if not held:
            return None
        verdict = np.sign(sum(signs_of(chosen, name).astype(np.int64) for name in held))
        rule = (
            "Topics: a comment's main topic was done well (badly) where more of its dimensions "
            "were done well (badly) than the reverse."
        )
    else:
        above = comments.level >= ServiceLevel.DESIRED
        verdict = above.astype(np.int64) - (comments.level <= ServiceLevel.BASIC)
        rule = (
            "Topics: a comment's main topic was done well where its level is desired or better, "
            "badly where it is basic or worse."
        )
    # Pairs stand by comment; the first of the strongest is the main one.
    order = np.lexsort((incidence.place, -incidence.strength, incidence.comment))
    comment = incidence.comment[order]
    first = order[np.flatnonzero(np.diff(comment, prepend=-1))]
    row, place = incidence.comment[first], incidence.place[first]
    of = tuple(
        Item(f"topic:{topic}", name, int(topic))
        for topic, name in zip(incidence.topic, incidence.name, strict=True)
    )
    sides = [
        _sparse(row[verdict[row] == side], place[verdict[row] == side], len(comments), len(of))
        for side in (1, -1)
    ]
    return Signs(of, sides[0], sides[1], rule, same_text=outcome == "level")


def rating_signs(chosen: pa.Table, columns: tuple[str, ...]) -> Signs | None:
    """The upper and lower part of each sub-rating's scale; None without columns.

    The scale runs from the least value above 0 to the greatest: 0 is "not rated" on every site that
    we know. On 1 to 5: 1 and 2 are badly, 4 and 5 well.

    Raises:
        InputDataError: a column is missing, holds no numbers, or has under three different values.

    >>> import pyarrow as pa
    >>> found = rating_signs(pa.table({"row": [0, 1, 2], "seat": [1, 3, 5]}), ("seat",))
    >>> found.badly.toarray().ravel().tolist()
    [1.0, 0.0, 0.0]
    """
    if not columns:
        return None
    sign = np.zeros((chosen.num_rows, len(columns)), np.int8)
    for at, name in enumerate(columns):
        value = _numbers(chosen, name)
        rated = value[value > 0]
        if len(np.unique(rated)) < _LEAST:
            raise InputDataError(
                f"column {name}",
                found=f"{len(np.unique(rated))} different ratings",
                expected="a scale with a lower, a middle and an upper part",
                hint="Leave the column out.",
            )
        low, high = rated.min(), rated.max()
        third = (high - low) / 3
        sign[:, at] = (value > high - third).astype(np.int8) - ((value > 0) & (value < low + third))
    of = tuple(Item(name, name.removesuffix("_rating").replace("_", " ")) for name in columns)
    rule = "Sub-ratings: done well in the upper third of their scale, badly in the lower third."
    return _signs(of, sign, rule, same_text=False)


def _numbers(chosen: pa.Table, name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    kind = chosen.schema.field(name).type if name in chosen.column_names else None
    if kind is None or not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise InputDataError(
            f"column {name}",
            found="no such column" if kind is None else f"values of type {kind}",
            expected="a column of numbers",
            hint="Keep it while labelling: --keep NAME.",
        )
    value = np.asarray(chosen[name].cast(pa.float64()).to_numpy(), np.float64)
    return np.where(np.isfinite(value), value, 0.0)


def _signs(of: tuple[Item, ...], sign: NDArray[np.int8], rule: str, *, same_text: bool) -> Signs:
    from scipy.sparse import csr_array

    well, badly = (csr_array((sign == side).astype(np.float64)) for side in (1, -1))
    return Signs(of, well, badly, rule, same_text)


def _sparse(row: NDArray[np.int64], place: NDArray[np.int64], n: int, width: int) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(row)), (row, place)), shape=(n, width))
