"""Two models compared, as a page."""

from __future__ import annotations

import re
from dataclasses import replace

from cxnlp.metrics import Estimate
from cxnlp.metrics.paired import PairedDifference
from cxnlp.reporting.compared import ComparedModels, render_compared

NOTHING = float("nan")
BETTER = PairedDifference(0.5, 0.4, Estimate(-0.1, -0.15, -0.05, 200), higher_is_better=False)
WORSE = PairedDifference(0.8, 0.7, Estimate(-0.1, -0.15, -0.05, 200), higher_is_better=True)
UNKNOWN = PairedDifference(
    NOTHING, NOTHING, Estimate(NOTHING, NOTHING, NOTHING, 3), higher_is_better=True
)

FOUND = ComparedModels(
    champion="old <one>",
    challenger="new",
    facts=(("table", "<gold>.csv"),),
    warnings=(),
    rows=200,
    conditions=(),
    overall={"mean_absolute_error": BETTER, "macro_f1": WORSE},
    slices={"shop=<b>": {"mean_absolute_error": BETTER, "macro_f1": UNKNOWN}},
)


def test_names_are_escaped_and_nothing_is_fetched() -> None:
    html = render_compared(FOUND)
    assert "old &lt;one&gt;" in html
    assert "shop=&lt;b&gt;" in html
    assert "<b>" not in html
    assert "<script" not in html
    assert "http" not in html.replace('http-equiv="Content-Security-Policy"', "")


def test_right_of_the_line_is_better_whichever_way_the_measure_runs() -> None:
    dots = re.findall(r'cx="([\d.]+)%" cy="50%" r="5" class="([^"]+)"', render_compared(FOUND))
    assert [(float(place) > 50, kind) for place, kind in dots[:2]] == [
        (True, "dot"),
        (False, "dot bad"),
    ]


def test_without_a_gate_nothing_is_decided() -> None:
    html = render_compared(FOUND)
    assert "nothing is decided. Of 2 measures: better on 1, worse on 1." in html
    assert 'id="gate"' not in html


def test_the_decision_stands_first_with_its_conditions() -> None:
    conditions = (("least.macro_f1", False, "macro_f1 is 0.700, at least 0.9 wanted"),)
    html = render_compared(replace(FOUND, conditions=conditions))
    assert html.index("Keep old &lt;one&gt;") < html.index("at least 0.9 wanted")
    met = render_compared(replace(FOUND, conditions=(("x", True, "fine"),)))
    assert "new may take the place of old" in met


def test_what_is_no_number_is_a_dash_and_no_line() -> None:
    html = render_compared(FOUND)
    assert "nan" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert html.count('class="whisker"') == 3


def test_warnings_stand_before_the_figures() -> None:
    html = render_compared(replace(FOUND, warnings=("new has LEARNED FROM it",)))
    assert html.index("LEARNED FROM") < html.index('id="measures"')


def test_too_few_rows_are_told_on_slices_too() -> None:
    """Found by use: an interval beyond zero stood beside `not distinguishable`."""
    few = replace(BETTER, difference=replace(BETTER.difference, n=19))
    html = render_compared(
        replace(FOUND, overall={"macro_f1": few}, slices={"a=b": {"macro_f1": few}})
    )
    assert html.count('<span class="badge quiet">too few rows</span>') == 2
    assert "too few rows on 1" in html
    assert "not distinguishable" not in html
