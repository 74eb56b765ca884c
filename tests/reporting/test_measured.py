"""An evaluation as a page."""

from __future__ import annotations

import re

import numpy as np

from cxnlp.metrics import Estimate, Reliability
from cxnlp.reporting.measured import MeasuredModel, render_measured

LEVEL = [
    name + end
    for name in ("mean_absolute_error", "interval_coverage")
    for end in ("", "_low", "_high")
]


def page(**given: object) -> str:
    one = Estimate(0.8, 0.7, 0.9, 40)
    nothing = Estimate(float("nan"), float("nan"), float("nan"), 1)
    values: dict[str, object] = {
        "title": "mine on <gold>.csv",
        "facts": (("model", "mine"),),
        "warnings": (),
        "measures": {"macro_f1": one, "a_new_measure": nothing},
        "baselines": {"majority": {"macro_f1": one}},
        "levels": {"basic": dict.fromkeys(LEVEL, 0.5)},
        "confusion": np.eye(6, dtype=int).tolist(),
        "reliability": Reliability(np.array([0.4, 0.8]), np.array([0.5, 0.8]), np.array([10, 30])),
        "slices": {"shop=<b>": {"macro_f1": one}, "shop=b": {"macro_f1": nothing}},
        "worst": {"macro_f1": "shop=<b>"},
    }
    return render_measured(MeasuredModel(**{**values, **given}))  # type: ignore[arg-type]


def test_names_are_escaped() -> None:
    html = page()
    assert "mine on &lt;gold&gt;.csv" in html
    assert "shop=&lt;b&gt;" in html
    assert "<b>" not in html


def test_the_worst_slice_is_marked_once() -> None:
    assert page().count(">worst</span>") == 1
    assert ">worst</span>" not in page(worst={"macro_f1": None})


def test_warnings_stand_before_everything_else() -> None:
    html = page(warnings=("mine has LEARNED FROM it",))
    assert html.index("LEARNED FROM") < html.index('id="measures"')


def test_what_is_no_number_is_a_dash_and_no_bar() -> None:
    html = page()
    assert "nan" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert html.count('<rect x="') == 1


def test_an_evaluation_without_slices_is_a_page_too() -> None:
    assert "By slice" not in page(slices={})


def test_what_it_comes_to_stands_first() -> None:
    html = page(confusion=[[3, 1, 0, 0, 0, 0], [0] * 6, [0, 0, 0, 0, 0, 1], *[[0] * 6] * 3])
    assert "Of 5 texts with a level, 60% are placed on it and 80% on it or beside it." in html


def test_the_fewer_texts_the_smaller_the_dot_and_the_longer_its_interval() -> None:
    curve = Reliability(np.array([0.4, 0.8]), np.array([0.5, 0.8]), np.array([4, 400]))
    html = page(reliability=curve)
    few, many = (float(r) for r in re.findall(r'<circle[^>]* r="([\d.]+)"', html))
    assert few < many
    ends = re.findall(r'y1="([\d.]+)%" x2="[\d.]+%" y2="([\d.]+)%" class="whisker"', html)[:2]
    reach = [float(low) - float(high) for low, high in ends]
    assert reach[0] > 3 * reach[1] > 0


def test_without_a_text_that_has_a_level_no_sentence_claims_how_many_are_right() -> None:
    html = page(confusion=np.zeros((6, 6), int).tolist())
    assert "placed on it" not in html
    assert 'id="measures"' in html


def test_a_cell_tells_its_share_and_how_sure_it_is() -> None:
    nothing: list[Estimate | None] = [None] * 6
    row = [Estimate(0.75, 0.3, 0.95, 4), Estimate(0.25, 0.05, 0.7, 4)]
    empty = [Estimate(0.0, 0.0, 0.49, 4)] * 4
    counts = [[3, 1, 0, 0, 0, 0], *[[0] * 6] * 5]
    html = page(confusion=counts, confusion_shares=[[*row, *empty], *[nothing] * 5])
    assert "75% (30\N{EN DASH}95%)" in html
    told = "Of 4 texts on criminal, 1 (25%; 95 % interval 5\N{EN DASH}70%) are placed on basic"
    assert told in html
    assert "0 (0%; 95 % interval 0\N{EN DASH}49%) are placed on unbelievable" in html
    assert html.count("are placed on") == 6 + 1, "six cells and the sentence at the top"


def test_dots_have_the_intervals_that_were_measured() -> None:
    ends = np.array([0.1]), np.array([0.95])
    curve = Reliability(np.array([0.4]), np.array([0.5]), np.array([400]), *ends)
    html = page(reliability=curve, evidence_reliability=curve)
    assert html.count('y1="90%" x2="40%" y2="5%" class="whisker"') == 2
    nothing = np.array([np.nan])
    html = page(
        reliability=Reliability(np.array([0.4]), np.array([0.5]), np.array([1]), nothing, nothing)
    )
    assert "0.50 (no interval), 1 rows" in html


def test_the_error_by_chance_stands_with_its_range() -> None:
    measures = {
        "evidence_calibration_error": Estimate(0.02, 0.01, 0.05, 40),
        "evidence_calibration_error_by_chance": Estimate(0.012, 0.007, 0.019, 40),
    }
    curve = Reliability(np.array([0.4]), np.array([0.5]), np.array([40]))
    html = page(measures=measures, evidence_reliability=curve)
    assert "a perfect model would show 0.012" in html
    assert "(0.007\N{EN DASH}0.019)" in html


def test_a_note_is_no_warning() -> None:
    html = page(notes=("The baseline is the model itself.",))
    assert '<p class="note">The baseline is the model itself.</p>' in html
    assert "Warning" not in html
