"""The usable answers of a survey column: on one scale, in one direction, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.insights.kpis.figures import LeftOut
from cxnlp.insights.kpis.scales import Question, Scale, recognised_scale
from cxnlp.insights.ratings import agreement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from cxnlp.insights.kpis.settings import AnswerSettings
    from cxnlp.metrics import Estimate

__all__ = ["Answered", "answered"]

_SURE: Final = 0.999
"""Level of the interval that must leave 0 out before a scale counts as upside down."""
_CHANCE: Final = 1e-6
"""A stretch of answers without the upper end is another scale if chance makes it more rarely."""
_HALF: Final = 0.5
_FIVE: Final = 5.0
_TEN: Final = 10.0
_TOPS: Final = 0.1
"""Share of the answer 5 that shows that 5 is the upper end."""


@dataclass(frozen=True)
class Answered:
    """Answers that count.

    Attributes:
        scale: their scale and direction.
        usable: rows with an answer on it. Shape (n,).
        place: answers as places in [0, 1], 1 the best; NaN where not usable. Shape (n,).
        value: as answered; NaN where not usable. Shape (n,).
        left_out: what does not count.
    """

    scale: Scale
    usable: NDArray[np.bool_]
    place: NDArray[np.float64]
    value: NDArray[np.float64]
    left_out: tuple[LeftOut, ...]


def answered(
    question: Question,
    value: NDArray[np.float64],
    settings: AnswerSettings,
    *,
    level: NDArray[np.int64],
    when: NDArray[np.datetime64],
    groups: Mapping[str, NDArray[np.int64]],
) -> Answered:
    """Read the answers of one column.

    Args:
        question: csat, nps or ces.
        value: as they stand in the run; NaN where there is none. Shape (n,).
        settings: what was said about the column.
        level: predicted levels, 0 where there is none; they show which end is good. Shape (n,).
        when: dates, NaT where there is none. Shape (n,).
        groups: codes of segment columns, -1 for none: two scales in one column often follow
            them. Shapes (n,).

    Raises:
        InputDataError: the scale is unclear, mixed or upside down, or most answers do not lie on
            the scale that was said.

    >>> from cxnlp.insights.kpis.settings import AnswerSettings
    >>> value = np.array([1.0, 4.0, 5.0, np.nan])
    >>> found = answered("csat", value, AnswerSettings(scale="1-5"), level=np.array([1, 4, 5, 3]),
    ...                  when=np.full(4, np.datetime64("NaT", "us")), groups={})
    >>> found.place.tolist(), str(found.scale)
    ([0.0, 0.75, 1.0, nan], '1-5')
    """
    given = np.isfinite(value)
    left: list[LeftOut] = []
    chosen = given & _within(when, settings)
    if (outside := int((given & ~chosen).sum())) > 0:
        why = "They lie outside the days that the settings name, or have no date."
        left.append(LeftOut(f"{question} answers", outside, why))
    ends = settings.ends
    if ends is None:
        _refuse_two_scales(question, value, chosen, when=when, groups=groups)
        scale = recognised_scale(question, value[chosen])
    else:
        whole = ends[1] - ends[0] > 1 and bool(np.all(value[chosen] % 1 == 0))
        scale = Scale(*ends, whole=whole, recognised=False)
    held = np.zeros(len(value), np.bool_)
    held[chosen] = scale.holds(value[chosen])
    if not held.any() or held.sum() < _HALF * chosen.sum():
        raise InputDataError(
            f"column {question}",
            found=f"{int(held.sum())} of {int(chosen.sum())} answers on the scale {scale}",
            expected="most of the answers on it",
            hint=f"Correct {question}.scale in the file of --kpis, or the mapping of the column.",
        )
    strays = value[chosen & ~held]
    if len(strays):
        shown = ", ".join(f"{one:g}" for one in np.unique(strays)[:5])
        why = f"They are no answers on the scale {scale}: {shown}."
        left.append(LeftOut(f"{question} answers", len(strays), why))
    agreed = agreement(value[held & (level > 0)], level[held & (level > 0)], _SURE)
    scale = _directed(question, scale, settings.best, agreed)
    clean = np.where(held, value, np.nan)
    return Answered(scale, held, scale.places(clean), clean, tuple(left))


def _within(when: NDArray[np.datetime64], settings: AnswerSettings) -> NDArray[np.bool_]:
    inside = np.ones(len(when), np.bool_)
    if settings.since is not None:
        inside &= when >= _midnight(settings.since)  # NaT compares as False
    if settings.until is not None:
        inside &= when < _midnight(settings.until)
    return inside


def _midnight(day: date) -> np.datetime64:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return np.datetime64(int(moment.timestamp()), "s")


def _directed(question: Question, scale: Scale, best: str, agreed: Estimate | None) -> Scale:
    if best != "auto":
        good = best == "high"
    else:
        rises = agreed is not None and agreed.low > 0
        falls = agreed is not None and agreed.high < 0
        # Dixon, Freeman and Toman (2010) asked 1 (very low effort) to 5 (very high effort); the
        # later 1-7 asks how far "made it easy" is agreed to. On 1-5 both are in use.
        if question == "ces" and scale.high == _FIVE and (rises or falls):
            good = rises
        elif (question == "ces" and scale.high == _FIVE) or falls:
            raise InputDataError(
                f"column {question}",
                found=f"answers on {scale.low:g}-{scale.high:g} "
                + ("that fall as the levels rise" if falls else "whose good end is not clear"),
                expected="a column whose good end is known",
                hint=f'Say {question}.best = "low" or "high" in the file of --kpis.',
            )
        else:
            good = True
    return Scale(scale.low, scale.high, good, scale.whole, scale.recognised)


def _refuse_two_scales(
    question: Question,
    value: NDArray[np.float64],
    chosen: NDArray[np.bool_],
    *,
    when: NDArray[np.datetime64],
    groups: Mapping[str, NDArray[np.int64]],
) -> None:
    """A source that moved from 1-5 to 0-10, or asks so in one channel, has two scales."""
    chosen = chosen & (value >= 0) & (value <= _TEN)
    share = float((value[chosen] > _FIVE).mean()) if chosen.any() else 0.0
    if not share:
        return
    scale = f"0-{value[chosen].max(initial=0.0):g}"
    dated = np.flatnonzero(chosen & ~np.isnat(when))
    order = dated[np.argsort(when[dated], kind="stable")]
    high = np.flatnonzero(value[order] > _FIVE)
    if len(high):
        for name, part in (("until", order[: high[0]]), ("since", order[high[-1] + 1 :])):
            if _looks_like_five(value[part], value[chosen]):
                border = order[high[0]] if name == "until" else order[high[-1]]
                day = str(when[border].astype("datetime64[D]"))
                where = f"before {day}" if name == "until" else f"after {day}"
                raise _two_scales(question, scale, where, f'{question}.{name} = "{day}"')
    for column, code in groups.items():
        counts = np.bincount(code[chosen] + 1)[1:]
        above = np.bincount(code[chosen & (value > _FIVE)] + 1, minlength=len(counts) + 1)[1:]
        suspects = (above == 0) & (counts * np.log1p(-min(share, 1 - 1e-9)) < np.log(_CHANCE))
        for group in np.flatnonzero(suspects):
            if _looks_like_five(value[chosen & (code == group)], value[chosen]):
                raise _two_scales(question, scale, f"in a part of column {column}", "")


def _looks_like_five(part: NDArray[np.float64], every: NDArray[np.float64]) -> bool:
    if not len(part) or part.max() != _FIVE or part.min() < 1:
        return False
    rest = len(every) - len(part)
    above = float((every > _FIVE).sum()) / max(rest, 1)
    never = len(part) * np.log1p(-min(above, 1 - 1e-9)) < np.log(_CHANCE)
    return bool(never and (part == _FIVE).mean() >= _TOPS)


def _two_scales(question: Question, scale: str, where: str, cure: str) -> InputDataError:
    say = f'{question}.scale = "{scale}"'
    keep = f'{cure} and {question}.scale = "1-5"' if cure else "one scale at a time"
    return InputDataError(
        f"column {question}",
        found=f"answers of {scale}, but {where} none above 5: two scales in one column",
        expected="one scale",
        hint=f"Keep one part ({keep}), or say {say} if it is one scale after all.",
    )
