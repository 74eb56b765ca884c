"""What is found of the service KPIs: a closed list, measured beside estimated."""

from __future__ import annotations

import numpy as np

from cxnlp.insights.intervals import Estimates
from cxnlp.insights.kpis import Kpi, KpiFigure, KpiGroups, Kpis
from cxnlp.metrics import Estimate


def figure(kpi: Kpi, *, estimated: bool) -> KpiFigure:
    total = Estimate(0.5, 0.4, 0.6, 100)
    return KpiFigure(kpi, kpi.value, "share", "higher", total, None, {}, estimated, "Counted.")


def found(*figures: KpiFigure) -> Kpis:
    return Kpis(figures, None, None, (), (), 100, None, 0.95)


def test_kpis_stand_in_one_order_under_the_names_that_files_have() -> None:
    assert [one.value for one in Kpi] == [
        "csat",
        "csat_mean",
        "nps",
        "ces",
        "ces_easy",
        "first_contact_resolution",
        "resolution_time_mean",
        "resolution_time_median",
        "resolved",
        "escalation_rate",
        "retention",
        "conversion",
    ]


def test_a_kpi_may_be_measured_and_estimated_and_is_found_by_which() -> None:
    measured, estimate = figure(Kpi.CSAT, estimated=False), figure(Kpi.CSAT, estimated=True)
    both = found(measured, estimate)
    assert both.measured(Kpi.CSAT) is measured
    assert both.estimate(Kpi.CSAT) is estimate
    assert both.measured(Kpi.NPS) is None
    assert both.estimate(Kpi.NPS) is None


def test_findings_are_equal_by_what_they_say() -> None:
    one = figure(Kpi.CSAT, estimated=False)
    assert found(one) == found(one)
    assert found(one) != found(figure(Kpi.NPS, estimated=False))
    assert "_found" not in repr(found(one))


def test_groups_are_as_many_as_their_names() -> None:
    nothing = np.full(2, np.nan)
    values = Estimates(nothing, nothing, nothing, np.zeros(2, np.int64))
    groups = KpiGroups("team", ("a", "b"), values, None, nothing, np.zeros(2, np.int8), ())
    assert len(groups) == 2
