"""The words of axes: few, and round."""

from __future__ import annotations

import pytest

from cxnlp.reporting.plot import Plot, Tick, names_across, round_values
from cxnlp.reporting.svg import element


@pytest.mark.parametrize(("bottom", "top"), [(0.0, 0.003), (2.63, 3.24), (0, 1), (-4, 90), (1, 1)])
def test_axes_have_few_round_values_around_the_range(bottom: float, top: float) -> None:
    values = round_values(bottom, top)
    assert 1 <= len(values) <= 8
    assert values[0] <= bottom + 1e-9
    assert values[-1] >= top - 1e-9


@pytest.mark.parametrize(
    ("bottom", "top", "values"),
    [
        (0.0, 1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (2.63, 3.24, [2.6, 2.8, 3.0, 3.2, 3.4]),
        (1.0, 6.0, [1, 2, 3, 4, 5, 6]),
        (0.0, 0.3, [0.0, 0.1, 0.2, 0.3]),
        (-40.0, 90.0, [-50, 0, 50, 100]),
        (0.0, 12_000.0, [0, 5000, 10000, 15000]),
    ],
)
def test_axes_run_in_steps_of_one_two_or_five(
    bottom: float, top: float, values: list[float]
) -> None:
    assert round_values(bottom, top) == values


def test_every_name_stands_in_the_middle_of_its_column() -> None:
    found = names_across(["a", "b", "c", "d"])
    assert [(tick.at, tick.word) for tick in found] == [
        (12.5, "a"),
        (37.5, "b"),
        (62.5, "c"),
        (87.5, "d"),
    ]


@pytest.mark.parametrize(
    ("names", "shown"),
    [(0, []), (6, [0, 1, 2, 3, 4, 5]), (7, [0, 2, 4, 6]), (13, [0, 3, 6, 9, 12])],
)
def test_of_many_names_every_second_or_third_stands(names: int, shown: list[int]) -> None:
    assert [tick.word for tick in names_across([str(at) for at in range(names)])] == [
        str(at) for at in shown
    ]


def test_a_plot_for_a_page_fills_what_holds_it_and_says_what_it_shows() -> None:
    plot = Plot((element("g"),), "Levels", "See below.", (Tick(50, "a"),), ())
    assert 'height="100%"' in plot.drawing
    assert 'aria-label="Levels. See below."' in plot.drawing
    assert "<g></g>" in plot.drawing
