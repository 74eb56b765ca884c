"""Scales hold what is drawn on them, and figures are left out where there is nothing to draw."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from cxnlp.metrics import Estimate
from cxnlp.reporting.figures import Rows, figures_of, span

if TYPE_CHECKING:
    from cxnlp.flows.report import ReportResult


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


def test_an_analysis_that_was_not_made_has_no_figure(service: ReportResult) -> None:
    findings = service.findings
    names = {one.name for one in figures_of(findings)}
    bare = replace(findings, topics=None, drivers=None, people=None, kano=None)
    left = {one.name for one in figures_of(bare)}
    assert left == {"levels", "mean-level", "levels-over-time"}
    assert left < names
    assert "pain-points" in names


def test_an_analysis_that_found_nothing_has_no_figure(service: ReportResult) -> None:
    """A scale without rows would be an empty drawing with a title that promises something."""
    findings = service.findings
    topics, people, kano, drivers = (
        findings.topics,
        findings.people,
        findings.kano,
        findings.drivers,
    )
    assert topics
    assert people
    assert kano
    assert drivers
    bare = replace(
        findings,
        topics=replace(
            topics, pains=topics.pains.slice(0, 0), delights=topics.delights.slice(0, 0)
        ),
        people=replace(
            people, groups={name: replace(one, groups=()) for name, one in people.groups.items()}
        ),
        kano=replace(kano, items=()),
        drivers=replace(
            drivers, outcomes=tuple(replace(one, drivers=()) for one in drivers.outcomes)
        ),
    )
    left = {one.name for one in figures_of(bare)}
    assert left == {"levels", "mean-level", "levels-over-time"}
    assert {"delights", "nature", "moves-level"} <= {one.name for one in figures_of(findings)}


def test_only_drivers_that_are_more_than_chance_are_drawn_and_ten_at_most(
    service: ReportResult,
) -> None:
    drivers = service.findings.drivers
    assert drivers
    level = drivers.outcomes[0]
    sure = next(one for one in level.drivers if one.flagged and one.adjusted)
    many = (replace(sure, flagged=False), *[sure] * 12, replace(sure, adjusted=None))
    bare = replace(
        service.findings, drivers=replace(drivers, outcomes=(replace(level, drivers=many),))
    )
    (figure,) = (one for one in figures_of(bare) if one.name == "moves-level")
    assert isinstance(figure.body, Rows)
    assert len(figure.body.rows) == 10
