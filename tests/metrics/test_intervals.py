"""Coverage and width of intervals."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.levels import ServiceLevel
from cxnlp.metrics import interval_coverage, interval_width, per_level_coverage

_TRUE = np.array([1, 3, 3, 6])
_INTERVALS = np.array([[1, 2], [1, 3], [4, 5], [6, 6]], np.int8)


def test_both_ends_belong_to_an_interval() -> None:
    assert interval_coverage(_TRUE, _INTERVALS) == 0.75


def test_width_counts_levels() -> None:
    assert interval_width(_INTERVALS) == pytest.approx(2)


def test_coverage_by_level_shows_what_the_mean_hides() -> None:
    found = per_level_coverage(_TRUE, _INTERVALS)
    assert found == {
        ServiceLevel.CRIMINAL: 1,
        ServiceLevel.EXPECTED: 0.5,
        ServiceLevel.UNBELIEVABLE: 1,
    }


def test_no_rows_give_no_number() -> None:
    assert np.isnan(interval_width(np.zeros((0, 2), np.int8)))
