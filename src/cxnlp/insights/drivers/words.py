"""What a reader must know of drivers, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.insights.drivers.findings import Reason

if TYPE_CHECKING:
    from cxnlp.insights.drivers.findings import Driver, Drivers

__all__ = ["caveats", "sentence"]


def sentence(driver: Driver, found: Drivers) -> str:
    """One driver of one outcome, in words that claim no cause.

    >>> from cxnlp.insights.drivers import drivers
    >>> import pyarrow as pa
    >>> level, phone = [1, 2, 2, 3, 4, 4, 5, 3] * 10, [True] * 4 + [False] * 4
    >>> labels = pa.table({"row": range(80), "level": level, "status": ["labelled"] * 80,
    ...                    "touch_phone": phone * 10})
    >>> found = drivers(labels).outcomes[0]
    >>> print(sentence(found.drivers[0], found)[:64])
    Comments with phone go with a level of service 1.96 levels lower
    """
    if driver.adjusted is None:
        return f"{_start(driver)} {_WHY[driver.reason or Reason.RARE]}{_plain(driver, found)}"
    one = driver.adjusted
    way = "higher" if one.value >= 0 else "lower"
    told = (
        f"go with {_article(found.title)} {abs(one.value):.2f} {found.unit} {way} "
        f"({one.coverage:.0%} interval {one.low:.2f} to {one.high:.2f})"
    ).replace("%", " %")
    if not driver.flagged:
        told += ", which may be chance,"
    tail = f" They mostly come together with {driver.twin}." if driver.twin else ""
    return f"{_start(driver)} {told} than like comments without.{tail}"


_WHY = {
    Reason.RARE: "are too few to hold other things fixed",
    Reason.COLLINEAR: "always come together with other drivers and cannot be told apart from them",
    Reason.SEPARATED: "nearly all share one outcome, so that nothing else can be held fixed",
}


def _start(driver: Driver) -> str:
    return f"Comments with {driver.title}"


def _article(title: str) -> str:
    return f"a {title}" if title[0].islower() and not title.endswith("s") else title


def _plain(driver: Driver, found: Drivers) -> str:
    if driver.simple is None:
        return "."
    return (
        f"; their mean {found.title} is {driver.present:.2f} against {driver.absent:.2f} "
        f"({found.unit}) without."
    )


def caveats(found: Drivers) -> tuple[str, ...]:
    """What limits the drivers of one outcome; the first sentence always stands.

    >>> from cxnlp.insights.drivers import drivers
    >>> import pyarrow as pa
    >>> phone = [True] * 4 + [False] * 4
    >>> labels = pa.table({"row": range(80), "level": [1, 2, 2, 3, 4, 4, 5, 3] * 10,
    ...                    "status": ["labelled"] * 80, "touch_phone": phone * 10})
    >>> print(caveats(drivers(labels).outcomes[0])[-1])
    The run does not know its customers: if some wrote repeatedly, the intervals are too narrow.
    """
    held = ", ".join(("other drivers", *found.adjusted_for))
    first = (
        "These are associations, not causes: comments with a driver may differ from others in "
        f"more than is held fixed here ({held}). Only a trial tells what a change would bring."
    )
    said = [first]
    if found.same_text:
        said.append(
            "Level and drivers are read from the same text by the same model, so they go together "
            "more than what customers lived through would make them; where customers gave a "
            "rating of their own, its drivers are the better witness."
        )
    if found.missing:
        other = found.level_without if found.level_without is not None else found.level_with
        said.append(
            f"{found.missing:,} of {found.n + found.missing + found.invalid:,} comments have no "
            f"{found.title} and are left out; their mean level is {other:.1f}, that of the others "
            f"{found.level_with:.1f}. What is said holds for those who answered."
        )
    if found.invalid:
        said.append(f"{found.invalid:,} values out of range are left out.")
    if not found.clustered:
        said.append(
            "The run does not know its customers: if some wrote repeatedly, the intervals are too "
            "narrow."
        )
    for reason, why in _COUNTED.items():
        times = sum(driver.reason is reason for driver in found.drivers)
        if times:
            said.append(f"{times} {'driver' if times == 1 else 'drivers'} {why}.")
    return tuple(said)


_COUNTED = {
    Reason.RARE: "not tested: too few customers with or without",
    Reason.COLLINEAR: "not tested: other drivers always come along",
    Reason.SEPARATED: "not adjusted: nearly all comments share one outcome",
}
