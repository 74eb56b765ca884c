"""The outcomes that drivers are held against: the level, KPIs, or any number or yes-no column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.insights.drivers.findings import OutcomeKind
from cxnlp.insights.kpis.answers import answered
from cxnlp.insights.kpis.settings import KpiSettings

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.kpis.scales import Question

__all__ = ["KNOWN", "OutcomeValues", "known_in", "read_outcome"]

KNOWN: Final = (
    "level",
    "csat",
    "nps",
    "ces",
    "resolved_first_contact",
    "resolution_hours",
    "resolved",
    "escalated",
    "converted",
)
"""The level and the KPI columns of a run, in the order in which they are looked at."""

_QUESTIONS: Final[dict[str, Question]] = {"csat": "csat", "nps": "nps", "ces": "ces"}
_TITLES: Final = {
    "level": "level of service",
    "csat": "CSAT",
    "nps": "NPS",
    "ces": "CES",
    "resolved_first_contact": "resolved at first contact",
    "resolution_hours": "hours to resolution",
}
_BETTER: Final = {
    "level": 1,
    "resolved_first_contact": 1,
    "resolution_hours": -1,
    "resolved": 1,
    "escalated": -1,
    "converted": 1,
}
"""Which way survey answers run is found with their scale."""


@dataclass(frozen=True)
class OutcomeValues:
    """One outcome of n labelled comments.

    Attributes:
        name: its column.
        title: readable.
        unit: of effects and means.
        kind: which regression fits it.
        better: 1, -1 or 0 for not known.
        value: in `unit`; a share (0 or 1) where logistic; NaN where missing or invalid. Shape (n,).
        factor: from `value` to `unit`: 100 where logistic, else 1.
        low: least value possible, in `value`; -inf where there is none.
        high: greatest value possible.
        missing: comments without a value.
        invalid: comments with a value out of range.
    """

    name: str
    title: str
    unit: str
    kind: OutcomeKind
    better: int
    value: NDArray[np.float64]
    factor: float
    low: float
    high: float
    missing: int
    invalid: int


def known_in(chosen: pa.Table) -> tuple[str, ...]:
    """The level, and the KPI columns that hold any value.

    >>> import pyarrow as pa
    >>> known_in(pa.table({"level": [3], "nps": [None], "csat": [4.0]}))
    ('level', 'csat')
    """
    held = set(chosen.column_names)
    return tuple(
        name for name in KNOWN if name in held and chosen[name].null_count < chosen.num_rows
    )


def read_outcome(
    chosen: pa.Table,
    name: str,
    comments: LabelledComments,
    settings: KpiSettings | None = None,
) -> OutcomeValues | str:
    """Read one outcome, or say in a sentence why it cannot be one.

    Scales of CSAT, NPS and CES are recognised, or refused where they are unclear or mixed, as for
    the KPIs themselves (`cxnlp.insights.kpis`). NPS answers become the voice of a customer in NPS
    points: 100 for a promoter (9, 10), -100 for a detractor (0 to 6), else 0 (Reichheld 2003,
    *Harv. Bus. Rev.* 81), so that means are scores. Yes-no columns, and numbers that are all 0 or
    1, are shares.

    Args:
        chosen: labelled rows, in ascending order of `row`.
        name: the column.
        comments: the same rows.
        settings: what was said about the KPI columns.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.comments import read_comments
    >>> table = pa.table({"row": [0, 1, 2, 3], "level": [6, 4, 1, 5], "status": ["labelled"] * 4,
    ...                   "nps": [10.0, 8.0, 3.0, None]})
    >>> found = read_outcome(table, "nps", read_comments(table))
    >>> found.value.tolist(), found.missing
    ([100.0, 0.0, -100.0, nan], 1)
    """
    import pyarrow as pa

    why = _unusable(chosen, name)
    if why:
        return why
    kind = chosen.schema.field(name).type
    column = chosen[name].cast(pa.int8()) if pa.types.is_boolean(kind) else chosen[name]
    given = np.asarray(column.is_valid().to_numpy(), np.bool_)
    raw = np.where(given, column.cast(pa.float64()).to_numpy(), np.nan)
    try:
        read = _values(name, raw, comments, settings)
    except InputDataError as error:
        return f"{error.where}: found {error.found}. {error.hint}"
    left = read.value[~np.isnan(read.value)]
    if not len(left):
        return f"The column {name!r} holds no usable value."
    if left.min() == left.max():
        return f"All {len(left)} values of {name!r} are the same, so nothing can move it."
    missing = int(np.sum(~given))
    share = name != "level" and bool(np.all((left == 0) | (left == 1)))
    return OutcomeValues(
        name=name,
        title=_TITLES.get(name, name.replace("_", " ")),
        unit="percentage points" if share else read.unit,
        kind=_kind(name, share=share),
        better=read.better,
        value=read.value,
        factor=100.0 if share else 1.0,
        low=0.0 if share else read.low,
        high=1.0 if share else read.high,
        missing=missing,
        invalid=len(raw) - missing - len(left),
    )


def _unusable(chosen: pa.Table, name: str) -> str | None:
    import pyarrow as pa

    if name not in chosen.column_names:
        return f"The run has no column {name!r}."
    kind = chosen.schema.field(name).type
    if pa.types.is_null(kind) or chosen[name].null_count == chosen.num_rows:
        return f"The column {name!r} holds no value."
    if not (pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return f"The column {name!r} holds neither numbers nor yes and no."
    return None


@dataclass(frozen=True)
class _Read:
    value: NDArray[np.float64]
    low: float
    high: float
    unit: str
    better: int


def _kind(name: str, *, share: bool) -> OutcomeKind:
    if share:
        return OutcomeKind.LOGISTIC
    return OutcomeKind.ORDINAL if name == "level" else OutcomeKind.LINEAR


def _values(
    name: str,
    raw: NDArray[np.float64],
    comments: LabelledComments,
    settings: KpiSettings | None,
) -> _Read:
    """The values with NaN for those out of range, their range, unit, and which way is better."""
    if name in _QUESTIONS:
        found = answered(
            _QUESTIONS[name],
            raw,
            getattr(settings or KpiSettings(), name),
            level=comments.level.astype(np.int64),
            when=comments.when,
            groups={},
        )
        if name == "nps":
            value = found.value
            voice = np.where(value >= 9, 100.0, np.where(value <= 6, -100.0, 0.0))  # noqa: PLR2004 - NPS' borders
            return _Read(np.where(np.isnan(value), np.nan, voice), -100.0, 100.0, "NPS points", 1)
        better = 1 if found.scale.high_is_good else -1
        return _Read(found.value, found.scale.low, found.scale.high, "points", better)
    value = np.where(np.isfinite(raw), raw, np.nan)
    better = _BETTER.get(name, 0)
    if name == "level":
        return _Read(value, 1.0, 6.0, "levels", better)
    if name == "resolution_hours":
        return _Read(np.where(value >= 0, value, np.nan), 0.0, np.inf, "hours", better)
    return _Read(value, -np.inf, np.inf, "points", better)
