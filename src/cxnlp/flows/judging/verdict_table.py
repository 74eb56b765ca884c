"""Verdicts as a table of text: a row for each slice, a column for each measure."""

from __future__ import annotations

from itertools import zip_longest
from math import isfinite
from typing import TYPE_CHECKING, Final

from cxnlp.metrics.paired import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cxnlp.metrics.paired import PairedDifference

__all__ = ["verdict_table"]

_WORDS: Final = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.NOT_DISTINGUISHABLE: "=",
}
_WIDTH: Final = 16
_LONGEST: Final = 40
"""Characters of a slice's name that the other rows make room for."""
_COUNT: Final = 6
_SHOWN: Final = 0.0005
"""Least difference that three digits show."""


def verdict_table(slices: Mapping[str, Mapping[str, PairedDifference]]) -> list[str]:
    """Each slice with its rows, and the difference and verdict of every measure, as lines of text.

    Below stand the slices on which the challenger is worse, with both values and the interval, and
    how many verdicts would say that the models differ if they did not.

    Args:
        slices: each measure of each slice, by the slice's name; every slice has the same measures.

    Returns:
        No lines where there are no slices.

    >>> from cxnlp.metrics import Estimate
    >>> from cxnlp.metrics.paired import PairedDifference
    >>> one = PairedDifference(0.4, 0.5, Estimate(0.1, 0.05, 0.15, 30), higher_is_better=False)
    >>> lines = verdict_table({"team=north": {"mean_absolute_error": one}})
    >>> print(*lines[1:], sep=chr(10))
    slice                n  mean
                            absolute
                            error
      team=north        30  +0.100 worse
    worse on a slice: champion -> challenger, difference with interval
      team=north  mean_absolute_error: 0.400 -> 0.500  0.100 [0.050, 0.150]  worse  n = 30
    """
    if not slices:
        return []
    measures = list(next(iter(slices.values())))
    wide = max([14, *(len(name) for name in slices if len(name) <= _LONGEST)])
    headings = zip_longest(*(name.split("_") for name in measures), fillvalue="")
    starts = [f"{'slice':<{wide + 2}}{'n':>{_COUNT}}"]
    lines = [
        "slices, challenger minus champion (= not distinguishable, ? too few rows or clusters)",
        *(
            (f"{start:<{wide + 2 + _COUNT}}  " + _columns(words)).rstrip()
            for start, words in zip_longest(starts, headings, fillvalue="")
        ),
    ]
    for name, found in slices.items():
        rows = next(iter(found.values())).difference.n
        cells = _columns(_cell(found[measure]) for measure in measures)
        lines.append(f"  {name:<{wide}}{rows:>{_COUNT}}  {cells}".rstrip())
    worse = [
        f"  {name}  {measure}: {one}  n = {one.difference.n}"
        for name, found in slices.items()
        for measure, one in found.items()
        if one.verdict is Verdict.WORSE
    ]
    if worse:
        lines.append("worse on a slice: champion -> challenger, difference with interval")
    lines += worse
    known = [one for found in slices.values() for one in found.values() if one.known]
    chance = sum(1 - one.difference.coverage for one in known)
    if round(chance) > 0:
        lines.append(
            f"of {len(known)} verdicts on slices about {chance:.0f} differ by chance alone"
        )
    return lines


def _columns(cells: Iterable[str]) -> str:
    return "".join(f"{cell:<{_WIDTH}}" for cell in cells)


def _cell(one: PairedDifference) -> str:
    value = one.difference.value
    if not isfinite(value):
        return "no number"
    word = _WORDS.get(one.verdict, "?")
    told = word in {"better", "worse"} and abs(value) < _SHOWN
    digits = 5 if told else 3
    return f"{round(value, digits) + 0.0:+.{digits}f} {word}"
