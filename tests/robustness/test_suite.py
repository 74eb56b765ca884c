"""Behavioural tests: that they catch what they are for, and what the shipped models pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.models import Predictions, load, shipped_models
from cxnlp.robustness import Sort, families, run_suite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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

_LOST = "what a misspelt word says is lost where it carries the verdict"
_THIN = "a sentence without a verdict thins out a short one"
_JUMPS = "a touch lets another member of the cascade read the comment"
_KNOWN = "a name tells the network more than it should"

MISSED = {
    ("levels-fast", "typing errors"): _LOST,
    ("levels-fast", "length"): _THIN,
    ("levels-accurate", "typing errors"): _LOST,
    ("levels-accurate", "names"): _KNOWN,
    ("levels", "typing errors"): _LOST,
    ("levels", "names"): _KNOWN,
    ("levels", "length"): _JUMPS,
}
"""What falls short, and why: docs/decisions/2026-11-22-robustness.md. Once it is mended, the strict
xfail says so."""


def promises() -> list[object]:
    """Every shipped model by every invariance family."""
    names = [family.name for family in families() if family.sort is Sort.INVARIANCE]
    return [
        pytest.param(
            model,
            name,
            marks=[pytest.mark.xfail(reason=MISSED[model, name], strict=True)]
            if (model, name) in MISSED
            else [],
        )
        for model in sorted(shipped_models())
        for name in names
    ]


@pytest.mark.parametrize(("name", "family"), promises())
def test_shipped_models_are_steady(name: str, family: str) -> None:
    chosen = [one for one in families() if one.name == family]
    assert run_suite(load(name), chosen)[family].rate.value >= ASKED


def test_what_is_said_to_fall_short_is_a_family_of_a_model() -> None:
    names = {family.name for family in families() if family.sort is Sort.INVARIANCE}
    assert {family for _, family in MISSED} <= names
    assert {model for model, _ in MISSED} <= set(shipped_models())
    assert all(reason for reason in MISSED.values())


@pytest.mark.parametrize("name", sorted(shipped_models()))
def test_the_card_tells_the_pass_rates(name: str) -> None:
    model = load(name)
    card = model.contents.files["CARD.md"].decode()
    for family in run_suite(model).families:
        line = next(row for row in card.splitlines() if row.startswith(f"| {family.name} "))
        assert f"{family.rate}" in line
