"""Scales hold what is drawn on them, and figures are left out where there is nothing to draw."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from cxnlp.metrics import Estimate
from cxnlp.reporting.figures import figures_of, span

if TYPE_CHECKING:
    from tests.reporting.conftest import MadeUp


def test_a_scale_of_nothing_is_that_of_shares() -> None:
    assert span([]) == (0.0, 1.0)
    assert span([Estimate(math.nan, math.nan, math.nan, 0)]) == (0.0, 1.0)


def test_a_scale_holds_all_figures_and_what_it_stands_around() -> None:
    low, high = span([Estimate(0.21, 0.19, 0.23, 9), Estimate(0.48, 0.4, 0.55, 9)], around=0)
    assert low <= 0
    assert high >= 0.55


def test_a_wild_interval_does_not_press_the_others_together() -> None:
    tame = [Estimate(1.0, 0.9, 1.1, 50), Estimate(2.0, 1.9, 2.1, 50)]
    low, high = span([*tame, Estimate(1.5, -900.0, math.inf, 2)])
    assert low <= 0.9
    assert high >= 2.1
    assert high - low < 6


def test_one_figure_without_an_interval_still_has_a_scale() -> None:
    low, high = span([Estimate(3.0, math.nan, math.nan, 1)])
    assert low < high
    assert low <= 3 <= high


def test_an_analysis_that_was_not_made_has_no_figure(shop: MadeUp) -> None:
    findings = shop.report().findings
    names = {one.name for one in figures_of(findings)}
    bare = replace(findings, topics=None, drivers=None, people=None, kano=None)
    left = {one.name for one in figures_of(bare)}
    assert left == {"levels", "mean-level", "levels-over-time"}
    assert left < names
    assert "pain-points" in names
