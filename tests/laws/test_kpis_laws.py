"""Laws of KPIs and people views: what holds for any run, however dirty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insights.kpis.conftest import make_run

from cxnlp.errors import InputDataError
from cxnlp.insights.kpis import KpiSettings, kpi_table, kpis
from cxnlp.insights.kpis.scales import recognised_scale
from cxnlp.insights.kpis.survival import happened_by
from cxnlp.insights.people import customer_views, group_views

if TYPE_CHECKING:
    import pyarrow as pa

NUMBERS = st.one_of(
    st.none(),
    st.integers(-2, 11).map(float),
    st.floats(allow_nan=True, allow_infinity=True, width=32),
)


@st.composite
def runs(draw: st.DrawFn) -> pa.Table:
    """A few rows with gaps and rubbish everywhere."""
    n = draw(st.integers(0, 40))

    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=n, max_size=n))

    flag = st.sampled_from([True, False, None])
    return make_run(
        draw(st.lists(st.sampled_from([None, 1, 2, 3, 4, 5, 6]), min_size=n, max_size=n)),
        days=draw(
            st.lists(st.one_of(st.none(), st.integers(-20_000, 400)), min_size=n, max_size=n)
        ),
        sure=0.7,
        customer=column(st.sampled_from(["a", "b", "c", None])),
        team=column(st.sampled_from(["north", "south", " ", None])),
        csat=column(st.one_of(st.none(), st.integers(1, 5).map(float))),
        nps=column(NUMBERS),
        ces=column(NUMBERS),
        resolution_hours=column(NUMBERS),
        resolved=column(flag),
        escalated=column(flag),
    )


@given(runs())
@settings(max_examples=60, deadline=None)
def test_every_kpi_lies_in_its_interval_and_its_range(run: pa.Table) -> None:
    ranges = {"share": (0, 1), "score": (-1, 1), "hours": (0, np.inf), "points": (-2, 11)}
    for one in kpi_table(kpis(run, KpiSettings(least=2))).to_pylist():
        least, most = ranges[one["unit"]]
        assert least <= one["low"] <= one["value"] <= one["high"] <= most, one
        assert 0 < one["n"] <= run.num_rows


@given(runs(), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_changes_no_kpi_and_no_view(run: pa.Table, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(run.num_rows)
    shuffled = run.take(order)
    chosen = KpiSettings(least=2)
    assert kpi_table(kpis(shuffled, chosen)).equals(kpi_table(kpis(run, chosen)))
    assert customer_views(shuffled).table.equals(customer_views(run).table)
    assert (
        group_views(shuffled, "team", least=2).left_out
        == group_views(run, "team", least=2).left_out
    )


@given(runs())
@settings(max_examples=40, deadline=None)
def test_every_issue_is_open_resolved_or_unknown(run: pa.Table) -> None:
    found = kpis(run)
    if found.issues is not None:
        assert found.issues.open + found.issues.resolved + found.issues.unknown == found.rows


@given(runs())
@settings(max_examples=40, deadline=None)
def test_every_customer_has_one_risk(run: pa.Table) -> None:
    found = customer_views(run)
    assert sum(found.risks.values()) == found.customers == found.table.num_rows
    assert found.returning == sum(one > 1 for one in found.table["n"].to_pylist())


@given(
    st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=40),
    st.integers(0, 60),
)
@settings(deadline=None)
def test_the_longer_the_more_has_happened(watched: list[tuple[int, bool]], horizon: int) -> None:
    time = np.array([one for one, _ in watched], float)
    happened = np.array([one for _, one in watched])
    whole = np.zeros(len(time), np.int64)
    early, late = (
        happened_by(time, happened, whole, groups=1, horizon=by)[0] for by in (horizon, horizon + 5)
    )
    if not (np.isnan(early.value) or np.isnan(late.value)):
        assert early.value <= late.value + 1e-12
        assert 0 <= early.low <= early.value <= early.high <= 1


@given(st.lists(st.floats(-100, 1000), min_size=1, max_size=50), st.sampled_from(["csat", "ces"]))
@settings(deadline=None)
def test_a_recognised_scale_holds_nearly_all_answers(values: list[float], question: str) -> None:
    answers = np.array(values)
    try:
        scale = recognised_scale(question, answers)  # type: ignore[arg-type]  # drawn from them
    except InputDataError:
        return
    assert scale.holds(answers).mean() >= 0.9
    assert ((scale.places(answers) >= 0) & (scale.places(answers) <= 1)).all()
