"""Drawings along time: levels as stacked bars, a figure with its interval as a path."""

from __future__ import annotations

import pytest
from tests.insights.conftest import make_labels
from tests.reporting.conftest import numbers

from cxnlp.insights import levels_over_time
from cxnlp.metrics import Estimate
from cxnlp.reporting.timeline import levels_by_period, mean_by_period, path


def test_each_period_is_a_full_bar_and_an_empty_one_a_gap() -> None:
    movement = levels_over_time(make_labels([1, 2, 6], days=[0, 1, 70]), "month")
    plot = levels_by_period(movement)
    assert numbers(plot.drawing, "rect", "height") == [50, 50, 100]
    assert [tick.word for tick in plot.across] == ["2026-01", "2026-02", "2026-03"]


def test_the_path_of_the_mean_breaks_where_a_period_is_empty() -> None:
    movement = levels_over_time(make_labels([1, 2, 6, 6], days=[0, 40, 130, 131]), "month")
    drawing = mean_by_period(movement).drawing
    assert drawing.count("<circle") == 3
    assert drawing.count('class="path"') == 1


def test_a_period_without_an_interval_is_a_dot_alone() -> None:
    nan = float("nan")
    known, alone = Estimate(0.4, 0.3, 0.5, 9), Estimate(0.2, nan, nan, 1)
    drawing = path(["a", "b"], [known, alone], title="Share", span=(0, 1), kind="percent").drawing
    assert drawing.count("<circle") == 2
    assert drawing.count('class="reach"') == 1
    assert "b: 20.0% (unknown), n = 1" in drawing


@pytest.mark.parametrize("periods", [2, 7, 36, 200])
def test_few_words_stand_under_an_axis(periods: int) -> None:
    days = [float(day) for day in range(periods)]
    movement = levels_over_time(make_labels([3] * periods, days=days), "day")
    plot = mean_by_period(movement)
    assert 2 <= len(plot.across) <= 6
    assert 2 <= len(plot.upward) <= 8


NAN = float("nan")


@pytest.mark.parametrize("span", [(0.0, 1.0), (1.0, 6.0)])
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("end", [0, 1])
def test_a_figure_that_stays_at_an_end_of_its_range_is_drawn(
    span: tuple[float, float], end: int, *, known: bool
) -> None:
    one = Estimate(span[end], span[end] if known else NAN, span[end] if known else NAN, 1)
    plot = path(["a", "b"], [one, one], title="Level", span=span)
    assert numbers(plot.drawing, "circle", "cy") == [100 * (1 - end)] * 2
    assert len(plot.upward) >= 2


def test_levels_are_stacked_with_the_best_on_top() -> None:
    movement = levels_over_time(make_labels([1, 2, 2, 6], days=[0] * 4), "month")
    plot = levels_by_period(movement)
    assert numbers(plot.drawing, "rect", "y") == [0, 25, 75]
    assert numbers(plot.drawing, "rect", "height") == [25, 50, 25]
    assert numbers(plot.drawing, "rect", "x") == [8, 8, 8]
    assert "<title>2026-01, basic: 2 of 4 (50.0%)</title>" in plot.drawing
    assert plot.title == "Shares of the six levels by month"
    upward = [(tick.at, tick.word) for tick in plot.upward]
    assert upward == [(100, "0%"), (75, "25%"), (50, "50%"), (25, "75%"), (0, "100%")]


def test_the_mean_is_drawn_as_high_as_it_is_with_a_dashed_line_at_expected() -> None:
    ends = [Estimate(2.0, 1.0, 3.0, 9), Estimate(4.0, 3.0, 6.0, 1200)]
    plot = path(["a", "b"], ends, title="Level", span=(1, 6), mark=3.0)
    drawing = plot.drawing
    upward = [(tick.at, tick.word) for tick in plot.upward]
    assert upward == [(100, "1"), (80, "2"), (60, "3"), (40, "4"), (20, "5"), (0, "6")]
    assert numbers(drawing, "circle", "cx") == [25, 75]
    assert numbers(drawing, "circle", "cy") == [80, 40]
    assert '<line x1="0%" y1="60%" x2="100%" y2="60%" class="expected">' in drawing
    assert '<line x1="25%" y1="100%" x2="25%" y2="60%" class="reach">' in drawing
    assert '<line x1="25%" y1="80%" x2="75%" y2="40%" class="path">' in drawing
    assert "<title>b: 4.00 (3.00\N{EN DASH}6.00), n = 1,200</title>" in drawing


def test_a_mark_outside_the_drawing_is_left_out_and_ends_are_cut_at_the_range() -> None:
    plot = path(["a"], [Estimate(0.5, -0.2, 0.6, 9)], title="x", span=(0, 1), mark=0.9)
    assert "expected" not in plot.drawing
    assert numbers(plot.drawing, "line", "y1")[-1] == 100


def test_without_any_figure_the_axis_spans_the_range() -> None:
    plot = path(["a"], [Estimate(NAN, NAN, NAN, 0)], title="x", span=(0, 1), kind="percent")
    assert [tick.word for tick in plot.upward] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    assert "<circle" not in plot.drawing
