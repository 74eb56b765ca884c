"""Whole pieces of work run side by side; the matrix library keeps to one thread meanwhile."""

from __future__ import annotations

import sys

import pytest
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]  # has no types

from cxnlp.errors import MissingDependencyError
from cxnlp.topicmodel.threads import one_thread, side_by_side


def blas_threads() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_the_matrix_library_has_one_thread_in_the_block_and_its_own_number_after_it() -> None:
    before = blas_threads()
    with one_thread():
        assert set(blas_threads()) == {1}
    assert blas_threads() == before
    with pytest.raises(ValueError, match="late"), one_thread():
        raise ValueError("late")
    assert blas_threads() == before


def test_what_is_found_stands_in_the_order_of_the_pieces() -> None:
    assert side_by_side(lambda number: -number, range(50)) == [-number for number in range(50)]
    assert side_by_side(str, []) == []


def test_each_piece_is_worked_on_with_one_thread() -> None:
    for found in side_by_side(lambda _: set(blas_threads()), range(4)):
        assert found == {1}


def test_what_one_piece_raises_is_raised() -> None:
    def work(number: int) -> int:
        return 1 // number

    with pytest.raises(ZeroDivisionError):
        side_by_side(work, [1, 0, 2])


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with (
        pytest.raises(MissingDependencyError, match=r"threadpoolctl.*cxnlp\[topics\]"),
        one_thread(),
    ):
        pass
