"""CSAT, NPS and CES as their inventors count them."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.insights.kpis.conftest import make_run

from cxnlp.insights.kpis import Kpi, Kpis, KpiSettings, kpis


def of(question: str, values: list[float | None], text: str = "") -> Kpis:
    column = pa.array(values, pa.float64())
    run = make_run([3] * len(values)).append_column(question, column)
    return kpis(run, KpiSettings.parse(text))


def value(found: Kpis, kpi: Kpi) -> float:
    figure = found.measured(kpi)
    assert figure is not None
    assert figure.total.low <= figure.total.value <= figure.total.high
    return figure.total.value


def test_satisfied_are_4_and_5_of_5() -> None:
    found = of("csat", [1, 3, 4, 5])
    assert value(found, Kpi.CSAT) == 0.5
    assert value(found, Kpi.CSAT_MEAN) == 3.25


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ([0, 1, 1, 1], 3 / 4),
        ([0, 7, 8, 9, 10], 3 / 5),
        ([10, 74, 75, 100], 1 / 2),
        ([1, 5, 6, 7] * 8, 1 / 2),
    ],
)
def test_the_same_place_is_satisfied_on_every_scale(
    values: list[float | None], share: float
) -> None:
    assert value(of("csat", values), Kpi.CSAT) == pytest.approx(share)


def test_where_satisfaction_begins_can_be_said() -> None:
    assert value(of("csat", [1, 3, 4, 5], "satisfied_from = 1.0"), Kpi.CSAT) == 0.25


def test_promoters_less_detractors() -> None:
    found = of("nps", [10, 9, 8, 7, 6, 0])
    assert value(found, Kpi.NPS) == 0
    assert value(of("nps", [10, 10, 8, 0]), Kpi.NPS) == 0.25


def test_a_score_from_1_to_5_is_no_net_promoter_score() -> None:
    found = of("nps", [1, 2, 3, 4, 5])
    assert found.measured(Kpi.NPS) is None
    assert "0 to 10" in next(one for one in found.left_out if one.what == "nps").why
    found = of("nps", [1, 2, 3, 4, 5], '[nps]\nscale = "1-5"')
    assert "by its definition" in next(one for one in found.left_out if one.what == "nps").why


def test_effort_is_a_mean_and_a_share_who_found_it_easy() -> None:
    found = of("ces", [1, 4, 5, 6, 7, 7] * 5)
    assert value(found, Kpi.CES) == pytest.approx(5)
    assert value(found, Kpi.CES_EASY) == pytest.approx(4 / 6)
    assert found.measured(Kpi.CES).better == "higher"  # type: ignore[union-attr]  # seen above


def test_where_high_is_effort_lower_is_better() -> None:
    found = of("ces", [1, 2, 5, 5], '[ces]\nbest = "low"')
    assert value(found, Kpi.CES) == 3.25
    assert found.measured(Kpi.CES).better == "lower"  # type: ignore[union-attr]  # seen above
    assert value(found, Kpi.CES_EASY) == 0.5


def test_an_unclear_column_is_left_out_with_the_setting_that_cures_it() -> None:
    found = of("csat", [1, 2, 3])
    assert found.measured(Kpi.CSAT) is None
    said = next(one for one in found.left_out if one.what == "csat")
    assert said.n == 3
    assert "csat.scale" in said.hint
    assert value(of("csat", [1, 2, 3], '[csat]\nscale = "1-3"'), Kpi.CSAT) == pytest.approx(1 / 3)
