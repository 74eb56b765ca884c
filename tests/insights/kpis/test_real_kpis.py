"""KPIs on customers' own ratings: traps are noticed, and estimates err no more than they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from cxnlp.insights.kpis import Kpi, KpiFigure, Kpis, KpiSettings, kpis
from cxnlp.insights.kpis.estimated import ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

FEEDBACK: Final = Path(__file__).parents[4] / "shared" / "data" / "feedback"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FEEDBACK.is_dir(), reason=f"needs {FEEDBACK}"),
]
SOURCES: Final[Mapping[str, tuple[dict[str, str], str]]] = {
    "skytrax_lounge": (
        {"date": "created_at", "overall_rating": "csat", "airline_name": "team"},
        '[csat]\nscale = "1-5"\nuntil = 2015-06-01',
    ),
    "skytrax_seat": (
        {"date": "created_at", "overall_rating": "csat", "airline_name": "team"},
        "",
    ),
    "clothing": ({"Rating": "csat", "DepartmentName": "team"}, ""),
    "nhs_fft": ({"fft_score": "csat", "trust": "team"}, '[csat]\nscale = "1-5"\nbest = "low"'),
}


def source(name: str) -> pa.Table:
    """A source under the standard names; the dates of two are written as the run writes them."""
    names = SOURCES[name][0]
    table = pq.read_table(FEEDBACK / f"{name}.parquet", columns=["text", *names])
    table = table.rename_columns(["text", *names.values()])
    return table.set_column(
        table.column_names.index("csat"), "csat", pc.cast(table["csat"], pa.float64())
    )


def unlabelled(name: str) -> pa.Table:
    """Rows as a run without a model would hold them."""
    table = source(name).drop_columns(["text"])
    n = table.num_rows
    if "created_at" in table.column_names:
        at = table.column_names.index("created_at")
        days = pc.strptime(table["created_at"], format="%Y-%m-%d", unit="us")
        table = table.set_column(at, "created_at", days.cast(pa.timestamp("us", tz="UTC")))
    return (
        table.append_column("row", pa.array(range(n), pa.int64()))
        .append_column("level", pa.nulls(n, pa.int8()))
        .append_column("status", pa.array(["no_evidence"] * n))
    )


def measured(found: Kpis) -> KpiFigure:
    figure = found.measured(Kpi.CSAT)
    assert figure is not None, found.left_out
    return figure


def test_a_scale_that_changed_in_2015_is_not_read_as_a_trend() -> None:
    found = kpis(unlabelled("skytrax_lounge"))
    assert found.measured(Kpi.CSAT) is None
    said = next(one for one in found.left_out if one.what == "csat")
    assert "two scales" in said.why
    assert 'csat.until = "2015-06' in said.hint


def test_what_was_said_of_the_scale_is_used() -> None:
    settings = KpiSettings.parse(SOURCES["skytrax_lounge"][1])
    figure = measured(kpis(unlabelled("skytrax_lounge"), settings))
    values = np.array(source("skytrax_lounge")["csat"].to_pylist(), float)
    assert figure.total.n < np.isfinite(values).sum()
    assert 0.40 < figure.total.value < 0.48


def test_ratings_up_to_ten_are_recognised_and_airlines_told_apart() -> None:
    figure = measured(kpis(unlabelled("skytrax_seat")))
    assert str(figure.scale) == "1-10"
    groups = figure.by["team"]
    assert all(n >= 10 for n in groups.value.n)
    assert {-1, 1} & set(groups.verdict.tolist())


def test_answers_of_do_not_know_are_counted_and_not_used() -> None:
    figure = measured(kpis(unlabelled("nhs_fft"), KpiSettings.parse(SOURCES["nhs_fft"][1])))
    assert figure.left_out[0].n == 316
    assert figure.total.value > 0.8


@pytest.mark.slow
def test_the_estimate_by_definition_errs_no_more_than_it_says(tmp_path: Path) -> None:
    """Root mean square over the four sources; the figures stand in the decision page."""
    from cxnlp import label
    from cxnlp.runs import open_run

    errors = []
    for name, (_, text) in SOURCES.items():
        path = tmp_path / f"{name}.parquet"
        pq.write_table(source(name), path)
        label(path, out=tmp_path / name, model="levels-fast")
        run = open_run(tmp_path / name).labels()
        truth = measured(kpis(run, KpiSettings.parse(text))).total.value
        estimate = kpis(run.drop_columns(["csat"])).estimate(Kpi.CSAT)
        assert estimate is not None
        errors.append(estimate.total.value - truth)
    assert np.sqrt(np.mean(np.square(errors))) <= ERRORS[Kpi.CSAT] + 0.005, errors
