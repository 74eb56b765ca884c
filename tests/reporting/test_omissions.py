"""What is left out is told once, by its part, and never drowns the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxnlp.reporting.omissions import omissions

if TYPE_CHECKING:
    from cxnlp.flows.report import ReportResult


def test_more_than_forty_gaps_of_one_part_are_counted(service: ReportResult) -> None:
    many = tuple(f"Analysis {number} was not made." for number in range(52))
    told = omissions(replace(service.findings, left_out=many))
    analyses = [one.words for one in told if one.part == "analyses"]
    assert analyses[:40] == list(many[:40])
    assert analyses[40:] == ["and 12 more gaps."]


def test_the_same_gap_stands_once(service: ReportResult) -> None:
    twice = replace(service.findings, left_out=("No drivers.", "No drivers."))
    assert [one.words for one in omissions(twice) if one.part == "analyses"] == ["No drivers."]


def test_an_analysis_that_was_not_made_has_no_gaps_of_its_own(service: ReportResult) -> None:
    everything = {one.part for one in omissions(service.findings)}
    bare = replace(service.findings, kpis=None, people=None)
    assert everything - {one.part for one in omissions(bare)} == {"KPIs", "people"}


def test_a_value_that_could_not_be_read_tells_how_to_have_dates_read(service: ReportResult) -> None:
    rejections = replace(service.findings.rejections, unreadable={"created_at": 3, "csat": 1})
    told = [
        (one.words, one.hint)
        for one in omissions(replace(service.findings, rejections=rejections))
        if one.part == "columns"
    ]
    assert told[0][0].startswith("3 values of created_at")
    assert "--date-format" in told[0][1]
    assert told[1] == ("1 value of csat could not be read and was left empty.", "")
