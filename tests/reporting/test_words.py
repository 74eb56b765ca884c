"""Figures in words: rounded, signed and bracketed as a reader expects."""

from __future__ import annotations

import math

import pytest

from cxnlp.metrics import Estimate
from cxnlp.reporting.words import decimal, interval, percent, signed


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0.0%"), (1, "100%"), (0.0004, "<0.1%"), (0.0006, "0.1%"), (0.9996, "100%")],
)
def test_percentages_at_the_edges(share: float, words: str) -> None:
    assert percent(share) == words


def test_minus_is_a_minus_and_zero_has_none() -> None:
    assert decimal(-1.5, 1) == "\N{MINUS SIGN}1.5"
    assert signed(-0.001) == "0.00"
    assert signed(0.5, 1) == "+0.5"


def test_what_is_no_number_is_a_dash() -> None:
    assert decimal(math.nan) == percent(math.inf) == "\N{EN DASH}"
    assert interval(Estimate(1.0, -math.inf, math.inf, 1), "decimal") == "unknown"


def test_an_interval_across_zero_is_written_with_to() -> None:
    assert interval(Estimate(0, -0.01, 0.02, 9), "points") == "\N{MINUS SIGN}1.0 to +2.0"
    assert interval(Estimate(2, -1, 3, 9), "decimal") == "\N{MINUS SIGN}1.00 to +3.00"
