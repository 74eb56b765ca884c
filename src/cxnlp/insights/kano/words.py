"""What is said of Kano classes and their change, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cxnlp.insights.kano.findings import Change, KanoClass

if TYPE_CHECKING:
    from cxnlp.insights.drivers.outcomes import OutcomeValues
    from cxnlp.insights.kano.findings import Kano, KanoItem

__all__ = ["caveats", "sentence"]

_ORDER: Final = (KanoClass.DELIGHTER, KanoClass.PERFORMANCE, KanoClass.BASIC)


def sentence(item: KanoItem) -> str:
    """An item's class, and whether it has changed.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kano import kano
    >>> level, empathy = [4, 4, 2, 5, 1, 4] * 60, [0, 1, -1, 1, -1, 0] * 60
    >>> labels = pa.table({"row": range(360), "level": level, "empathy": empathy,
    ...                    "status": ["labelled"] * 360})
    >>> sentence(kano(labels).items[0])
    'empathy: basic (expected). Too little to look for a change over time.'
    """
    if item.change is Change.UNTESTED:
        return f"{item.name}: {_class(item.whole.kind)}. Too little to look for a change over time."
    if item.change is Change.STEADY or item.before is None or item.now is None:
        return f"{item.name}: {_class(item.whole.kind)}. No change over time was found."
    old, new = item.before.kind, item.now.kind
    if item.change is Change.MOVED or old not in _ORDER or new not in _ORDER:
        return (
            f"{item.name}: its effects have changed{_way(item)} ({_class(item.whole.kind)} in all)."
        )
    step = _ORDER.index(new) - _ORDER.index(old)
    way = "Once it" if step > 0 else "The other way round: it"
    return f"{item.name}: {_class(old)} before, {_class(new)} now. {way} {_PATH[old, new]}."


_PATH: Final = {
    (KanoClass.DELIGHTER, KanoClass.PERFORMANCE): "surprised, now it is desired",
    (KanoClass.DELIGHTER, KanoClass.BASIC): "surprised, now it is expected",
    (KanoClass.PERFORMANCE, KanoClass.BASIC): "was desired, now it is expected",
    (KanoClass.PERFORMANCE, KanoClass.DELIGHTER): "was desired, now it surprises",
    (KanoClass.BASIC, KanoClass.PERFORMANCE): "was expected, now it is desired",
    (KanoClass.BASIC, KanoClass.DELIGHTER): "was expected, now it surprises",
}


def _way(item: KanoItem) -> str:
    if item.ageing is None or item.ageing.low <= 0 <= item.ageing.high:
        return ""
    if item.ageing.value > 0:
        return ", on the way from surprising to expected: good gains less or bad costs more"
    return ", on the way from expected to surprising: good gains more or bad costs less"


def _class(kind: KanoClass) -> str:
    if kind is KanoClass.UNDECIDED:
        return "its class cannot be told"
    return f"{kind.value} ({kind.wish})" if kind in _ORDER else kind.value


def caveats(found: Kano, read: OutcomeValues, *, clustered: bool) -> Kano:
    """The same findings with what limits them; the first sentence always stands.

    Args:
        found: without caveats yet.
        read: the outcome.
        clustered: whether the run knows its customers.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kano import kano
    >>> labels = pa.table({"row": range(60), "level": [2, 4, 5] * 20, "empathy": [-1, 0, 1] * 20,
    ...                    "status": ["labelled"] * 60})
    >>> [one.split(",")[0] for one in kano(labels).caveats][:1]
    ['These are associations']
    """
    first = (
        "These are associations, not causes: a class says what goes with an item done well or "
        "badly in comments that mention it, not what an investment would bring."
    )
    said = [first]
    if found.same_text:
        said.append(
            "Level and signs are read from the same text by the same model: both sides are "
            "likely too large, as a glad or angry tone moves both. Compare items with each other, "
            "and prefer a rating that customers gave themselves as outcome."
        )
    if found.outcome == "level":
        said.append(
            "Levels end at 1 and 6: where comments that do not mention an item are already good, "
            "little can be gained and much be lost, so that more looks basic."
        )
    if read.better == 0:
        said.append(f"It is not known which way {read.title} is better; more was taken for better.")
    if read.missing or read.invalid:
        gone = read.missing + read.invalid
        said.append(f"Left out for want of a usable {read.title}: {_comments(gone)}.")
    if found.undated:
        said.append(
            f"Counted in the whole only, for want of a usable date: {_comments(found.undated)}."
        )
    if len(found.names) == 1:
        said.append("All comments lie in one period, so that no change can be looked for.")
    if not clustered:
        said.append(
            "The run does not know its customers: if some wrote repeatedly, the intervals are too "
            "narrow and false alarms more frequent than stated."
        )
    return replace(found, caveats=tuple(said))


def _comments(number: int) -> str:
    return f"{number:,} comment" + ("" if number == 1 else "s")
