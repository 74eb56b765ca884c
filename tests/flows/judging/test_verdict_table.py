"""What is read of each slice when two models are compared: a verdict for every measure."""

from __future__ import annotations

from math import nan

from cxnlp.flows.judging.verdict_table import verdict_table
from cxnlp.metrics import Estimate
from cxnlp.metrics.paired import PairedDifference


def change(before: float, after: float, half: float, n: int = 60) -> PairedDifference:
    """An error that went from `before` to `after`, with the half width of its interval."""
    found = after - before
    ends = Estimate(found, found - half, found + half, n)
    return PairedDifference(before, after, ends, higher_is_better=False)


def row(lines: list[str], name: str) -> str:
    return next(line for line in lines if line.startswith(f"  {name} "))


def test_every_measure_of_every_slice_has_its_difference_and_verdict() -> None:
    lines = verdict_table(
        {
            "shop=a": {
                "mean_absolute_error": change(0.5, 0.3, 0.1),
                "off_by_two_rate": change(0.1, 0.3, 0.1),
            },
            "shop=b": {
                "mean_absolute_error": change(0.5, 0.4, 0.2, n=7),
                "off_by_two_rate": change(0.2, 0.21, 0.1, n=7),
            },
            "shop=c": {
                "mean_absolute_error": change(0.4, 0.41, 0.1, n=900),
                "off_by_two_rate": change(nan, nan, 0.1, n=900),
            },
        }
    )
    assert row(lines, "shop=a").split() == ["shop=a", "60", "-0.200", "better", "+0.200", "worse"]
    assert row(lines, "shop=b").split() == ["shop=b", "7", "-0.100", "?", "+0.010", "?"]
    assert row(lines, "shop=c").split() == ["shop=c", "900", "+0.010", "=", "no", "number"]


def test_a_measure_stands_under_its_name_whatever_the_slices_are_called() -> None:
    names = ["a", "a name of thirty characters " * 3]
    one = {"macro_f1": change(0.5, 0.3, 0.1), "off_by_two_rate": change(0.1, 0.3, 0.1)}
    lines = verdict_table(dict.fromkeys(names, one))
    macro, off = lines[1].index("macro"), lines[1].index("off")
    assert [line[macro : macro + 2] for line in lines[2:3]] == ["f1"]
    short = row(lines, "a")
    assert short[macro:off].strip() == "-0.200 better"
    assert short[off:] == "+0.200 worse"
    assert row(lines, names[1].rstrip()).endswith("+0.200 worse")


def test_where_the_challenger_is_worse_both_values_and_the_interval_are_told() -> None:
    better, worse = change(0.5, 0.3, 0.1), change(0.3, 0.5, 0.1)
    lines = verdict_table({"shop=a": {"m": better}, "shop=b": {"m": worse}})
    told = [line for line in lines if "->" in line and "0." in line]
    assert told == ["  shop=b  m: 0.300 -> 0.500  0.200 [0.100, 0.300]  worse  n = 60"]
    assert not any("worse" in line for line in verdict_table({"shop=a": {"m": better}}))


def test_a_difference_too_small_for_three_digits_is_told_with_more() -> None:
    lines = verdict_table({"shop=a": {"m": change(0.5, 0.5002, 0.0001)}})
    assert "+0.00020 worse" in row(lines, "shop=a")
    lines = verdict_table({"shop=a": {"m": change(0.5, 0.49998, 0.1)}})
    assert "+0.000 =" in row(lines, "shop=a")


def test_how_many_verdicts_chance_alone_gives_is_said_where_it_is_one_or_more() -> None:
    one = {"m": change(0.5, 0.3, 0.1), "k": change(0.5, 0.5, 0.1)}
    few = {"m": change(0.5, 0.3, 0.1, n=5), "k": change(nan, nan, 0.1)}
    many = {f"shop={number}": one for number in range(12)}
    assert (
        verdict_table({**many, "shop=few": few})[-1]
        == "of 24 verdicts on slices about 1 differ by chance alone"
    )
    assert "chance" not in verdict_table({"shop=1": one})[-1]


def test_without_slices_there_is_nothing_to_say() -> None:
    assert verdict_table({}) == []
