"""Running the families on a model: pass rates with intervals, and which comments failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from cxnlp.metrics import Estimate, wilson
from cxnlp.models.card import CardTable
from cxnlp.robustness.families import Sort, families

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from cxnlp.models import Predictions
    from cxnlp.robustness.families import Family

__all__ = ["Answerer", "FamilyResult", "RobustnessResult", "run_suite"]


class Answerer(Protocol):
    """Whatever places texts on levels: a `cxnlp.LevelModel`, or anything of its form."""

    def predict(self, texts: Sequence[str]) -> Predictions:
        """Label texts as they were written."""
        ...


@dataclass(frozen=True)
class FamilyResult:
    """How a family came out.

    Attributes:
        name: the family's name.
        sort: what kind of promise it is.
        promise: the promise.
        rate: share of cases that hold, with Wilson's interval.
        unmoved: share of cases in which the level itself is the same throughout; None where that
            is not the promise.
        failed: the first text of each case that does not hold, then its others (all made up).
    """

    name: str
    sort: Sort
    promise: str
    rate: Estimate
    unmoved: float | None
    failed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class RobustnessResult:
    """How all families came out, in their order."""

    families: tuple[FamilyResult, ...]

    def __getitem__(self, name: str) -> FamilyResult:
        return next(family for family in self.families if family.name == name)

    def table(self) -> CardTable:
        """The pass rates as a table for the model card."""
        return CardTable(
            "Behavioural tests on made-up comments (`cxnlp.robustness`), share passed with 95 % "
            "intervals:",
            ("family", "sort", "promise", "cases", "passed", "same level"),
            tuple(
                (
                    one.name,
                    one.sort.value,
                    one.promise,
                    f"{one.rate.n}",
                    f"{one.rate}",
                    "" if one.unmoved is None else f"{one.unmoved:.3f}",
                )
                for one in self.families
            ),
        )

    def to_json(self) -> dict[str, JsonValue]:
        """The pass rates as values for JSON."""
        return {
            one.name: {
                "sort": one.sort.value,
                "passed": round(one.rate.value, 4),
                "low": round(one.rate.low, 4),
                "high": round(one.rate.high, 4),
                "cases": one.rate.n,
                "same_level": None if one.unmoved is None else round(one.unmoved, 4),
            }
            for one in self.families
        }


def run_suite(model: Answerer, chosen: Sequence[Family] | None = None) -> RobustnessResult:
    """Run the behavioural tests on a model.

    Args:
        model: whatever answers.
        chosen: the families; all of them where not given.

    >>> from cxnlp.models import load
    >>> run_suite(load("levels-fast"))["negation"].rate.value > 0.5
    True
    """
    chosen = families() if chosen is None else chosen
    texts = dict.fromkeys(text for family in chosen for case in family.cases for text in case.texts)
    place = {text: number for number, text in enumerate(texts)}
    answers = model.predict(list(texts))
    results = []
    for family in chosen:
        found = [
            answers.take(np.array([place[text] for text in case.texts], np.int64))
            for case in family.cases
        ]
        held = [case.holds(one) for case, one in zip(family.cases, found, strict=True)]
        still = float(np.mean([len(set(one.levels.tolist())) == 1 for one in found]))
        failed = tuple(
            case.texts for case, good in zip(family.cases, held, strict=True) if not good
        )
        results.append(
            FamilyResult(
                family.name,
                family.sort,
                family.promise,
                _rate(held),
                still if family.sort is Sort.INVARIANCE else None,
                failed,
            )
        )
    return RobustnessResult(tuple(results))


def _rate(held: Sequence[bool]) -> Estimate:
    """The share with Wilson's interval (1927) at 95 %."""
    count, share = len(held), sum(held) / len(held)
    low, high = wilson(np.array(share), np.array(count))
    return Estimate(share, float(low), float(high), count)
