"""What moves the level or a KPI, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from cxnlp.reporting.bars import interval_bar
from cxnlp.reporting.figures import span
from cxnlp.reporting.words import count, decimal, interval, plural, signed

if TYPE_CHECKING:
    from cxnlp.insights.drivers.findings import Driver, DriverFindings, Drivers

__all__ = ["Moved", "Mover", "moved"]

_SHOWN: Final = 12
"""Drivers shown at once; the others stand behind a click."""
_MORE: Final = 60

_WHY: Final = {
    "rare": "too few customers with or without it",
    "collinear": "always goes with another",
    "separated": "all comments with it, or none, have the same outcome",
}


@dataclass(frozen=True)
class Mover:
    """One driver in words.

    Attributes:
        name: readable name with its side.
        topic: the topic's number; None for others.
        word: what kind of thing it is.
        effect: adjusted effect with interval; empty where there is none.
        simple: unadjusted difference with interval.
        absent: mean outcome of the comments without it.
        n: comments with it.
        bar: the adjusted effect on the scale of all.
        flagged: whether it is more than chance.
        good: whether it goes with a better outcome.
        note: why there is no effect, or what it can hardly be told apart from.
    """

    name: str
    topic: int | None
    word: str
    effect: str
    simple: str
    absent: str
    n: str
    bar: Markup
    flagged: bool
    good: bool
    note: str


@dataclass(frozen=True)
class Moved:
    """One outcome and its drivers in words.

    Attributes:
        title: of the outcome.
        unit: of the effects.
        lede: how it was counted.
        first: flagged drivers, the greatest effect first.
        others: those that could be chance, or that could not be told.
        more: further ones that are only counted.
        caveats: sentences for the reader.
    """

    title: str
    unit: str
    lede: str
    first: tuple[Mover, ...]
    others: tuple[Mover, ...]
    more: int
    caveats: tuple[str, ...]


def moved(findings: DriverFindings) -> list[Moved]:
    """One entry per outcome that could be analysed.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.drivers import drivers
    >>> phone = [True] * 4 + [False] * 4
    >>> labels = pa.table({"row": range(80), "level": [1, 2, 2, 3, 4, 4, 5, 3] * 10,
    ...                    "status": ["labelled"] * 80, "touch_phone": phone * 10})
    >>> (found,) = moved(drivers(labels))
    >>> found.title, [one.name for one in found.first]
    ('level of service', ['phone'])
    """
    return [_moved(one) for one in findings.outcomes]


def _moved(found: Drivers) -> Moved:
    flagged = [one for one in found.drivers if one.flagged]
    first = flagged[:_SHOWN]
    others = flagged[_SHOWN:] + [one for one in found.drivers if not one.flagged]
    low, high = span([one.adjusted for one in first if one.adjusted], around=0.0)
    held = (
        f" Held fixed besides: {', '.join(word.replace('_', ' ') for word in found.adjusted_for)}."
        if found.adjusted_for
        else ""
    )
    lede = (
        f"{plural(found.n, 'comment')} of {plural(found.customers, 'customer')} have it; the mean "
        f"is {decimal(found.mean)}. The effect is how much the {found.title} changes, in "
        f"{found.unit}, where a thing is present, all the others held fixed.{held}"
    )
    return Moved(
        title=found.title,
        unit=found.unit,
        lede=lede,
        first=tuple(_mover(one, found, low, high) for one in first),
        others=tuple(_mover(one, found, low, high) for one in others[:_MORE]),
        more=max(0, len(others) - _MORE),
        caveats=found.caveats,
    )


def _mover(one: Driver, found: Drivers, low: float, high: float) -> Mover:
    effect, simple = one.adjusted, one.simple
    good = effect is not None and effect.value * (found.better or 1) > 0
    note = ""
    if one.reason is not None:
        note = _WHY.get(one.reason.value, one.reason.value.replace("_", " "))
    if one.twin:
        note += f"{'; ' if note else ''}hardly told apart from “{one.twin}”"
    return Mover(
        name=one.title,
        topic=one.topic,
        word=one.kind.value,
        effect=f"{signed(effect.value)} ({interval(effect, 'signed')})" if effect else "",
        simple=f"{signed(simple.value)} ({interval(simple, 'signed')})" if simple else "",
        absent=decimal(one.absent),
        n=count(one.n),
        bar=interval_bar(effect, low=low, high=high, mark=0.0, kind="good" if good else "bad")
        if effect
        else Markup(""),
        flagged=one.flagged,
        good=good,
        note=note,
    )
