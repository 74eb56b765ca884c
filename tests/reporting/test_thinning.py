"""A large run is fitted on whole customers, drawn by a fixed seed."""

from __future__ import annotations

import numpy as np
from tests.reporting.conftest import make_assignments, make_labels, make_topics

from cxnlp.flows.telling.thinning import thinned
from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.labelled import labelled_rows


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
