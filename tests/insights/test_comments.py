"""Labelled comments are read as they stand, and what cannot be used is counted."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
from tests.insights.conftest import START, make_labels

from cxnlp.insights.comments import read_comments
from cxnlp.schema import PROBABILITY_COLUMNS


def test_only_labelled_rows_count() -> None:
    comments = read_comments(make_labels([2, None, 5]))
    assert comments.row.tolist() == [0, 2]
    assert comments.level.tolist() == [2, 5]
    assert comments.statuses == {"labelled": 2, "no_evidence": 1, "unsupported_language": 0}


def test_rows_come_in_order_whatever_the_order_of_the_table() -> None:
    labels = make_labels([1, 2, 3], customers=["a", "b", "a"]).take([2, 0, 1])
    comments = read_comments(labels)
    assert comments.level.tolist() == [1, 2, 3]
    assert comments.customer[0] == comments.customer[2] != comments.customer[1]


def test_comments_without_a_customer_are_customers_of_their_own() -> None:
    comments = read_comments(make_labels([1, 2, 3, 4], customers=["a", None, "a", None]))
    assert comments.customers == 3
    assert len(set(comments.customer.tolist())) == 3
    assert comments.named_customers == 1
    assert not read_comments(make_labels([1, 2])).known_customers
    assert not read_comments(make_labels([1, 2], customers=[None, None])).known_customers


def test_dates_that_cannot_be_used_are_left_out_and_counted_by_why() -> None:
    labels = make_labels([3, 3, 3, 3], days=[0, None, -20_000, 400])
    comments = read_comments(labels, today=START + timedelta(days=30))
    assert comments.dated.tolist() == [True, False, False, False]
    assert (comments.undated, comments.implausible, comments.future) == (1, 1, 1)
    assert read_comments(labels).future == 0


def test_a_table_without_dates_is_undated() -> None:
    comments = read_comments(make_labels([3, 3]))
    assert np.isnat(comments.when).all()
    assert comments.undated == 2


def test_an_empty_table_gives_no_comments() -> None:
    labels = make_labels([3], customers=["a"], days=[0]).slice(0, 0)
    comments = read_comments(labels)
    assert len(comments) == 0
    assert comments.customers == 0


def test_chunked_tables_are_read_like_whole_ones() -> None:
    labels = make_labels([1, 2, 3, 4], customers=["a", "b", "a", "c"], days=[0, 1, 2, 3])
    chunked = pa.concat_tables([labels.slice(0, 1), labels.slice(1)])
    whole, parts = read_comments(labels), read_comments(chunked)
    assert whole.customer.tolist() == parts.customer.tolist()
    assert whole.when.tolist() == parts.when.tolist()


def test_the_chance_of_either_side_is_that_of_its_two_levels() -> None:
    labels = make_labels([1, 4, None])
    for step, name in enumerate(PROBABILITY_COLUMNS):
        chances = [0.01 * 2**step, 0.32 / 2**step, 0.5]
        labels = labels.append_column(name, pa.array(chances, pa.float32()))
    comments = read_comments(labels)
    np.testing.assert_allclose(comments.below, [0.01 + 0.02, 0.32 + 0.16], rtol=1e-6)
    np.testing.assert_allclose(comments.above, [0.16 + 0.32, 0.02 + 0.01], rtol=1e-6)
    assert read_comments(make_labels([1, 4])).below.tolist() == [1, 1]
    assert read_comments(make_labels([1, 4])).above.tolist() == [1, 1]


def test_a_day_that_is_the_last_to_count_counts() -> None:
    labels = make_labels([3, 3], days=[30, 30.01])
    comments = read_comments(labels, today=START + timedelta(days=30))
    assert comments.dated.tolist() == [True, False]
    assert comments.future == 1
