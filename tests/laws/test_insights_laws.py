"""Laws of insights: what holds for any labels, topics and dates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights import level_by_topic, level_shares, levels_over_time, pain_points
from cxnlp.insights.periods import PERIODS, periods_of
from cxnlp.insights.trends import adjusted
from cxnlp.reporting.words import percent

if TYPE_CHECKING:
    import pyarrow as pa

LEVELS = st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=1, max_size=40)


@st.composite
def runs(draw: st.DrawFn) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Labels of a few customers over a few weeks, with topics, some comments in none."""
    levels = draw(LEVELS)
    n = len(levels)
    customers = draw(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=n, max_size=n))
    days = draw(st.lists(st.one_of(st.none(), st.integers(0, 90)), min_size=n, max_size=n))
    topics = draw(st.lists(st.integers(-1, 3), min_size=n, max_size=n))
    return (
        make_labels(levels, customers=customers, days=days),
        make_assignments(topics),
        make_topics("queue", "app", "staff", "price"),
    )


@given(runs())
@settings(max_examples=60, deadline=None)
def test_every_figure_lies_in_its_interval_and_every_interval_in_its_range(
    run: tuple[pa.Table, pa.Table, pa.Table],
) -> None:
    for point in pain_points(*run).to_pylist():
        for name, most in (("share", 1), ("severity", 2), ("score", 2)):
            low, value, high = (point[f"{name}{end}"] for end in ("_low", "", "_high"))
            assert 0 <= low <= value <= high <= most
            assert low < high
        assert math.isclose(point["score"], point["share"] * point["severity"])
        assert len(point["rows"]) == len(set(point["rows"])) == point["n"]


@given(runs(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_nothing(
    run: tuple[pa.Table, pa.Table, pa.Table], random: object
) -> None:
    labels, given_topics, topics = run
    order = np.arange(labels.num_rows)
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    shuffled = pain_points(labels.take(order), given_topics.take(order[::-1].copy()), topics)
    assert shuffled.drop_columns("rank").equals(
        pain_points(labels, given_topics, topics).drop_columns("rank")
    )


@given(runs())
@settings(max_examples=60, deadline=None)
def test_every_labelled_comment_is_counted_once_in_every_table(
    run: tuple[pa.Table, pa.Table, pa.Table],
) -> None:
    labels, given_topics, topics = run
    shares = level_shares(labels)
    labelled = labels.num_rows - labels["level"].null_count
    assert shares.labelled == labelled == shares.shares.n.sum()
    moved = levels_over_time(labels)
    assert moved.counts.sum() + moved.undated + moved.implausible + moved.future == labelled
    crossed = level_by_topic(labels, given_topics, topics)
    assert crossed.counts.sum() + crossed.untouched == labelled


@settings(deadline=None)
@given(st.lists(st.integers(-200_000, 40_000), min_size=1, max_size=30), st.sampled_from(PERIODS))
def test_every_date_lies_in_its_period(days: list[int], kind: str) -> None:
    when = np.array(days, "datetime64[D]").astype("datetime64[us]")
    periods = periods_of(when, kind)  # type: ignore[arg-type]  # drawn from the kinds
    assert (periods.start[periods.index] <= when).all()
    later = periods.index + 1 < len(periods)
    assert (when[later] < periods.start[periods.index[later] + 1]).all()
    assert len(set(periods.names)) == len(periods)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_the_order_and_never_lowers_a_p_value(values: list[float]) -> None:
    p = np.array(values)
    q = adjusted(p)
    assert ((q >= p) & (q <= 1)).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= 0).all()


@settings(deadline=None)
@given(st.floats(0, 1))
def test_a_percentage_never_reads_as_none_where_there_is_some(share: float) -> None:
    assert (percent(share) == "0.0%") == (share == 0)
