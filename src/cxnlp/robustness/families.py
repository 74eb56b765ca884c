"""The families of behavioural tests: their cases, and what must hold of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.ordinal import mean_and_spread
from cxnlp.robustness.comments import (
    ADJECTIVES,
    NAMED,
    NEUTRAL,
    OPEN_ENDED,
    PLAIN,
    SARCASM,
    VERDICTS,
)
from cxnlp.robustness.disturbing import NAMES, PLACES, cased, misspelt, punctuated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cxnlp.models import Predictions

__all__ = ["TOLERANCE", "Case", "Family", "Sort", "families"]

TOLERANCE: Final = 0.5
"""Most that the expected level may move in an invariance family: half a level, so that a comment
on the border of two levels may fall on either side, and no other may leave its level."""


class Sort(StrEnum):
    """What kind of promise a family holds a model to."""

    INVARIANCE = "invariance"
    DIRECTION = "direction"
    MINIMUM = "minimum functionality"


@dataclass(frozen=True)
class Case:
    """Texts that belong together, and whether the answers to them are as they must be.

    Attributes:
        texts: the comments.
        holds: takes the answers to them, in their order.
    """

    texts: tuple[str, ...]
    holds: Callable[[Predictions], bool]


@dataclass(frozen=True)
class Family:
    """Cases of one promise.

    Attributes:
        name: the family's name.
        sort: what kind of promise it is.
        promise: the promise, in a sentence.
        cases: its cases.
    """

    name: str
    sort: Sort
    promise: str
    cases: tuple[Case, ...]


def families() -> tuple[Family, ...]:
    """All families, invariance first.

    >>> sorted(family.name for family in families() if family.sort is Sort.INVARIANCE)
    ['casing', 'length', 'names', 'places', 'punctuation', 'typing errors']
    """
    same = f"the expected level moves by at most {TOLERANCE:g}"
    keep, up, right = Sort.INVARIANCE, Sort.DIRECTION, Sort.MINIMUM
    return (
        Family("typing errors", keep, f"a slip of the keyboard: {same}", _pairs(misspelt)),
        Family("casing", keep, f"other capitals: {same}", _pairs(cased)),
        Family("punctuation", keep, f"other marks and spaces: {same}", _pairs(punctuated)),
        Family("names", keep, f"another person's name: {same}", _named()),
        Family("places", keep, f"another place: {same}", _placed()),
        Family("length", keep, f"a sentence that says nothing added: {same}", _lengthened()),
        Family("negation", up, "the level falls where praise is negated", _negated()),
        Family("intensity", up, "stronger words never move the level the other way", _rising()),
        Family("sarcasm", right, "what is meant is level 1 or 2", _ironic()),
        Family("mixed verdicts", right, "the overall verdict decides", _mixed()),
    )


def _steady(found: Predictions) -> bool:
    mean = mean_and_spread(found.probabilities)[0]
    return bool((np.abs(mean[1:] - mean[0]) <= TOLERANCE).all())


def _rises(found: Predictions) -> bool:
    return bool((np.diff(found.levels.astype(np.int64)) >= 0).all())


def _falls(found: Predictions) -> bool:
    return bool(found.levels[1] < found.levels[0])


def _within(low: int, high: int) -> Callable[[Predictions], bool]:
    return lambda found: bool(low <= found.levels[0] <= high)


def _pairs(disturb: Callable[[str], Iterable[str]]) -> tuple[Case, ...]:
    found = dict.fromkeys((text, other) for text in PLAIN for other in disturb(text))
    return tuple(Case(texts, _steady) for texts in found if len(set(texts)) > 1)


def _named() -> tuple[Case, ...]:
    return tuple(
        Case(tuple(frame.format(name=one, place="town") for one in (NAMES[0], name)), _steady)
        for frame in NAMED
        for name in NAMES[1:]
    )


def _placed() -> tuple[Case, ...]:
    return tuple(
        Case(tuple(frame.format(name="Sam", place=one) for one in (PLACES[0], place)), _steady)
        for frame in NAMED
        for place in PLACES[1:]
    )


def _lengthened() -> tuple[Case, ...]:
    return tuple(
        Case((text, other), _steady)
        for place, text in enumerate(PLAIN)
        for added in [NEUTRAL[place % len(NEUTRAL)]]
        for other in (f"{added} {text}", f"{text} {added}")
    )


def _negated() -> tuple[Case, ...]:
    frames = {
        True: ("The staff were {}.", "The people at the desk were {}.", "Everyone was {}."),
        False: ("I am {}.", "I was {} with the service.", "We were {} with the result."),
    }
    about_me = {"satisfied", "happy", "impressed", "pleased"}
    return tuple(
        Case((frame.format(word), frame.format(f"not {word}")), _falls)
        for word, _ in ADJECTIVES
        for frame in frames[word not in about_me]
    )


def _rising() -> tuple[Case, ...]:
    return tuple(
        Case(tuple(frame.format(word) for word in words), _rises) for frame, words in VERDICTS
    )


def _ironic() -> tuple[Case, ...]:
    return tuple(Case((text,), _within(1, 2)) for text in SARCASM)


def _mixed() -> tuple[Case, ...]:
    return tuple(Case((text,), _within(low, high)) for text, low, high in OPEN_ENDED)
