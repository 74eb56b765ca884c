"""A gate is held against figures: each condition is met or not, by its key, with the reason."""

from __future__ import annotations

import pytest

from cxnlp.flows.judging.conditions import Condition, judge
from cxnlp.flows.judging.gate import Gate, WorstSlice
from cxnlp.metrics import Estimate
from cxnlp.metrics.paired import PairedDifference


def change(before: float, after: float, half: float = 0.1, n: int = 60) -> PairedDifference:
    """An error that went from `before` to `after`, with the half width of its interval."""
    found = after - before
    ends = Estimate(found, found - half, found + half, n)
    return PairedDifference(before, after, ends, higher_is_better=False)


def judged_by_slices(**slices: PairedDifference) -> dict[str, Condition]:
    rules = Gate(not_worse=(), worst_slice=WorstSlice(within=0.1))
    told = {name: {"mean_absolute_error": one} for name, one in slices.items()}
    return {one.name: one for one in judge(rules, {}, told, rows=300)}


def test_a_slice_that_collapses_is_seen_though_another_is_worse() -> None:
    """Found by a reviewer: 0.10 -> 0.55 passed, for another slice stayed at 0.60."""
    found = judged_by_slices(a=change(0.1, 0.55), b=change(0.6, 0.6))
    assert found["worst_slice"].met
    lost = found["worst_slice.largest_loss"]
    assert not lost.met
    assert "on a (n = 60): 0.100 -> 0.550" in lost.why


def test_a_loss_on_a_slice_that_may_be_chance_is_no_collapse() -> None:
    """Of many slices one loses more than the bound by chance."""
    found = judged_by_slices(a=change(0.1, 0.25, half=0.2), b=change(0.6, 0.6))
    assert found["worst_slice.largest_loss"].met
    assert "on a (n = 60)" in found["worst_slice.largest_loss"].why
    found = judged_by_slices(a=change(0.1, 0.25, half=float("nan")), b=change(0.6, 0.6))
    assert not found["worst_slice.largest_loss"].met
    found = judged_by_slices(
        a=change(0.1, 0.5, half=0.5), b=change(0.6, 0.6), c=change(0.2, 0.4, half=0.1)
    )
    assert "on c (n = 60)" in found["worst_slice.largest_loss"].why
    assert not found["worst_slice.largest_loss"].met


def test_a_slice_that_holds_every_judged_row_is_none() -> None:
    found = judged_by_slices(all_of_them=change(0.1, 0.1, n=300))
    assert not found["worst_slice"].met
    assert "no slice is large enough" in found["worst_slice"].why
    assert "worst_slice.largest_loss" not in found


@pytest.mark.parametrize(("most", "met"), [(0.5, True), (0.4, False)])
def test_an_error_may_be_bounded_by_itself_without_a_look_at_slices(most: float, met: bool) -> None:
    rules = Gate(not_worse=(), most={"mean_absolute_error": most}, worst_slice=None)
    _, found = judge(rules, {"mean_absolute_error": change(0.5, 0.45)}, {}, rows=300)
    assert (found.name, found.met) == ("most.mean_absolute_error", met)
    assert found.why == f"mean_absolute_error is 0.450, at most {most:g} wanted"


def test_a_slice_on_which_the_old_model_tells_nothing_is_not_passed_and_has_no_loss() -> None:
    found = judged_by_slices(a=change(float("nan"), 0.3))
    assert not found["worst_slice"].met
    assert "on a (n = 60): nan -> 0.300" in found["worst_slice"].why
    assert "worst_slice.largest_loss" not in found


def found_of(gate: Gate, one: PairedDifference, **sizes: int) -> dict[str, Condition]:
    overall = {"mean_absolute_error": one, "macro_f1": one}
    found = judge(gate, overall, {}, rows=sizes.get("rows", 300), clusters=sizes.get("clusters"))
    return {condition.name: condition for condition in found}


