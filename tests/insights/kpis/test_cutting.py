"""How the rows of a run are cut into groups, sorted once for all KPIs."""

from __future__ import annotations

import numpy as np

from cxnlp.insights.kpis.cutting import cut_by


def test_rows_lie_by_group_and_customer_and_those_of_no_group_nowhere() -> None:
    code, customer = np.array([1, 0, -1, 1, 0, 0]), np.array([0, 5, 0, 9, 2, 5])
    found = cut_by(code, ["a", "b"], customer)
    assert found.order.tolist() == [4, 1, 5, 0, 3]
    assert found.names == ("a", "b")
    assert len(found) == 2
    assert found.code is code


def test_only_rows_with_a_number_are_held() -> None:
    found = cut_by(np.array([0, 1, 0]), ("a", "b"), np.array([2, 0, 1]))
    assert found.held(np.array([7.0, np.nan, 8.0])).tolist() == [2, 0]
    assert found.held(np.full(3, np.nan)).tolist() == []


def test_a_group_may_have_no_row_and_a_run_no_rows() -> None:
    nothing = cut_by(np.array([], np.int64), ("a",), np.array([], np.int64))
    assert (len(nothing), nothing.order.tolist()) == (1, [])
