"""What the business records: yes among yes and no, and how many are open."""

from __future__ import annotations

import numpy as np
from tests.insights.kpis.conftest import START, make_run

from cxnlp.insights.kpis import Kpi, kpis
from cxnlp.insights.kpis.issues import resolved_flags, shares_of_yes
from cxnlp.insights.kpis.rows import read_rows


def test_silent_rows_are_left_out_and_counted() -> None:
    found, left = shares_of_yes(read_rows(make_run([1] * 3, escalated=[True, False, None])))
    told, mean = found[0]
    assert told.kpi == Kpi.ESCALATED
    assert np.nanmean(mean.place) == 0.5
    assert told.left_out[0].n == 1
    assert {one.what for one in left} == {"first_contact_resolution", "resolved", "conversion"}


def test_a_date_of_resolution_says_resolved_where_the_flag_is_silent() -> None:
    run = make_run(
        [1] * 4, resolved=[True, False, None, None], resolved_at=[None, None, START, None]
    )
    flag = resolved_flags(read_rows(run))
    assert flag is not None
    assert np.array_equal(flag, [1, 0, 1, np.nan], equal_nan=True)


def test_without_a_flag_no_date_means_open() -> None:
    flag = resolved_flags(read_rows(make_run([1] * 2, resolved_at=[START, None])))
    assert flag is not None
    assert flag.tolist() == [1, 0]


def test_open_and_resolved_issues_are_counted_by_period_and_group() -> None:
    run = make_run(
        [1] * 5,
        days=[0, 1, 40, 41, None],
        resolved=[True, False, False, False, True],
        team=["north", "north", "south", "south", "south"],
    )
    found = kpis(run).issues
    assert found is not None
    assert (found.open, found.resolved, found.unknown) == (3, 2, 0)
    assert found.by["team"] == {"south": (2, 1), "north": (1, 1)}
    assert found.by_period.sum() == 4
    assert kpis(make_run([1])).issues is None
