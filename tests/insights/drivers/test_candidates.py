"""What may drive an outcome: touchpoints, stages, topics, dimensions done well or badly."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights.comments import read_comments
from cxnlp.insights.drivers.candidates import DIMENSIONS, read_candidates, signs_of
from cxnlp.insights.drivers.findings import DriverKind
from cxnlp.insights.incidence import read_incidence

CHOSEN = pa.table(
    {
        "row": [0, 1, 2],
        "empathy": pa.array([-1, 1, None], pa.int8()),
        "stage_after": [False, False, True],
        "touch_in_person": [True, None, True],
        "touch_web": [False, False, False],
        "timeliness": pa.array([0, 0, -1], pa.int8()),
    }
)


def test_candidates_stand_by_what_comes_first_and_only_those_that_occur() -> None:
    comments = read_comments(make_labels([2, 4, 5]))
    given = make_assignments([1, 0, 1], rows=[0, 1, 2])
    incidence = read_incidence(comments, given, make_topics("queue", "staff", "app"))
    found = read_candidates(CHOSEN, incidence)
    assert [(one.key, one.title, one.kind.value) for one in found.of] == [
        ("touch_in_person", "in person", "touchpoint"),
        ("stage_after", "after", "stage"),
        ("topic:0", "queue", "topic"),
        ("topic:1", "staff", "topic"),
        ("empathy+", "empathy done well", "dimension"),
        ("empathy-", "empathy done badly", "dimension"),
        ("timeliness-", "timeliness done badly", "dimension"),
    ]
    assert [one.topic for one in found.of] == [None, None, 0, 1, None, None, None]
    assert found.x.toarray().T.tolist() == [
        [1, 0, 1],
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
    ]


def test_without_any_column_there_is_no_candidate() -> None:
    found = read_candidates(pa.table({"row": [0, 1]}), None)
    assert (len(found), found.x.shape) == (0, (2, 0))


def test_some_comments_and_columns_are_taken_in_the_order_asked_for() -> None:
    found = read_candidates(CHOSEN, None).take(np.array([2, 0]), np.array([3, 0]))
    assert [one.key for one in found.of] == ["empathy-", "touch_in_person"]
    assert found.x.toarray().tolist() == [[0, 1], [1, 1]]


def test_the_dimensions_are_those_of_the_contract() -> None:
    assert DIMENSIONS == ("empathy", "timeliness", "expertise", "personalization", "consistency")
    assert DriverKind.DIMENSION in {one.kind for one in read_candidates(CHOSEN, None).of}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([True, False, None], [1, 0, 0]),
        ([-1, 0, 1], [-1, 0, 1]),
        ([-3, None, 2], [-1, 0, 1]),
        ([None, None, None], [0, 0, 0]),
    ],
)
def test_signs_are_read_from_numbers_and_from_yes_and_no(
    values: list[object], expected: list[int]
) -> None:
    assert signs_of(pa.table({"one": values}), "one").tolist() == expected
