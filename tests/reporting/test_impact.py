"""Impact and severity: where the picture puts a topic, and the curves of equal cost."""

from __future__ import annotations

from tests.reporting.conftest import make_point

from cxnlp.reporting.impact import impact_and_severity


def test_the_picture_numbers_the_topics_and_colours_the_growing_ones() -> None:
    plot = impact_and_severity([make_point(1, 0.1), make_point(2, 0.05, direction=1)])
    drawn = str(plot.drawing)
    assert drawn.count("<circle") == 2
    assert drawn.count('class="bubble growing"') == 1
    assert 'data-topic="101"' in drawn
    assert plot.across[0].word == "0%"
    assert 'role="img"' in drawn


def test_points_of_equal_cost_lie_on_one_curve() -> None:
    """The outermost curve runs through the costliest point."""
    one = make_point(1, 0.1)
    plot = impact_and_severity([one])
    right = float(plot.across[-1].word.rstrip("%")) / 100
    top = float(plot.upward[-1].word)
    x = 100 * one.share.value / right
    y = 100 * (1 - one.severity.value / top)
    lines = [str(part) for part in plot.parts if 'class="curve"' in part]
    ends = [
        [float(part.split(f'{name}="')[1].split("%")[0]) for name in ("x1", "y1")] for part in lines
    ]
    assert min(abs(ax - x) + abs(ay - y) for ax, ay in ends) < 6
