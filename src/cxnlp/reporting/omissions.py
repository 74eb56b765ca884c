"""What the report leaves out, and why: every gap by its name, and how to close it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.reporting.words import count, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cxnlp.insights.kpis.figures import LeftOut
    from cxnlp.reporting.findings import Findings

__all__ = ["Omission", "omissions"]

_MOST: Final = 40
"""Entries of one kind; more are counted."""


@dataclass(frozen=True)
class Omission:
    """One thing that the report does not tell.

    Attributes:
        part: the part of the report that it concerns.
        words: what and why.
        hint: how to get it after all; empty where there is no way.
    """

    part: str
    words: str
    hint: str = ""


def omissions(findings: Findings) -> list[Omission]:
    """Everything that is left out, in the order of the report; the same words stand once.

    >>> import numpy as np
    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import level_shares, levels_over_time
    >>> from cxnlp.insights.certainty import Certainty
    >>> from cxnlp.reporting.findings import Findings, Origin, Rejections
    >>> labels = pa.table({"row": [0, 1], "level": [2, 5], "status": ["labelled"] * 2})
    >>> unsure = Certainty(0, np.zeros(6), None, None, None, None, np.zeros(6))
    >>> found = Findings(datetime(2026, 7, 1, tzinfo=UTC), Origin("a.csv", (), 0.9),
    ...                  level_shares(labels), levels_over_time(labels), unsure,
    ...                  Rejections(3, {"empty": 1}, {"empty": (2,)}, {}))
    >>> [one.part for one in omissions(found)]
    ['time', 'topics']
    """
    found = dict.fromkeys(_all(findings))
    kept: list[Omission] = []
    for part in dict.fromkeys(one.part for one in found):
        of_part = [one for one in found if one.part == part]
        kept += of_part[:_MOST]
        if len(of_part) > _MOST:
            kept.append(Omission(part, f"and {plural(len(of_part) - _MOST, 'more gap')}."))
    return kept


def _all(findings: Findings) -> Iterator[Omission]:
    yield from _source(findings)
    yield from _kpis(findings)
    for one in findings.drivers.left_out if findings.drivers else ():
        yield Omission("what moves it", f"{one.outcome.replace('_', ' ')}: {one.why}")
    yield from _people(findings)
    for item in findings.kano.left_out if findings.kano else ():
        yield Omission("what changes its nature", f"{item.name}: {item.why}")
    for words in findings.close_up.left_out if findings.close_up else ():
        yield Omission("filter", words)
    for words in findings.left_out:
        yield Omission("analyses", words)


def _source(findings: Findings) -> Iterator[Omission]:
    movement = findings.movement
    for number, why in (
        (movement.undated, "no date"),
        (movement.implausible, "a date before 1980, which some systems write by default"),
        (movement.future, "a date after the day of this report"),
    ):
        if number:
            yield Omission("time", f"{plural(number, 'comment')} with {why}: not shown over time.")
    last = findings.last
    if last is not None and last.name != movement.names[-1]:
        yield Omission(
            "time",
            f"The periods after {last.name} have too few comments to be set against another.",
        )
    for name, n in findings.rejections.unreadable.items():
        yield Omission(
            "columns",
            f"{plural(n, 'value')} of {name} could not be read and {'was' if n == 1 else 'were'} "
            "left empty.",
            "Dates in an unusual form are read with --date-format." if name.endswith("_at") else "",
        )
    if findings.topics is None:
        yield Omission(
            "topics",
            "This report was made without topics.",
            "Find them with cxnlp topics, and name their folder with --topics.",
        )


def _kpis(findings: Findings) -> Iterator[Omission]:
    if findings.kpis is None:
        return
    yield from _left_out("KPIs", findings.kpis.left_out)
    for figure in findings.kpis.figures:
        yield from _left_out("KPIs", figure.left_out, figure.title)
        for column, groups in figure.by.items():
            yield from _left_out("KPIs", groups.left_out, f"{figure.title} by {column}")


def _people(findings: Findings) -> Iterator[Omission]:
    if findings.people is None:
        return
    yield from _left_out("people", findings.people.left_out)
    for column, views in findings.people.groups.items():
        yield from _left_out("people", views.left_out, column)
    if findings.people.customers is not None:
        yield from _left_out("people", findings.people.customers.left_out)


def _left_out(part: str, found: Iterable[LeftOut], of: str = "") -> Iterator[Omission]:
    for one in found:
        what = one.what if not of or of.casefold() in one.what.casefold() else f"{of}, {one.what}"
        number = "" if one.n is None else f" ({count(one.n)})"
        yield Omission(part, f"{what}{number}: {one.why}", one.hint)
