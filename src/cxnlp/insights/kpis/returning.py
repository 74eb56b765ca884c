"""Retention: customers who come back, with those counted rightly who still may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.kpis.counting import Told
from cxnlp.insights.kpis.figures import Kpi, LeftOut
from cxnlp.insights.kpis.survival import happened_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.intervals import Estimates
    from cxnlp.insights.kpis.cutting import Cut
    from cxnlp.insights.kpis.rows import ServiceRows
    from cxnlp.insights.kpis.settings import KpiSettings

__all__ = ["Returning", "retention"]

_DAY: Final = np.timedelta64(86_400_000_000, "us")
_HORIZONS: Final = (365, 180, 90, 30)
_FOLLOWED: Final = 0.5
"""Share of the customers who must have been observed for the whole horizon."""


@dataclass(frozen=True)
class Returning:
    """Who came back when, one entry per row: at a customer's first row the days, else nothing.

    Attributes:
        customer: customer of each row. Shape (n,).
        first: rows that are the first of a customer. Shape (c,), int64.
        days: of each such customer, until they came back or the run ended. Shape (c,).
        back: whether they came back. Shape (c,).
        horizon: days within which coming back counts.
        compared: 1 came back in time, 0 did not, of the customers observed for the whole horizon;
            NaN elsewhere. Shape (n,).
    """

    customer: NDArray[np.int64]
    first: NDArray[np.int64]
    days: NDArray[np.float64]
    back: NDArray[np.bool_]
    horizon: int
    compared: NDArray[np.float64]
    factor: float = 1.0

    def within(self, cut: Cut, confidence: float) -> Estimates:
        """Kaplan-Meier shares of the customers whose first row lies in each group."""
        return happened_by(
            self.days,
            self.back,
            cut.code[self.first],
            groups=len(cut),
            horizon=self.horizon,
            confidence=confidence,
        )


def retention(
    rows: ServiceRows, settings: KpiSettings
) -> tuple[list[tuple[Told, Returning]], list[LeftOut]]:
    """Share of customers who come back within the horizon after their first comment.

    Args:
        rows: all rows of the run.
        settings: the horizon, and how far apart two visits lie.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> days = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 9, tzinfo=UTC),
    ...         datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]
    >>> rows = read_rows(pa.table({"row": range(4), "level": [3] * 4, "status": ["labelled"] * 4,
    ...                            "customer": ["ann", "ann", "bo", "cy"], "created_at": days}))
    >>> from cxnlp.insights.kpis.settings import KpiSettings
    >>> found, _ = retention(rows, KpiSettings(return_days=30))
    >>> found[0][1].days.tolist(), found[0][1].back.tolist()  # cy came last
    ([8.0, 59.0, 0.0], [True, False, False])
    """
    if not (rows.comments.known_customers and rows.has("created_at")):
        lacking = "created_at" if rows.comments.known_customers else "customer"
        why = f"The run has no column {lacking} with a value."
        hint = f"Name it with --map {lacking}=COLUMN when labelling."
        return [], [LeftOut("retention", None, why, hint)]
    first, days, back, observed = _paths(rows, settings.apart_days)
    horizon = settings.return_days
    if horizon is None:
        fits = [one for one in _HORIZONS if len(observed) and (observed >= one).mean() >= _FOLLOWED]
        horizon = fits[0] if fits else None
    longest = float(observed.max()) if len(observed) else 0.0
    if horizon is None or longest < horizon:
        why = (
            f"The customers were observed for {longest:.0f} days at most"
            f" ({np.median(observed) if len(observed) else 0:.0f} in the median)."
        )
        hint = "Label a longer time, or set return_days lower."
        return [], [LeftOut("retention", len(first), why, hint)]
    compared = np.full(len(rows), np.nan)
    whole = observed >= horizon
    compared[first[whole]] = back[whole] & (days[whole] <= horizon)
    told = Told(
        Kpi.RETENTION,
        f"Customers who come back within {horizon} days",
        "share",
        "higher",
        f"Share of customers with another comment within {horizon} days after the first "
        "(Kaplan and Meier 1958). Who comes back without a comment is not seen, and the first "
        "comment here need not be the first visit.",
        None,
        _told(rows, settings, observed, horizon),
    )
    return [(told, Returning(rows.customer, first, days, back, horizon, compared))], []


def _told(
    rows: ServiceRows, settings: KpiSettings, observed: NDArray[np.float64], horizon: int
) -> tuple[LeftOut, ...]:
    left: list[LeftOut] = []
    if short := int((observed < horizon).sum()):
        why = (
            f"They were observed for less than {horizon} days and count for as long as they were"
            " (right-censoring)."
        )
        left.append(LeftOut("recent customers", short, why))
    if nameless := int((~rows.named("customer")).sum()):
        left.append(LeftOut("rows without a customer", nameless, "Nobody can come back unnamed."))
    undated = int((rows.named("customer") & np.isnat(rows.when)).sum())
    if undated:
        left.append(LeftOut("rows without a date", undated, "They tell no order."))
    if settings.apart_days > 1:
        why = f"Comments within {settings.apart_days} days of the first are the same visit."
        left.append(LeftOut("early second comments", None, why))
    return tuple(left)


def _paths(
    rows: ServiceRows, apart: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """First row, days, whether back, and days observed, of each customer with a name and date."""
    held = np.flatnonzero(rows.named("customer") & ~np.isnat(rows.when))
    when, customer = rows.when[held], rows.customer[held]
    order = np.lexsort((held, when, customer))
    held, when, customer = held[order], when[order], customer[order]
    start = np.ones(len(held), np.bool_)
    start[1:] = customer[1:] != customer[:-1]
    at = np.flatnonzero(start)
    place = np.cumsum(start) - 1
    if not len(at):
        return at, np.array([]), np.array([], np.bool_), np.array([])
    since = when - when[at][place]
    later = since >= apart * _DAY
    # The first row of a customer that lies far enough from their first one.
    marks = np.flatnonzero(later)
    owners, where = np.unique(place[marks], return_index=True)
    end = when.max()
    observed = ((end - when[at]) / _DAY).astype(np.float64)
    days = observed.copy()
    days[owners] = (since[marks[where]] / _DAY).astype(np.float64)
    back = np.zeros(len(at), np.bool_)
    back[owners] = True
    return held[at].astype(np.int64), days, back, observed
