"""A fixed random sample of customers, where fitting all of a large run would take too long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.incidence import Incidence

__all__ = ["MOST_FITTED", "some_comments", "thinned"]

MOST_FITTED: Final = 100_000
"""Comments that a regression of the report is fitted to: twice as many would take twice as long for
intervals 0.7 times as wide."""


def some_comments(comments: LabelledComments, chosen: NDArray[np.bool_]) -> LabelledComments:
    """The chosen comments alone; customers are numbered anew, those without a comment are gone.

    Args:
        comments: any.
        chosen: which to keep. Shape (n,).

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> columns = {"row": [0, 1, 2], "level": [2, 5, 3], "customer": ["ada", "bob", "ada"]}
    >>> comments = read_comments(pa.table({**columns, "status": ["labelled"] * 3}))
    >>> found = some_comments(comments, np.array([False, True, True]))
    >>> found.row.tolist(), found.customers
    ([1, 2], 2)
    """
    names, customer = np.unique(comments.customer[chosen], return_inverse=True)
    return replace(
        comments,
        row=comments.row[chosen],
        level=comments.level[chosen],
        customer=customer.astype(np.int64),
        customers=len(names),
        when=comments.when[chosen],
        below=comments.below[chosen],
        above=comments.above[chosen],
    )


def thinned(
    chosen: pa.Table,
    comments: LabelledComments,
    incidence: Incidence | None,
    *,
    most: int = MOST_FITTED,
) -> tuple[pa.Table, LabelledComments, Incidence | None]:
    """Whole customers in a random order of fixed seed, until the next would make it over `most`.

    Args:
        chosen: the labelled rows of a run, in ascending order of `row`.
        comments: the same, already read.
        incidence: their topics, where there are any.
        most: comments to keep at most; all are kept where there are no more.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> columns = {"row": [0, 1, 2], "level": [2, 5, 3], "customer": ["ada", "bob", "ada"]}
    >>> table = pa.table({**columns, "status": ["labelled"] * 3})
    >>> rows, comments, _ = thinned(table, read_comments(table), None, most=2)
    >>> rows["customer"].to_pylist() in (["ada", "ada"], ["bob"])  # whole customers
    True
    """
    if len(comments) <= most:
        return chosen, comments, incidence
    wrote = np.bincount(comments.customer, minlength=comments.customers)
    order = np.random.default_rng(0).permutation(comments.customers)
    kept = np.zeros(comments.customers, np.bool_)
    kept[order[np.cumsum(wrote[order]) <= most]] = True
    held = kept[comments.customer]
    if incidence is not None:
        place = np.cumsum(held) - 1
        of = held[incidence.comment]
        incidence = replace(
            incidence,
            comment=place[incidence.comment[of]].astype(np.int64),
            place=incidence.place[of],
            strength=incidence.strength[of],
        )
    return chosen.filter(held), some_comments(comments, held), incidence
