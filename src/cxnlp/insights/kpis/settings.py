"""How KPIs are counted, where the data alone do not say it."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 - pydantic reads the annotation
from typing import Literal, Self

from pydantic import Field, model_validator

from cxnlp.config import Settings
from cxnlp.insights.periods import Period  # noqa: TC001 - pydantic reads the annotation

__all__ = ["AnswerSettings", "KpiSettings"]

_SCALE = re.compile(r"(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)")


class AnswerSettings(Settings):
    """What the answers of one survey column mean."""

    scale: str = Field(default="auto", pattern=rf"^(auto|{_SCALE.pattern})$")
    """Lowest and highest answer, such as `1-5`, `0-10` or `0-100`; `auto` recognises the usual
    ones where that is safe."""
    best: Literal["auto", "high", "low"] = "auto"
    """Which end is good; `auto` takes the usual one and checks it against the levels."""
    since: date | None = None
    """Answers before this day (UTC) are left out, for instance because the scale was another."""
    until: date | None = None
    """Answers from this day (UTC) on are left out."""

    @property
    def ends(self) -> tuple[float, float] | None:
        """The scale's ends, or None where it is to be recognised.

        >>> AnswerSettings(scale="1-5").ends
        (1.0, 5.0)
        """
        found = _SCALE.fullmatch(self.scale)
        return None if found is None else (float(found[1]), float(found[2]))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends is not None and self.ends[0] >= self.ends[1]:
            raise ValueError(f"the scale {self.scale} must run upwards, such as 1-5")
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ValueError("since must lie before until")
        return self


class KpiSettings(Settings):
    """How the service KPIs of a run are counted."""

    csat: AnswerSettings = AnswerSettings()
    """Satisfaction: 0-1, 1-5, 1-7, 0-10, 1-10 and 0-100 are recognised."""
    nps: AnswerSettings = AnswerSettings()
    """Likelihood to recommend: 0-10 only, by its definition."""
    ces: AnswerSettings = AnswerSettings()
    """Effort: 1-7 (7 = easy) and 1-5 are recognised; which end of 1-5 is easy is read from the
    levels, or asked."""
    satisfied_from: float = Field(default=0.75, gt=0, le=1)
    """Place on the scale from which on an answer counts as satisfied: 0.75 is 4 of 1-5, 8 of 0-10,
    6 of 1-7 and 75 %."""
    easy_from: float = Field(default=0.66, gt=0, le=1)
    """Place on the scale (easy = 1) from which on an answer counts as easy: 0.66 is 5 of 1-7 and
    4 of 1-5."""
    return_days: int | None = Field(default=None, ge=1)
    """Days within which a customer is to come back; the longest of 30, 90, 180 and 365 that half of
    the customers were observed for, if not given."""
    apart_days: int = Field(default=1, ge=1)
    """A comment this many days after the first counts as coming back."""
    period: Period | Literal["auto"] = "auto"
    """Periods to count by."""
    by: tuple[str, ...] = ("channel", "team", "agent", "segment")
    """Columns to count by, as far as the run has them."""
    least: int = Field(default=10, ge=2)
    """Answers from which on a group is shown: nobody is judged on three."""
    most_groups: int = Field(default=200, ge=1)
    """Groups per column, those with most rows."""
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    """Level of the intervals."""
    false_alarms: float = Field(default=0.05, gt=0, lt=1)
    """False discovery rate of the verdicts on groups, per KPI and column."""
    estimates: bool = True
    """Whether missing KPIs are estimated from the levels."""
