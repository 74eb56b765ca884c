"""The local engine gives the same results in the same order, in one process or in many."""

from __future__ import annotations

import math
import os
from itertools import count, islice
from typing import TYPE_CHECKING

import pytest

from cxnlp.engines import map_in_order
from cxnlp.errors import CxnlpError

if TYPE_CHECKING:
    from collections.abc import Iterator

# The work is the standard library's, because a worker process must be able to import it.


@pytest.mark.slow
def test_two_workers_give_what_one_gives_in_the_same_order() -> None:
    numbers = list(range(20))
    alone = list(map_in_order(math.factorial, numbers))
    assert list(map_in_order(math.factorial, numbers, workers=2)) == alone


def test_items_are_taken_only_as_results_are_asked_for() -> None:
    assert list(islice(map_in_order(math.factorial, count()), 4)) == [1, 1, 2, 6]


@pytest.mark.slow
def test_items_are_not_read_far_ahead_of_the_results() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = map_in_order(math.factorial, numbers(), workers=2)
    assert next(iter(results)) == 1
    assert len(taken) <= 5


@pytest.mark.slow
def test_a_workers_error_arrives_as_itself() -> None:
    with pytest.raises(ValueError, match="not defined for negative"):
        list(map_in_order(math.factorial, [3, -1, 3], workers=2))


@pytest.mark.slow
def test_workers_that_die_again_and_again_end_the_job_with_advice() -> None:
    with pytest.raises(CxnlpError, match=r"died 3 times.*fewer --workers"):
        list(map_in_order(os._exit, [1, 1], workers=2))
