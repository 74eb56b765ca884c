"""What is said about Kano classes: what doing something well or badly goes with, and since when.

The classes are those of Kano et al. (1984), read off the two slopes of a penalty-reward contrast
(Brandt 1987; Mikulić and Prebežac 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxnlp.insights.periods import Period
    from cxnlp.metrics import Estimate

__all__ = ["Change", "Contrast", "Kano", "KanoClass", "KanoItem", "KanoLeftOut"]


class KanoClass(StrEnum):
    """What an item is to customers, from how doing it well and badly goes with the outcome."""

    DELIGHTER = "delighter"
    PERFORMANCE = "performance"
    BASIC = "basic"
    INDIFFERENT = "indifferent"
    UNDECIDED = "undecided"

    @property
    def meaning(self) -> str:
        """What the class says, in one sentence."""
        return _MEANING[self]

    @property
    def wish(self) -> str:
        """What customers make of it: surprising, desired, expected; a dash where none fits."""
        return _WISH.get(self, "-")


_MEANING = {
    KanoClass.DELIGHTER: "Done well it surprises; done badly it costs less than half as much.",
    KanoClass.PERFORMANCE: "Done well it gains and done badly it costs, in like measure.",
    KanoClass.BASIC: "Done badly it costs; done well it gains less than half as much.",
    KanoClass.INDIFFERENT: "Done well or badly, it makes no difference that matters.",
    KanoClass.UNDECIDED: "The comments do not tell the classes apart.",
}
_WISH = {
    KanoClass.DELIGHTER: "surprising",
    KanoClass.PERFORMANCE: "desired",
    KanoClass.BASIC: "expected",
}


class Change(StrEnum):
    """Whether an item's effects have changed over the periods: a closed list.

    `changed`: the test of change is passed and the class before is another than the class now;
    `moved`: the test is passed, but the class is the same, or one of the two cannot be told;
    `steady`: no change was found; `untested`: too few comments or periods to look for one.
    """

    CHANGED = "changed"
    MOVED = "moved"
    STEADY = "steady"
    UNTESTED = "untested"


@dataclass(frozen=True)
class Contrast:
    """Penalty and reward of one item, over one period or all.

    Attributes:
        period: the period's name, or `all`.
        n: comments with the outcome in the period.
        well: comments among them that say the item was done well.
        badly: comments that say it was done badly.
        reward: change of the outcome if done well, against not mentioned or neutral; above 0 where
            it gains. None where too few comments stand behind it. Always in the sense "more is
            better": the sign of an outcome where less is better (hours) is turned.
        penalty: change of the outcome if done badly, likewise; below 0 where it costs.
        kind: the class that the intervals allow.
    """

    period: str
    n: int
    well: int
    badly: int
    reward: Estimate | None
    penalty: Estimate | None
    kind: KanoClass


@dataclass(frozen=True)
class KanoItem:
    """One topic, dimension or sub-rating.

    Attributes:
        key: stable name: `empathy`, `topic:3`, or the column of a sub-rating.
        name: readable name.
        topic: the topic's number; None for others.
        whole: over all periods together.
        periods: one per period, in order; empty without dates.
        before: fitted straight line at the middle of the first period; None where `change` is
            `untested`.
        now: the same line at the middle of the last period.
        ageing: change from `before` to `now` of what bad costs less what good gains, in units of
            the outcome; above 0 the item goes the way from surprising to expected. None where
            untested.
        p_value: of the hypothesis that neither reward nor penalty has changed in a straight line.
        holm: the same after Holm's correction over all items tested.
        change: see `Change`.
    """

    key: str
    name: str
    topic: int | None
    whole: Contrast
    periods: tuple[Contrast, ...]
    before: Contrast | None
    now: Contrast | None
    ageing: Estimate | None
    p_value: float | None
    holm: float | None
    change: Change

    @property
    def words(self) -> str:
        """The change in a sentence: what surprised becomes desired, then expected."""
        from cxnlp.insights.kano.words import sentence

        return sentence(self)


@dataclass(frozen=True)
class KanoLeftOut:
    """An item without any class, and why.

    Attributes:
        key: its stable name.
        name: its readable name.
        why: a sentence.
    """

    key: str
    name: str
    why: str


@dataclass(frozen=True)
class Kano:
    """The classes of all items, and which of them have changed.

    Attributes:
        outcome: column that the items are held against: `level`, `csat` ...
        unit: unit of rewards and penalties: `levels`, `points` ...
        items: changed ones first, then by size of effect.
        period: kind of the periods; None without usable dates.
        names: the periods' names.
        n: labelled comments with the outcome.
        undated: those among them without a usable date; they count in `whole` only.
        matters: smallest effect that matters, in units of the outcome.
        false_alarms: probability of any item being flagged as moved or changed where none has.
        left_out: items that could not be looked at.
        same_text: whether outcome and signs are read from the same text.
        rule: how "well" and "badly" were told, a sentence.
        caveats: sentences for the reader; the first always says that this is association.
    """

    outcome: str
    unit: str
    items: tuple[KanoItem, ...]
    period: Period | None
    names: tuple[str, ...]
    n: int
    undated: int
    matters: float
    false_alarms: float
    left_out: tuple[KanoLeftOut, ...]
    same_text: bool
    rule: str
    caveats: tuple[str, ...]
