"""Quotes for coaching: comments that show why a dimension is weak or strong in a group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from tests.insights.conftest import make_labels

from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.insights.people import GroupViews, with_group_quotes
from cxnlp.insights.people.quoting import quotable
from cxnlp.insights.people.views import DimensionView, GroupView, Standing
from cxnlp.metrics import Estimate


def said(levels: list[int], sure: list[float], who: list[str | None]) -> LabelledComments:
    """Comments with these probabilities of a level below expected, and of one above desired."""
    read = read_comments(make_labels(levels, customers=who))
    return replace(read, below=np.array(sure, np.float32), above=1 - np.array(sure, np.float32))


COMMENTS = said([2, 1, 1, 3, 1], [0.9, 0.5, 0.8, 0.1, 0.7], ["a", "b", "c", "d", "e"])
ALL = np.ones(5, np.bool_)


def test_the_worst_level_comes_first_and_of_equals_the_surest() -> None:
    assert quotable(COMMENTS, ALL, worst=True) == (2, 4, 1, 0, 3)
    assert quotable(COMMENTS, ALL, worst=False) == (3, 0, 1, 4, 2)


def test_only_what_is_chosen_may_be_quoted() -> None:
    assert quotable(COMMENTS, np.array([True, False, False, True, False]), worst=True) == (0, 3)
    assert quotable(COMMENTS, ~ALL, worst=True) == ()


def test_a_customer_is_quoted_once_by_the_most_typical_comment() -> None:
    same = said([2, 1, 1], [0.9, 0.5, 0.8], ["a", "a", None])
    assert quotable(same, ALL[:3], worst=True) == (2, 1)


def test_of_those_alike_the_first_rows_come_first_and_no_more_than_twelve() -> None:
    many = said([1] * 20, [0.5] * 20, [None] * 20)
    assert quotable(many, np.ones(20, np.bool_), worst=True) == tuple(range(12))


def views(*rows: int) -> GroupViews:
    """One team, weak in empathy, with rows that may be quoted; nothing is told of timeliness."""
    one = Estimate(0.2, 0.1, 0.3, 40)
    dimensions = (
        DimensionView("empathy", 40, Standing(one, one, 0.01, "weak"), (), rows),
        DimensionView("timeliness", 0, None, (), ()),
    )
    team = GroupView("north", 80, 70, Standing(one, None, 1.0, "weak"), one, one, 1, 2, dimensions)
    return GroupViews("team", (team,), 20, (), 0.05, 0.95, ())


def test_texts_are_found_in_any_batch_and_three_are_shown_in_order() -> None:
    told = ["Nobody cared at all.", "Rude from start to end.", "No word of regret.", "Cold as ice."]
    batches = [
        pa.table({"row": [7, 1], "text": told[:2]}),
        pa.table({"row": [4, 9], "text": told[2:]}),
    ]
    (team,) = with_group_quotes(views(9, 7, 4, 1), batches).groups
    assert team.dimensions[0].quotes == (told[3], told[0], told[2])
    assert team.dimensions[1].quotes == ()
    assert team.name == "north"


def test_without_rows_or_texts_there_are_no_quotes() -> None:
    nothing = views()
    assert with_group_quotes(nothing, [pa.table({"row": [1], "text": ["Rude."]})]) is nothing
    (team,) = with_group_quotes(views(1), [pa.table({"row": [1]})]).groups
    assert team.dimensions[0].quotes == ()