@pytest.mark.parametrize(
    ("rows", "met", "why"),
    [
        (150, True, "150 judged rows, at least 150 wanted"),
        (149, False, "149 judged rows, at least 150 wanted: with too few a loss cannot be told"),
        (1, False, "1 judged row, at least 150 wanted: with too few"),
    ],
)
def test_so_many_rows_are_wanted_and_not_one_fewer(rows: int, met: bool, why: str) -> None:
    found = found_of(Gate(not_worse=(), better=("macro_f1",), worst_slice=None), change(0.5, 0.5))
    assert list(found) == ["least_rows", "better.macro_f1"], "the rows are looked at first"
    rules = Gate(not_worse=(), better=("macro_f1",), worst_slice=None)
    enough = found_of(rules, change(0.5, 0.5), rows=rows)["least_rows"]
    assert enough.met is met
    assert enough.why.startswith(why)


@pytest.mark.parametrize(("clusters", "met"), [(20, True), (19, False)])
def test_rows_of_fewer_than_twenty_clusters_are_too_few_however_many(
    clusters: int, met: bool
) -> None:
    rules = Gate(not_worse=("macro_f1",), worst_slice=None)
    enough = found_of(rules, change(0.5, 0.5), clusters=clusters)["least_rows"]
    assert enough.met is met
    told = f"judged rows of {clusters} clusters, at least 20 clusters wanted: of fewer no interval"
    assert enough.why.startswith("300 judged rows" if met else told)


@pytest.mark.parametrize(
    ("after", "half", "not_worse", "better"),
    [
        (0.7, 0.1, False, False),  # an error that grew, beyond chance
        (0.3, 0.1, True, True),
        (0.55, 0.1, True, False),  # grew, but that may be chance
        (0.45, 0.1, True, False),
        (0.3, float("nan"), False, False),  # what cannot be known is not met
    ],
)
def test_not_worse_forgives_chance_and_better_does_not(
    after: float, half: float, not_worse: bool, better: bool
) -> None:
    name = "mean_absolute_error"
    rules = Gate(not_worse=(name,), better=(name,), worst_slice=None)
    found = found_of(rules, change(0.5, after, half))
    assert found[f"not_worse.{name}"].met is not_worse
    assert found[f"better.{name}"].met is better
    assert found[f"not_worse.{name}"].why == found[f"better.{name}"].why


def test_the_reason_holds_both_figures_the_interval_and_the_verdict() -> None:
    name = "mean_absolute_error"
    rules = Gate(not_worse=(name,), worst_slice=None)
    why = found_of(rules, change(0.5, 0.7))[f"not_worse.{name}"].why
    told = "mean_absolute_error 0.500 -> 0.700, difference 0.200 [0.100, 0.300]: worse"
    assert why == told
    why = found_of(rules, change(0.5, 0.7, n=19))[f"not_worse.{name}"].why
    assert why == "mean_absolute_error tells nothing here: fewer than 20 rows"


@pytest.mark.parametrize(("least", "met"), [(0.45, True), (0.46, False)])
def test_what_must_be_reached_may_be_reached_exactly(least: float, met: bool) -> None:
    rules = Gate(not_worse=(), least={"macro_f1": least}, worst_slice=None)
    found = found_of(rules, change(0.5, 0.45))["least.macro_f1"]
    assert found.met is met
    assert found.why == f"macro_f1 is 0.450, at least {least:g} wanted"


def test_the_worst_slice_may_lose_exactly_what_is_allowed() -> None:
    exactly = judged_by_slices(a=change(0.5, 0.75), b=change(0.1, 0.1))
    assert not exactly["worst_slice"].met, "a quarter of a level is more than a tenth"
    rules = Gate(not_worse=(), worst_slice=WorstSlice(within=0.25))
    one = {"a": {"mean_absolute_error": change(0.5, 0.75)}}
    found = {each.name: each for each in judge(rules, {}, one, rows=300)}
    assert found["worst_slice"].met
    assert found["worst_slice.largest_loss"].met
    assert found["worst_slice"].why.endswith("0.500 -> 0.750, a loss of at most 0.25 allowed")
