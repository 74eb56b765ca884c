"""KPIs that customers were not asked for, estimated from the levels, and named estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.kpis.counting import Mean, Told
from cxnlp.insights.kpis.figures import Kpi, LeftOut
from cxnlp.insights.kpis.levelmap import LEAST_PAIRS, FittedMap, fit_level_map
from cxnlp.schema import PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.insights.kpis.counting import Counted
    from cxnlp.insights.kpis.cutting import Cuts
    from cxnlp.insights.kpis.rows import ServiceRows

__all__ = ["ERRORS", "by_definition", "by_map", "probabilities_of"]

ERRORS: Final[dict[Kpi, float]] = {Kpi.CSAT: 0.13, Kpi.NPS: 0.20}
"""Root mean square error of the estimate by definition, in the KPI's unit. CSAT: measured on
customers' ratings of seats, lounges, clothes and hospitals; NPS: assumed, as one source is too
little. Both: docs/decisions/2026-11-22-kpis.md."""

_UNTRIED: Final = " How many really do has not been measured."

_DEFINED: Final = {
    Kpi.CSAT: (
        "Estimate from the levels: satisfied customers",
        "share",
        "higher",
        (0.0, 0.0, 0.0, 1.0, 1.0, 1.0),
        "Mean probability of desired or better (satisfied, by the level's definition).",
    ),
    Kpi.NPS: (
        "Estimate from the levels: promoters less detractors",
        "score",
        "higher",
        (0.0, 0.0, 0.5, 0.5, 1.0, 1.0),
        "Mean probability of surprising or better less that of basic or worse, by what they tell.",
    ),
    Kpi.RETENTION: (
        "Estimate from the levels: customers who mean to come back",
        "share",
        "higher",
        (0.0, 0.0, 0.0, 1.0, 1.0, 1.0),
        "Mean probability of desired or better (comes back, by the level's definition)." + _UNTRIED,
    ),
    Kpi.ESCALATED: (
        "Estimate from the levels: customers ready to complain",
        "share",
        "lower",
        (1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        "Mean probability of criminal (complains, by the level's definition)." + _UNTRIED,
    ),
}
_UNTOLD: Final = (
    Kpi.CES,
    Kpi.FIRST_CONTACT,
    Kpi.RESOLUTION_MEAN,
    Kpi.RESOLVED,
    Kpi.CONVERSION,
)
_MAPPED: Final = frozenset({Kpi.CSAT, Kpi.NPS, Kpi.CES})
"""Answers that follow the comment's level; what the business records does not."""
_SILENT: Final = 0.05
"""Share of comments without the KPI from which on the whole is worth an estimate."""


def probabilities_of(rows: ServiceRows) -> NDArray[np.float32] | None:
    """The six probabilities, NaN in rows without a level; None where the run has none.

    Shape (n, 6), worst level first.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> sure = {name: [float(name == "p_basic"), 0.5] for name in PROBABILITY_COLUMNS}
    >>> labels = pa.table({"row": [0, 1], "level": [2, None], "status": ["labelled", "no_evidence"],
    ...                    **sure})
    >>> probabilities_of(read_rows(labels)).tolist()[0]
    [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    """
    if not set(PROBABILITY_COLUMNS) <= set(rows.table.column_names):
        return None
    found = np.empty((len(rows), 6), np.float32)
    for place, name in enumerate(PROBABILITY_COLUMNS):
        found[:, place] = rows.table[name].to_numpy()
    found[rows.level == 0] = np.nan
    return found


