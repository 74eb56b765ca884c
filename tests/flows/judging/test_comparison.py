"""What a comparison of two models says: the decision, by what rules, and every verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxnlp.errors import GateError
from cxnlp.flows.judging.comparison import Comparison
from cxnlp.flows.judging.conditions import Condition
from cxnlp.flows.judging.gate import Gate
from cxnlp.metrics import Estimate
from cxnlp.metrics.paired import PairedDifference

WORSE = PairedDifference(0.3, 0.5, Estimate(0.2, 0.1, 0.3, 60), higher_is_better=False)
PLAIN = Comparison(
    champion=("old", "sha256:0"),
    challenger=("new", "sha256:1"),
    data="gold.csv",
    digest="2",
    judged=60,
    overall={"mean_absolute_error": WORSE},
    slices={"shop=a": {"mean_absolute_error": WORSE}},
    conditions=(),
    warnings=("few rows",),
)
FAILED = replace(
    PLAIN,
    conditions=(
        Condition("least_rows", met=True, why="60"),
        Condition("not_worse", met=False, why="lost"),
    ),
    rules=Gate(draws=200),
    mapping="5 stars = desired",
    clusters="customer",
)


def test_without_a_gate_nothing_is_decided_and_nothing_is_refused() -> None:
    PLAIN.require()
    told = PLAIN.to_json()
    assert (told["promoted"], told["rules"], told["gate"]) == (None, None, [])
    assert "gate" not in PLAIN.describe()


def test_a_condition_that_is_not_met_is_refused_by_name_and_those_that_are_met_are_not() -> None:
    with pytest.raises(
        GateError, match=r"new against old on gold\.csv: found lost; expected all 2"
    ):
        FAILED.require()
    lines = FAILED.describe().splitlines()
    assert lines[-3:] == ["gate: NOT MET", "  yes  least_rows: 60", "  NO   not_worse: lost"]


def test_what_was_decided_is_written_with_the_rules_that_decided_it() -> None:
    told = FAILED.to_json()
    assert told["promoted"] is False
    assert told["rules"] == Gate(draws=200).model_dump(mode="json")
    assert told["resampling"] == {
        "coverage": 0.95, "draws": 200, "seed": 0, "clusters": "customer"
    }  # fmt: skip


def test_warnings_come_first_and_slices_stand_with_their_verdicts() -> None:
    lines = FAILED.describe().splitlines()
    assert lines[0] == "WARNING: few rows"
    assert "levels by the mapping that was given: 5 stars = desired" in lines
    assert any(line.split() == ["shop=a", "60", "+0.200", "worse"] for line in lines)
