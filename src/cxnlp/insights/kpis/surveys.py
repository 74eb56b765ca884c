"""CSAT, NPS and CES: customers' own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.insights.kpis.answers import Answered, answered
from cxnlp.insights.kpis.counting import Mean, Told
from cxnlp.insights.kpis.figures import Kpi, LeftOut

if TYPE_CHECKING:
    from cxnlp.insights.kpis.cutting import Cuts
    from cxnlp.insights.kpis.rows import ServiceRows
    from cxnlp.insights.kpis.scales import Question
    from cxnlp.insights.kpis.settings import KpiSettings

__all__ = ["surveys"]

_PROMOTER = 0.9
_DETRACTOR = 0.6
_ROUNDING = 1e-9


def surveys(
    rows: ServiceRows, cuts: Cuts, settings: KpiSettings
) -> tuple[list[tuple[Told, Mean]], list[LeftOut]]:
    """The survey KPIs that the run has, and what is not given and why.

    Args:
        rows: all rows of the run.
        cuts: two scales in one column often follow its groups.
        settings: what was said about the columns.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.kpis.cutting import Cuts, cut_by
    >>> from cxnlp.insights.kpis.rows import read_rows
    >>> from cxnlp.insights.kpis.settings import KpiSettings
    >>> from cxnlp.insights.periods import periods_of
    >>> rows = read_rows(pa.table({"row": [0, 1, 2], "level": [6, 4, 1], "status": ["labelled"] * 3,
    ...                            "nps": [10.0, 8.0, 3.0]}))
    >>> none = cut_by(np.full(3, -1), (), rows.customer)
    >>> months = periods_of(rows.when, "month")
    >>> found, left = surveys(rows, Cuts(none, months, none, {}), KpiSettings())
    >>> found[0][0].kpi.value, found[0][1].place.tolist(), [one.what for one in left]
    ('nps', [1.0, 0.5, 0.0], ['csat', 'ces'])
    """
    found: list[tuple[Told, Mean]] = []
    left: list[LeftOut] = []
    questions: tuple[Question, ...] = ("csat", "nps", "ces")
    for question in questions:
        if not rows.has(question):
            left.append(_missing(question))
            continue
        if question == "nps" and settings.nps.ends not in {None, (0.0, 10.0)}:
            why = "A net promoter score is made of answers from 0 to 10, by its definition."
            hint = "Map the column to csat instead."
            left.append(LeftOut(question, None, why, hint))
            continue
        try:
            one = answered(
                question,
                rows.numbers(question),
                getattr(settings, question),
                level=rows.level,
                when=rows.when,
                groups={name: one.code for name, one in cuts.columns.items()},
            )
        except InputDataError as error:
            n = int(np.isfinite(rows.numbers(question)).sum())
            why = f"Found {error.found}; expected {error.expected}."
            left.append(LeftOut(question, n, why, error.hint))
            continue
        found += _MADE[question](one, rows, settings)
    return found, left


def _missing(question: str) -> LeftOut:
    hint = f"Name it with --map {question}=COLUMN when labelling."
    return LeftOut(question, None, f"The run has no column {question} with a value.", hint)


def _csat(one: Answered, rows: ServiceRows, settings: KpiSettings) -> list[tuple[Told, Mean]]:
    cut = settings.satisfied_from
    satisfied = Told(
        Kpi.CSAT,
        "Customer satisfaction (CSAT)",
        "share",
        "higher",
        f"Share of answers in the upper part of the scale {one.scale} (from {cut:.0%} of the way "
        "up): the top-box score (Morgan and Rego 2006).",
        one.scale,
        one.left_out,
    )
    return [
        (satisfied, Mean(rows.customer, _reached(one, cut))),
        _mean(
            one,
            rows,
            Kpi.CSAT_MEAN,
            "Mean satisfaction",
            f"Mean answer on the scale {one.scale}, as the ACSI takes it (Fornell et al. 1996).",
        ),
    ]


def _nps(one: Answered, rows: ServiceRows, settings: KpiSettings) -> list[tuple[Told, Mean]]:
    del settings
    voice = 0.5 * (_reached(one, _PROMOTER) + 1 - (one.place <= _DETRACTOR + _ROUNDING))
    told = Told(
        Kpi.NPS,
        "Net promoter score (NPS)",
        "score",
        "higher",
        "Share of promoters (9 and 10) less share of detractors (0 to 6), passives count as 0 "
        "(Reichheld 2003).",
        one.scale,
        one.left_out,
    )
    return [(told, Mean(rows.customer, voice, 2.0, -1.0))]


def _ces(one: Answered, rows: ServiceRows, settings: KpiSettings) -> list[tuple[Told, Mean]]:
    cut = settings.easy_from
    easy = Told(
        Kpi.CES_EASY,
        "Found it easy",
        "share",
        "higher",
        f"Share of answers at the easy end of the scale {one.scale} (from {cut:.0%} of the way): "
        "5 to 7 of 7.",
        one.scale,
        one.left_out,
    )
    return [
        _mean(
            one,
            rows,
            Kpi.CES,
            "Customer effort score (CES)",
            f"Mean answer on the scale {one.scale} (Dixon, Freeman and Toman 2010); "
            + ("higher is easier." if one.scale.high_is_good else "higher is more effort."),
        ),
        (easy, Mean(rows.customer, _reached(one, cut))),
    ]


_MADE = {"csat": _csat, "nps": _nps, "ces": _ces}


def _reached(one: Answered, cut: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """1 where the answer's place is at least `cut`, NaN where there is none. Shape (n,)."""
    reached = (one.place >= cut - _ROUNDING).astype(np.float64)
    return np.where(one.usable, reached, np.nan)


def _mean(one: Answered, rows: ServiceRows, kpi: Kpi, title: str, basis: str) -> tuple[Told, Mean]:
    scale = one.scale
    width = scale.high - scale.low
    place = np.clip((one.value - scale.low) / width, 0.0, 1.0)
    told = Told(
        kpi,
        title,
        "points",
        "higher" if scale.high_is_good else "lower",
        basis,
        scale,
        one.left_out,
    )
    return told, Mean(rows.customer, place, width, scale.low)
