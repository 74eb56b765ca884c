"""Behavioural tests: that they catch what they are for, and what the shipped models pass."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.models import Predictions, load, shipped_models
from cxnlp.robustness import Sort, families, run_suite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cxnlp.robustness import RobustnessResult


class Rule:
    """A model that is a rule: text in, level out."""

    def __init__(self, rule: Callable[[str], int]) -> None:
        self.rule = rule

    def predict(self, texts: Sequence[str]) -> Predictions:
        levels = np.array([self.rule(text) for text in texts], np.int8)
        return Predictions(
            levels,
            np.eye(6, dtype=np.float32)[levels - 1],
            np.ones(len(texts), np.float32),
            np.stack([levels, levels], axis=1),
            {},
        )


def test_every_family_has_cases_whose_texts_differ() -> None:
    for family in families():
        assert len(family.cases) >= 16, family.name
        assert all(len(set(case.texts)) == len(case.texts) for case in family.cases), family.name


def test_a_model_that_always_says_the_same_keeps_still_and_tells_nothing() -> None:
    found = run_suite(Rule(lambda _: 3))
    for family in found.families:
        if family.sort is Sort.INVARIANCE:
            assert family.rate.value == family.unmoved == 1
    assert found["negation"].rate.value == 0
    assert found["sarcasm"].rate.value == 0
    assert found["intensity"].rate.value == 1


@pytest.mark.parametrize(
    ("family", "rule"),
    [
        ("casing", lambda text: 6 if text[:1].isupper() else 2),
        ("punctuation", lambda text: 6 if text.endswith(".") else 2),
        ("names", lambda text: 1 if "Mehmet" in text else 4),
        ("places", lambda text: 1 if "Lagos" in text else 4),
        ("typing errors", lambda text: 1 + len(text) % 5),
        ("length", lambda text: 1 if len(text.split()) > 14 else 5),
        ("negation", lambda text: 5 if "not" in text else 4),
        ("intensity", lambda text: 2 if "very" in text else 3),
    ],
)
def test_a_model_with_a_fault_fails_the_family_that_looks_for_it(
    family: str, rule: Callable[[str], int]
) -> None:
    result = run_suite(Rule(rule))[family]
    assert result.rate.value < 0.95
    assert result.failed


def test_results_go_into_the_card_and_into_json() -> None:
    found = run_suite(Rule(lambda _: 3))
    assert len(found.table().rows) == len(found.families) == len(found.to_json())
    assert all(len(row) == len(found.table().header) for row in found.table().rows)


ASKED = 0.95
"""Of every invariance family, by the project's aims."""

STEADY = [family.name for family in families() if family.sort is Sort.INVARIANCE]


@cache
def found_of(name: str) -> RobustnessResult:
    """What the suite finds of a shipped model."""
    return run_suite(load(name))


def test_a_family_alone_finds_what_it_finds_among_all() -> None:
    chosen = [one for one in families() if one.name == "length"]
    assert run_suite(load("levels-fast"), chosen).families == (found_of("levels-fast")["length"],)


@pytest.mark.parametrize("family", STEADY)
@pytest.mark.parametrize("name", sorted(shipped_models()))
def test_shipped_models_are_steady(name: str, family: str) -> None:
    assert found_of(name)[family].rate.value >= ASKED


@pytest.mark.parametrize("name", sorted(shipped_models()))
def test_the_card_tells_the_pass_rates(name: str) -> None:
    card = load(name).contents.files["CARD.md"].decode()
    for family in found_of(name).families:
        line = next(row for row in card.splitlines() if row.startswith(f"| {family.name} "))
        assert f"{family.rate}" in line