def by_definition(
    rows: ServiceRows,
    chances: NDArray[np.float32],
    measured: Sequence[Kpi],
) -> tuple[list[tuple[Told, Counted, float | None]], list[LeftOut]]:
    """Estimates of the KPIs that are missing: with their error, or None where it is unknown.

    Args:
        rows: all rows of the run.
        chances: see `probabilities_of`. Shape (n, 6).
        measured: KPIs that need no estimate.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> rows = read_rows(pa.table({"row": [0, 1], "level": [1, 4], "status": ["labelled"] * 2}))
    >>> found, left = by_definition(rows, np.eye(6, dtype=np.float32)[[0, 3]], [Kpi.NPS])
    >>> [(told.kpi.value, way.place.tolist(), error) for told, way, error in found][0]
    ('csat', [0.0, 1.0], 0.13)
    >>> left[0].why
    'Levels do not tell them: no estimate is offered.'
    """
    found: list[tuple[Told, Counted, float | None]] = []
    for kpi, (title, unit, better, weights, basis) in _DEFINED.items():
        if kpi in measured:
            continue
        error = ERRORS.get(kpi)
        said = "" if error is None else " Its typical error is in the interval."
        told = Told(
            kpi,
            title,
            "score" if unit == "score" else "share",
            "lower" if better == "lower" else "higher",
            f"{basis} The model's calibrated probabilities, comments with a level only.{said}",
        )
        scale, shift = (2.0, -1.0) if unit == "score" else (1.0, 0.0)
        place = np.clip(chances @ np.array(weights, np.float32), 0.0, 1.0).astype(np.float64)
        found.append((told, Mean(rows.customer, place, scale, shift), error))
    untold = [kpi.value.replace("_", " ") for kpi in _UNTOLD if kpi not in measured]
    why = "Levels do not tell them: no estimate is offered."
    return found, [LeftOut(", ".join(untold), None, why)] if untold else []


def by_map(
    rows: ServiceRows,
    chances: NDArray[np.float32],
    measured: Sequence[tuple[Told, Mean]],
    cuts: Cuts,
) -> list[tuple[Told, Counted]]:
    """Estimates over all comments of the KPIs that only some comments have.

    Args:
        rows: all rows of the run.
        chances: see `probabilities_of`. Shape (n, 6).
        measured: KPIs as they are counted where they were asked for.
        cuts: periods and groups, which show how far the map errs between them.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> from cxnlp.insights.kpis.cutting import Cuts, cut_by
    >>> from cxnlp.insights.periods import periods_of
    >>> level = np.tile([2, 5], 100)
    >>> status = ["labelled"] * 200
    >>> rows = read_rows(pa.table({"row": range(200), "level": level, "status": status}))
    >>> asked = np.where(np.arange(200) < 120, (level == 5) * 1.0, np.nan)
    >>> told = Told(Kpi.CSAT, "CSAT", "share", "higher", "Counted.")
    >>> none = cut_by(np.full(200, -1), (), rows.customer)
    >>> cuts = Cuts(none, periods_of(rows.when, "month"), none, {})
    >>> chances = np.eye(6, dtype=np.float32)[level - 1]
    >>> ((told, way),) = by_map(rows, chances, [(told, Mean(rows.customer, asked))], cuts)
    >>> told.title, way.guess[-2:].round(6).tolist()
    ('Estimate for all comments: CSAT', [0.0, 1.0])
    """
    found: list[tuple[Told, Counted]] = []
    level = ~np.isnan(chances[:, 0])
    for told, mean in measured:
        if told.kpi not in _MAPPED:
            continue
        pairs = level & ~np.isnan(mean.place)
        silent = int(level.sum()) - int(pairs.sum())
        if pairs.sum() < LEAST_PAIRS or silent < _SILENT * level.sum():
            continue
        group = _cut_with_most(cuts)
        fitted = fit_level_map(
            told.kpi,
            chances[pairs],
            mean.place[pairs],
            group[pairs],
            rising=told.better == "higher",
        )
        error = fitted.error if fitted.error is not None else ERRORS[Kpi.CSAT]
        guess = np.full(len(rows), np.nan)
        guess[level] = fitted.predicted(chances[level])
        basis = (
            f"{told.basis} Estimated for all comments with a level, by a map from levels fitted on"
            f" the {fitted.pairs} that have both, with their residuals weighted to the mix of all;"
            f" right if the {silent} without are like those with, given their levels. Groups with"
            " too few of their own carry the map's error between groups."
        )
        estimate = Told(
            told.kpi,
            f"Estimate for all comments: {told.title}",
            told.unit,
            told.better,
            basis,
            told.scale,
        )
        whole = FittedMap(
            rows.customer,
            guess,
            mean.place,
            chances,
            fitted.inverse,
            error,
            mean.factor,
            mean.shift,
        )
        found.append((estimate, whole))
    return found


def _cut_with_most(cuts: Cuts) -> NDArray[np.int64]:
    """The periods if there are several, else the column with most groups."""
    best = cuts.by_period
    if len(best) > 1 or not cuts.columns:
        return best.code
    return max(cuts.columns.values(), key=len).code
