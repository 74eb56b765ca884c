"""Which comments belong to which group, and which groups have enough of them to be judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.kpis.cutting import Cut, cut_by
from cxnlp.insights.kpis.figures import LeftOut
from cxnlp.insights.kpis.rows import segment_codes
from cxnlp.schema import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["LEAST_CUSTOMERS", "Members", "customers_behind", "read_members"]

LEAST_CUSTOMERS: Final = 5
"""Customers who must stand behind a verdict: one angry customer judges nobody."""
_NAMED: Final = 5
"""Groups named among those that are not judged."""


@dataclass(frozen=True)
class Members:
    """The labelled comments of a run and their groups.

    Attributes:
        table: the labelled rows, in ascending order of row.
        comments: the same as arrays.
        cut: the groups, those with most comments first.
        stratum: comments are compared only within their stratum. Shape (n,), int64.
        n: comments of each group. Shape (g,), int64.
        customers: different customers of each group. Shape (g,), int64.
        judged: groups with enough of both. Shape (j,), int64.
        left_out: groups and comments that are not judged.
    """

    table: pa.Table
    comments: LabelledComments
    cut: Cut
    stratum: NDArray[np.int64]
    n: NDArray[np.int64]
    customers: NDArray[np.int64]
    judged: NDArray[np.int64]
    left_out: tuple[LeftOut, ...]


def read_members(labels: pa.Table, column: str, *, within: Sequence[str], least: int) -> Members:
    """Read groups and strata of the labelled comments.

    Args:
        labels: columns `row`, `level`, `status`, and as far as present `column` and `within`.
        column: the groups.
        within: columns whose values make the strata.
        least: comments from which on a group is judged.

    >>> import pyarrow as pa
    >>> labels = pa.table({"row": range(5), "level": [2, 4, 5, 3, 4], "status": ["labelled"] * 5,
    ...                    "team": ["red", "red", "blue", "red", None]})
    >>> found = read_members(labels, "team", within=(), least=2)
    >>> found.cut.names, found.n.tolist(), found.judged.tolist()
    (('red', 'blue'), [3, 1], [0])
    >>> [(one.what, one.n) for one in found.left_out]
    [('values of team', 1), ('comments without team', 1)]
    """
    import pyarrow.compute as pc

    table = labels.filter(pc.equal(labels["status"], Status.LABELLED.value))
    if np.any(np.diff(table["row"].to_numpy()) <= 0):
        table = table.sort_by("row")
    comments = read_comments(labels)
    code = np.full(len(comments), -1, np.int64)
    names: tuple[str, ...] = ()
    if column in table.column_names:
        code, names = segment_codes(table, column)
    left: list[LeftOut] = []
    stratum = np.zeros(len(comments), np.int64)
    for name in within:
        if name not in table.column_names:
            why = f"The run has no column {name}: it is not held equal."
            left.append(LeftOut(f"comparison within {name}", None, why))
            continue
        layer, values = segment_codes(table, name)
        _, stratum = np.unique(stratum * (len(values) + 1) + layer + 1, return_inverse=True)
    n = np.bincount(code[code >= 0], minlength=len(names)).astype(np.int64)
    held = code >= 0
    customers = customers_behind(code[held], comments.customer[held], len(names))
    enough = (n >= least) & (customers >= min(LEAST_CUSTOMERS, least))
    left += _left(code, names, column, ~enough, least)
    return Members(
        table=table,
        comments=comments,
        cut=cut_by(code, names, comments.customer),
        stratum=stratum.astype(np.int64),
        n=n,
        customers=customers,
        judged=np.flatnonzero(enough),
        left_out=tuple(left),
    )


def customers_behind(
    group: NDArray[np.int64], customer: NDArray[np.int64], groups: int
) -> NDArray[np.int64]:
    """Different customers of each group. Shape (groups,).

    >>> customers_behind(np.array([0, 0, 1]), np.array([7, 7, 7]), 2).tolist()
    [1, 1]
    """
    width = int(customer.max(initial=0)) + 1
    pairs = np.unique(group * width + customer)
    return np.bincount(pairs // width, minlength=groups).astype(np.int64)


def _left(
    code: NDArray[np.int64],
    names: tuple[str, ...],
    column: str,
    few: NDArray[np.bool_],
    least: int,
) -> list[LeftOut]:
    left: list[LeftOut] = []
    if not names:
        why = f"The run has no column {column} with a value."
        hint = f"Name it with --map {column}=COLUMN when labelling."
        return [LeftOut(f"views by {column}", None, why, hint)]
    if few.any():
        small = [names[at] for at in np.flatnonzero(few)]
        shown = ", ".join(small[:_NAMED]) + (" …" if len(small) > _NAMED else "")
        who = min(LEAST_CUSTOMERS, least)
        why = f"Not judged, with fewer than {least} comments or {who} customers: {shown}."
        left.append(LeftOut(f"values of {column}", len(small), why))
    if nameless := int((code < 0).sum()):
        left.append(LeftOut(f"comments without {column}", nameless, "They belong to no group."))
    return left
