"""What changes its nature: from what surprises to what is expected, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from cxnlp.reporting.bars import interval_bar
from cxnlp.reporting.figures import span
from cxnlp.reporting.words import count, interval, signed

if TYPE_CHECKING:
    from cxnlp.insights.kano.findings import Kano, KanoItem
    from cxnlp.metrics import Estimate

__all__ = ["Nature", "natures"]

_MOST: Final = 20


@dataclass(frozen=True)
class Nature:
    """One topic or dimension in words.

    Attributes:
        name: readable name.
        topic: the topic's number; None for others.
        kind: its class.
        meaning: what the class says.
        wish: what customers make of it: surprising, desired, expected.
        reward: what doing it well goes with.
        penalty: what doing it badly goes with.
        bars: both on one scale.
        well: comments that say so.
        badly: comments that say so.
        changed: whether its class has really changed.
        words: the change, in a sentence.
    """

    name: str
    topic: int | None
    kind: str
    meaning: str
    wish: str
    reward: str
    penalty: str
    bars: tuple[Markup, Markup]
    well: str
    badly: str
    changed: bool
    words: str


def natures(kano: Kano) -> list[Nature]:
    """The first items, those that have changed first.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kano import kano
    >>> labels = pa.table({"row": range(60), "level": [2, 4, 5] * 20, "empathy": [-1, 0, 1] * 20,
    ...                    "status": ["labelled"] * 60})
    >>> (found,) = natures(kano(labels))
    >>> found.name, found.well, found.badly
    ('empathy', '20', '20')
    """
    shown = kano.items[:_MOST]
    effects = [one for item in shown for one in (item.whole.reward, item.whole.penalty) if one]
    low, high = span(effects, around=0.0)
    return [_nature(item, low, high) for item in shown]


def _nature(item: KanoItem, low: float, high: float) -> Nature:
    whole = item.whole
    kind = (item.now or whole).kind if item.change.value == "changed" else whole.kind
    return Nature(
        name=item.name,
        topic=item.topic,
        kind=kind.value,
        meaning=kind.meaning,
        wish=kind.wish,
        reward=_told(whole.reward),
        penalty=_told(whole.penalty),
        bars=(
            _bar(whole.reward, low, high, "good"),
            _bar(whole.penalty, low, high, "bad"),
        ),
        well=count(whole.well),
        badly=count(whole.badly),
        changed=item.change.value == "changed",
        words=item.words,
    )


def _told(effect: Estimate | None) -> str:
    return f"{signed(effect.value)} ({interval(effect, 'signed')})" if effect else "too few"


def _bar(effect: Estimate | None, low: float, high: float, kind: str) -> Markup:
    if effect is None:
        return Markup("")
    return interval_bar(effect, low=low, high=high, mark=0.0, kind=kind)
