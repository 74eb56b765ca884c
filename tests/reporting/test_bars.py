"""Bars: what is drawn is what the figures say."""

from __future__ import annotations

import re

from tests.reporting.conftest import numbers

from cxnlp.metrics import Estimate
from cxnlp.reporting.bars import (
    estimate_bar,
    estimate_parts,
    interval_bar,
    interval_parts,
    spark_bars,
    spark_path,
    stacked_bar,
)


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


def test_a_bar_of_all_six_is_told_in_words_as_well() -> None:
    drawing = stacked_bar([0.5, 0.0, 0.0, 0.25, 0.25, 0.0], height="1rem", title="Levels")
    assert 'height="1rem"' in drawing
    assert "<title>desired: 25.0%</title>" in drawing
    assert (
        "<desc>criminal 50.0%, basic 0.0%, expected 0.0%, desired 25.0%, surprising 25.0%, "
        "unbelievable 0.0%</desc>"
    ) in drawing


def test_a_bar_begins_at_zero_and_its_whiskers_have_ends() -> None:
    parts = estimate_parts(Estimate(0.2, 0.1, 0.3, 9), most=0.4, kind="pain")
    drawing = "".join(parts)
    assert (numbers(drawing, "rect", "x"), numbers(drawing, "rect", "width")) == ([0], [50])
    assert numbers(drawing, "line", "x1") == [25, 25, 75]
    assert numbers(drawing, "line", "x2") == [75, 25, 75]
    assert 'class="pain"' in drawing


def test_what_lies_below_zero_or_beyond_the_edge_is_drawn_at_it() -> None:
    drawing = "".join(estimate_parts(Estimate(0.9, -0.5, 1.5, 9), most=0.6, kind="pain"))
    assert numbers(drawing, "rect", "width") == [100]
    assert numbers(drawing, "line", "x1") == [0, 0, 100]


def test_the_parts_of_a_bar_are_those_that_it_draws() -> None:
    one = Estimate(0.5, 0.25, 0.75, 9)
    for parts, drawing in (
        (estimate_parts(one, most=1, kind="x"), estimate_bar(one, most=1, kind="x")),
        (interval_parts(one, low=0, high=1, mark=0.5), interval_bar(one, low=0, high=1, mark=0.5)),
    ):
        assert "".join(parts) in drawing
    nothing = Estimate(float("nan"), 0, 1, 0)
    assert estimate_parts(nothing, most=1, kind="x") == []
    assert interval_parts(nothing, low=0, high=1) == []


def test_an_interval_without_a_mark_has_a_dot_and_one_whisker() -> None:
    drawing = "".join(interval_parts(Estimate(2.0, 1.5, 3.0, 9), low=1, high=6))
    assert numbers(drawing, "circle", "cx") == [20]
    assert numbers(drawing, "line", "x1") == [10]
    assert numbers(drawing, "line", "x2") == [40]
    assert 'class="dot"' in drawing


def test_small_bars_stand_on_one_base_in_equal_columns() -> None:
    drawing = spark_bars([0.1, 0.0, 0.2, 0.05], ["a", "b", "c", "d"], title="Share")
    assert numbers(drawing, "rect", "x") == [2.5, 27.5, 52.5, 77.5]
    assert numbers(drawing, "rect", "width") == [20] * 4
    assert numbers(drawing, "rect", "y") == [50, 100, 0, 75]
    assert "<title>c: 20.0%</title>" in drawing
    assert "<desc>From a to d, at most 20.0 percent in a period.</desc>" in drawing
    assert spark_bars([0.0, 0.0], ["a", "b"], title="Share") == ""


def test_a_small_path_runs_from_the_least_to_the_greatest_and_ends_in_a_dot() -> None:
    """Of 90 % of the height at the least value, and 10 % at the greatest."""
    drawing = spark_path([1.0, 3.0, 2.0, float("nan")], ["a", "b", "c", "d"], title="Level")
    assert numbers(drawing, "line", "x1") == [12.5, 37.5]
    assert numbers(drawing, "line", "y1") == [90, 10]
    assert numbers(drawing, "line", "y2") == [10, 50]
    assert (numbers(drawing, "circle", "cx"), numbers(drawing, "circle", "cy")) == ([62.5], [50])
    assert "<desc>From a to d.</desc>" in drawing


def test_a_small_path_that_stands_still_is_flat() -> None:
    drawing = spark_path([2.0, 2.0], ["a", "b"], title="Level")
    assert numbers(drawing, "line", "y1") == numbers(drawing, "line", "y2") == [90]
