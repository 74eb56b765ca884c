"""What is said about drivers: what goes with a better or worse level or KPI, and how surely.

Everything here is association. Comments about a topic differ from others in more than the topic;
what is known of the difference is held fixed, the rest is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxnlp.metrics import Estimate

__all__ = [
    "Driver",
    "DriverFindings",
    "DriverKind",
    "Drivers",
    "OutcomeKind",
    "OutcomeLeftOut",
    "Reason",
    "title_of",
]


def title_of(name: str, side: int) -> str:
    """The readable name of a driver with its side.

    Args:
        name: of a topic, dimension, touchpoint or stage.
        side: 1 for a dimension done well, -1 for one done badly, 0 for what has no sides.

    >>> title_of("empathy", -1)
    'empathy done badly'
    """
    return f"{name} done {'well' if side > 0 else 'badly'}" if side else name


class DriverKind(StrEnum):
    """What kind of thing a driver is."""

    TOUCHPOINT = "touchpoint"
    STAGE = "stage"
    TOPIC = "topic"
    DIMENSION = "dimension"


class OutcomeKind(StrEnum):
    """Which regression fits an outcome."""

    ORDINAL = "ordinal"
    LOGISTIC = "logistic"
    LINEAR = "linear"


class Reason(StrEnum):
    """Why a driver has no adjusted effect: a closed list."""

    RARE = "rare"
    COLLINEAR = "collinear"
    SEPARATED = "separated"


@dataclass(frozen=True)
class Driver:
    """One driver of one outcome.

    Attributes:
        key: stable name: `topic:3`, `empathy+`, `empathy-`, `touch_phone`, `stage_after`.
        name: readable name: the topic's name, `empathy`, `phone`, `after`.
        kind: topic, dimension, touchpoint or stage.
        side: 1 the dimension done well, -1 done badly, 0 for what is there or not.
        topic: the topic's number; None for other kinds.
        n: comments with the driver (and with the outcome).
        customers: different customers behind them.
        share: their share of the comments that have the outcome, 0 to 1.
        present: mean outcome of the comments with it.
        absent: mean outcome of the comments without it. This is the "score without this topic"
            that people know; `Drivers.mean` is the score with everything.
        simple: `present` less `absent`, nothing held fixed, clustered by customer; None where
            fewer than two customers stand on either side.
        adjusted: average change of the outcome if present rather than absent, in the outcome's
            unit, the others held fixed; None where `reason` says why there is none.
        p_value: two-sided, of no adjusted change; None without `adjusted`.
        q_value: the same after Benjamini-Hochberg over everything tested in one call.
        flagged: whether `q_value` is at most the false-alarm rate.
        inflation: how many times the variance grows because other drivers go with this one (1 =
            not at all; like a variance inflation factor); NaN where nothing was fitted.
        twin: readable name of the driver that goes with it most, given where `inflation` exceeds 5
            or the reason is `collinear`.
        reason: why there is no adjusted effect.
    """

    key: str
    name: str
    kind: DriverKind
    side: int
    topic: int | None
    n: int
    customers: int
    share: float
    present: float
    absent: float
    simple: Estimate | None
    adjusted: Estimate | None
    p_value: float | None
    q_value: float | None
    flagged: bool
    inflation: float
    twin: str | None
    reason: Reason | None

    @property
    def title(self) -> str:
        """The readable name with its side."""
        return title_of(self.name, self.side)


@dataclass(frozen=True)
class Drivers:
    """The drivers of one outcome.

    Attributes:
        outcome: column: `level`, `csat`, `nps`, `resolution_hours` ...
        title: readable: `level of service`, `CSAT`.
        unit: unit of every effect and mean: `levels`, `points` (of the source's scale),
            `NPS points` (-100 to 100), `percentage points`, `hours`.
        kind: which regression was fitted.
        better: 1 where more is better, -1 where less is, 0 where it is not known.
        n: labelled comments with the outcome.
        missing: labelled comments without it; they are left out.
        invalid: labelled comments whose value was out of range; left out too, not in `missing`.
        customers: different customers among the `n`.
        clustered: whether the run knows customers; if not, each comment counts as a customer.
        mean: mean outcome over the `n`.
        level_with: mean level of the comments that have the outcome.
        level_without: mean level of those without it; None where there are none.
        drivers: with an adjusted effect first, the greatest in size first.
        adjusted_for: what is held fixed besides the drivers: `period`, `channel`, `segment`.
        same_text: whether outcome and drivers are read from the same text (`level`): they then go
            together more than what customers lived through would make them.
        false_alarms: share of flagged drivers that may be flagged wrongly on average.
        tests: how many effects the false-alarm rate was held over.
        floor: customers needed with and without a driver before it is tested.
        caveats: sentences for the reader; the first always says that this is association.
    """

    outcome: str
    title: str
    unit: str
    kind: OutcomeKind
    better: int
    n: int
    missing: int
    invalid: int
    customers: int
    clustered: bool
    mean: float
    level_with: float
    level_without: float | None
    drivers: tuple[Driver, ...]
    adjusted_for: tuple[str, ...]
    same_text: bool
    false_alarms: float
    tests: int
    floor: int
    caveats: tuple[str, ...]

    @property
    def flagged(self) -> tuple[Driver, ...]:
        """The drivers that really go with the outcome, at the false-alarm rate."""
        return tuple(driver for driver in self.drivers if driver.flagged)


@dataclass(frozen=True)
class OutcomeLeftOut:
    """An outcome that was asked for and cannot be analysed.

    Attributes:
        outcome: its column.
        why: a sentence.
    """

    outcome: str
    why: str


@dataclass(frozen=True)
class DriverFindings:
    """The drivers of all outcomes of one call.

    Attributes:
        outcomes: one per outcome that could be analysed, in the order asked for.
        left_out: the others.
    """

    outcomes: tuple[Drivers, ...]
    left_out: tuple[OutcomeLeftOut, ...]
