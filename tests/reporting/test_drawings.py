"""Drawings: what is drawn is what the figures say."""

from __future__ import annotations

import re

import pytest
from tests.insights.conftest import make_labels

from cxnlp.insights import levels_over_time
from cxnlp.metrics import Estimate
from cxnlp.reporting.bars import (
    estimate_bar,
    interval_bar,
    spark_bars,
    spark_path,
    stacked_bar,
)
from cxnlp.reporting.plot import round_values
from cxnlp.reporting.svg import drawing as draw
from cxnlp.reporting.svg import element
from cxnlp.reporting.timeline import levels_by_period, mean_by_period, path


def numbers(drawing: str, tag: str, name: str) -> list[float]:
    return [float(one) for one in re.findall(rf'<{tag}[^>]* {name}="([\d.]+)%"', drawing)]


def test_a_stacked_bar_fills_its_column_worst_level_left() -> None:
    drawing = stacked_bar([0.1, 0.2, 0.0, 0.3, 0.4, 0.0], title="Levels")
    assert numbers(drawing, "rect", "width") == [10, 20, 30, 40]
    assert numbers(drawing, "rect", "x") == [0, 10, 30, 60]
    assert re.findall(r'class="(level-\d)"', drawing) == [
        "level-1",
        "level-2",
        "level-4",
        "level-5",
    ]


def test_shares_that_are_not_known_draw_nothing() -> None:
    assert "<rect" not in stacked_bar([float("nan")] * 6, title="Levels")
    assert "<rect" not in spark_bars([float("nan")] * 3, ["a", "b", "c"], title="Share")
    assert estimate_bar(Estimate(float("nan"), 0, 1, 0), most=1, kind="pain") == ""


def test_whiskers_reach_from_low_to_high_and_never_past_the_edge() -> None:
    drawing = estimate_bar(Estimate(0.2, 0.1, 0.9, 9), most=0.4, kind="pain")
    assert numbers(drawing, "rect", "width") == [50]
    assert numbers(drawing, "line", "x1")[0] == 25
    assert numbers(drawing, "line", "x2")[0] == 100


def test_spark_bars_are_scaled_to_the_greatest() -> None:
    drawing = spark_bars([0.1, float("nan"), 0.2], ["a", "b", "c"], title="Share")
    assert numbers(drawing, "rect", "height") == [50, 100]


def test_words_in_drawings_are_escaped() -> None:
    """Topic names are made of customers' words."""
    assert str(element("title", text="</svg><script>")) == (
        "<title>&lt;/svg&gt;&lt;script&gt;</title>"
    )
    assert 'aria-label="&lt;b&gt;&#34;' in stacked_bar([1, 0, 0, 0, 0, 0], title='<b>"')


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


def test_a_drawing_is_known_by_its_title_and_decoration_is_hidden_from_readers() -> None:
    told = draw(height="1rem", title="Levels", description="Most are basic.")
    assert 'aria-label="Levels. Most are basic."' in told
    named = draw(height="1rem", title="Levels")
    assert 'aria-label="Levels"' in named
    assert "<desc" not in named
    assert 'aria-hidden="true"' in draw(height="1rem")


@pytest.mark.parametrize("periods", [2, 7, 36, 200])
def test_few_words_stand_under_an_axis(periods: int) -> None:
    days = [float(day) for day in range(periods)]
    movement = levels_over_time(make_labels([3] * periods, days=days), "day")
    plot = mean_by_period(movement)
    assert 2 <= len(plot.across) <= 6
    assert 2 <= len(plot.upward) <= 8


def test_an_interval_bar_places_the_dot_and_cuts_what_is_off_the_scale() -> None:
    drawing = interval_bar(Estimate(0.0, -9.0, 0.5, 9), low=-1, high=1, mark=0.0, kind="bad")
    assert numbers(drawing, "circle", "cx") == [50]
    assert numbers(drawing, "line", "x1") == [50, 0]
    assert numbers(drawing, "line", "x2") == [50, 75]
    assert 'class="dot bad"' in drawing
    assert interval_bar(Estimate(float("nan"), 0, 1, 0), low=0, high=1) == ""


def test_an_interval_without_ends_is_a_dot_alone() -> None:
    drawing = interval_bar(Estimate(0.5, float("-inf"), float("inf"), 1), low=0, high=1)
    assert "whisker" not in drawing
    assert drawing.count("<circle") == 1


def test_a_small_path_leaves_gaps_and_is_none_with_one_value() -> None:
    nan = float("nan")
    assert spark_path([0.1, nan, nan], ["a", "b", "c"], title="x") == ""
    assert (
        spark_path([0.1, 0.2, nan, 0.3, 0.3], ["a", "b", "c", "d", "e"], title="x").count(
            "path thin"
        )
        == 2
    )


@pytest.mark.parametrize(("bottom", "top"), [(0.0, 0.003), (2.63, 3.24), (0, 1), (-4, 90), (1, 1)])
def test_axes_have_few_round_values_around_the_range(bottom: float, top: float) -> None:
    values = round_values(bottom, top)
    assert 1 <= len(values) <= 8
    assert values[0] <= bottom + 1e-9
    assert values[-1] >= top - 1e-9
