"""A large run is fitted on whole customers, drawn by a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from tests.reporting.conftest import make_assignments, make_labels, make_topics

from cxnlp.flows.telling.thinning import MOST_FITTED, some_comments, thinned
from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.labelled import labelled_rows

if TYPE_CHECKING:
    from cxnlp.insights.comments import LabelledComments


def test_a_run_that_is_small_enough_is_left_as_it_is() -> None:
    chosen = labelled_rows(make_labels(50))
    comments = read_comments(chosen)
    assert thinned(chosen, comments, None) == (chosen, comments, None)


def test_whole_customers_are_kept_and_rows_topics_and_levels_stay_together() -> None:
    chosen = labelled_rows(make_labels(600))
    comments = read_comments(chosen)
    incidence = read_incidence(comments, make_assignments(600), make_topics())
    table, some, touched = thinned(chosen, comments, incidence, most=200)
    assert touched is not None
    assert 150 < len(some) <= 200
    assert table["row"].to_pylist() == some.row.tolist()
    assert table["level"].to_pylist() == some.level.tolist()
    kept = set(table["customer"].to_pylist())
    assert table.num_rows == sum(one in kept for one in chosen["customer"].to_pylist())
    assert some.customers == len(kept) == len(np.unique(some.customer))
    before = set(
        zip(comments.row[incidence.comment].tolist(), incidence.place.tolist(), strict=True)
    )
    after = set(zip(some.row[touched.comment].tolist(), touched.place.tolist(), strict=True))
    assert after == {pair for pair in before if pair[0] in set(some.row.tolist())}


def test_the_same_customers_are_drawn_again() -> None:
    chosen = labelled_rows(make_labels(300))
    comments = read_comments(chosen)
    one, other = (thinned(chosen, comments, None, most=100)[1] for _ in range(2))
    assert one.row.tolist() == other.row.tolist()


def comments_by(*customers: str) -> tuple[pa.Table, LabelledComments]:
    n = len(customers)
    status = ["labelled"] * n
    table = pa.table({"row": range(n), "level": [3] * n, "status": status, "customer": customers})
    return table, read_comments(table)


def test_as_many_as_may_be_kept_are_kept_to_the_last() -> None:
    chosen, comments = comments_by(*"abcd")
    assert thinned(chosen, comments, None, most=4) == (chosen, comments, None)
    table, some, touched = thinned(chosen, comments, None, most=3)
    assert (table.num_rows, len(some), some.customers, touched) == (3, 3, 3, None)


def test_a_customer_who_would_not_fit_ends_the_drawing() -> None:
    chosen, comments = comments_by(*"aaaaaaaab")
    table, some, _ = thinned(chosen, comments, None, most=7)
    assert table.num_rows == len(some) <= 1, "the eight of one customer are too many"


def test_most_comments_that_a_report_fits() -> None:
    assert MOST_FITTED == 100_000


def test_some_comments_have_customers_numbered_from_none_on() -> None:
    _, comments = comments_by(*"abcab")
    found = some_comments(comments, np.array([False, True, True, False, True]))
    assert found.row.tolist() == [1, 2, 4]
    assert found.customer.tolist() == [0, 1, 0]
    assert (found.customers, len(found.when), len(found.below), len(found.above)) == (2, 3, 3, 3)
    none = some_comments(comments, np.zeros(5, bool))
    assert (len(none), none.customers) == (0, 0)
