"""A model's evaluation as one offline HTML page: measures, reliability, confusion, slices."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup

from cxnlp.levels import LEVEL_NAMES
from cxnlp.metrics import wilson
from cxnlp.reporting import words
from cxnlp.reporting.svg import drawing, element, line, rectangle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from cxnlp.metrics import Estimate, Reliability

__all__ = ["MEASURE_WORDS", "MeasuredModel", "page_environment", "render_measured"]

_OF_ANSWERS: Final = (
    "Share of right answers against the probability given to the answer; on the dashed line both "
    "agree."
)
_OF_EVIDENCE: Final = (
    "Share of texts with a level against the probability that they tell of a service experience; "
    "on the dashed line both agree."
)
MEASURE_WORDS: Final = {
    "quadratic_weighted_kappa": "quadratic kappa (1 is perfect)",
    "macro_f1": "macro F1 (1 is perfect)",
    "mean_absolute_error": "mean error in levels (0 is perfect)",
    "off_by_two_rate": "share off by two levels or more",
    "ranked_probability_score": "ranked probability score (0 is perfect)",
    "expected_calibration_error": "calibration error (0 is perfect)",
    "calibration_error_by_chance": "calibration error by chance alone",
    "interval_coverage": "share of intervals that hold the truth",
    "interval_width": "levels in an interval",
    "evidence_auroc": "evidence AUROC (1 is perfect)",
    "evidence_auroc_without_banking77": "evidence AUROC without Banking77",
    "evidence_calibration_error": "calibration error of evidence (0 is perfect)",
    "evidence_calibration_error_by_chance": "the same by chance alone",
}
"""What stands on pages for the names of measures."""


@dataclass(frozen=True)
class MeasuredModel:
    """What stands on the page.

    Attributes:
        title: model and table.
        facts: pairs of a name and a value, such as digests.
        warnings: what makes the figures doubtful.
        measures: of the model, by name.
        baselines: the same of each baseline, by its name.
        levels: by level name, error and coverage with the ends of their intervals, as
            `cxnlp.flows.judging.evaluation.Evaluation.per_level` has them.
        confusion: true level by row, answered level by column. Shape (6, 6).
        reliability: confidence against accuracy.
        slices: measures by the slice's name.
        worst: the worst slice by each measure; None where no slice is large enough.
        confusion_shares: `confusion` as shares of each true level, with intervals; None where no
            text has the level. Shape (6, 6), or empty.
        evidence_reliability: probability of evidence against its being there; None where no text is
            without it.
        notes: what else is to be known, in sentences.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    measures: Mapping[str, Estimate]
    baselines: Mapping[str, Mapping[str, Estimate]]
    levels: Mapping[str, Mapping[str, float]]
    confusion: Sequence[Sequence[int]]
    reliability: Reliability
    slices: Mapping[str, Mapping[str, Estimate]]
    worst: Mapping[str, str | None]
    confusion_shares: Sequence[Sequence[Estimate | None]] = ()
    evidence_reliability: Reliability | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class _Cell:
    """A cell of the matrix: its count, its colour (0 to 1), its share and its tooltip."""

    count: int
    depth: float
    share: str = ""
    told: str = ""


def page_environment() -> Environment:
    """Templates of pages: everything is escaped, and what no page may hold is left out.

    >>> page_environment().from_string("{{ told }}").render(told="<b>" + chr(0))
    '&lt;b&gt;'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("cxnlp.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: words.printable(value) if type(value) is str else value,
    )


def render_measured(found: MeasuredModel) -> str:
    """Write the page; all names are escaped, nothing is fetched from elsewhere."""
    compared = list(next(iter(found.slices.values()), {}))
    return (
        page_environment()
        .get_template("evaluation.html.j2")
        .render(
            f=found,
            in_short=_in_short(found),
            words=MEASURE_WORDS,
            level_names=LEVEL_NAMES,
            cells=_cells(found),
            reliability=_curve(found.reliability, "Reliability", _OF_ANSWERS, "right"),
            evidence=None
            if found.evidence_reliability is None
            else _curve(
                found.evidence_reliability, "Reliability of evidence", _OF_EVIDENCE, "with evidence"
            ),
            compared=compared,
            bars={name: _slice_bars(found, name) for name in compared},
            decimal=words.decimal,
            count=words.count,
            interval=_interval,
            reach=_reach,
        )
    )


def _interval(estimate: Estimate, kind: str, places: int) -> str:
    known = np.isfinite([estimate.low, estimate.high]).all()
    return words.interval(estimate, kind, places) if known else "no interval"


def _reach(low: float, high: float) -> str:
    known = np.isfinite([low, high]).all()
    return f"{words.decimal(low)}\N{EN DASH}{words.decimal(high)}" if known else "no interval"


def _cells(found: MeasuredModel) -> list[list[_Cell]]:
    """The matrix, each cell with its share of the row where that is known."""
    counts = np.array(found.confusion, np.int64)
    depths = (counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)).round(3).tolist()
    shares = found.confusion_shares or [[None] * counts.shape[1]] * len(counts)
    return [
        [
            _Cell(count, depth, *(() if one is None else _told(one, count, place, answer)))
            for answer, (count, depth, one) in enumerate(zip(row, deep, given, strict=True))
        ]
        for place, (row, deep, given) in enumerate(
            zip(counts.tolist(), depths, shares, strict=True)
        )
    ]


def _told(one: Estimate, count: int, true: int, answered: int) -> tuple[str, str]:
    """A share with its interval: the words of a cell, and its tooltip."""
    within = _interval(one, "percent", 0)
    share = words.percent(one.value, 0)
    of = f"Of {words.plural(one.n, 'text')} on {LEVEL_NAMES[true]}, {words.count(count)}"
    sentence = f"{of} ({share}; 95 % interval {within}) are placed on {LEVEL_NAMES[answered]}"
    return f"{share} ({within})" if count else "", sentence.replace("interval no", "no")


def _in_short(found: MeasuredModel) -> str:
    """What it comes to, in two sentences."""
    counts = np.array(found.confusion, np.int64)
    total = int(counts.sum())
    if not total:
        return ""
    right = int(np.diagonal(counts).sum())
    near = int(sum(np.diagonal(counts, offset).sum() for offset in (-1, 0, 1)))
    sentence = (
        f"Of {words.plural(total, 'text')} with a level, {words.percent(right / total, 0)} are "
        f"placed on it and {words.percent(near / total, 0)} on it or beside it."
    )
    worst = {name for name in found.worst.values() if name is not None}
    if worst:
        sentence += f" It does worst on {' and '.join(sorted(worst))}."
    return sentence


def _curve(curve: Reliability, title: str, description: str, word: str) -> Markup:
    parts = [line(0, 100, 100, 0, "expected")]
    points = list(
        zip(curve.confidence.tolist(), curve.accuracy.tolist(), curve.rows.tolist(), strict=True)
    )
    parts += [
        line(100 * x1, 100 - 100 * y1, 100 * x2, 100 - 100 * y2, "path thin")
        for (x1, y1, _), (x2, y2, _) in pairwise(points)
    ]
    most = max([1, *(rows for _, _, rows in points)])
    for (x, y, rows), (low, high) in zip(points, _reaches(curve), strict=True):
        within = f"({low:.2f} to {high:.2f})" if np.isfinite([low, high]).all() else "(no interval)"
        told = f"probability {x:.2f}, {word} {y:.2f} {within}, {rows} rows"
        if np.isfinite([low, high]).all():
            parts.append(line(100 * x, 100 - 100 * low, 100 * x, 100 - 100 * high, "whisker"))
        parts += [
            element(
                "circle",
                element("title", text=told),
                cx=f"{100 * x:.2f}%",
                cy=f"{100 - 100 * y:.2f}%",
                r=f"{2.5 + 4.5 * (rows / most) ** 0.5:.1f}",
                class_="dot",
            ),
        ]
    return drawing(*parts, height="100%", title=title, description=description)


def _reaches(curve: Reliability) -> list[tuple[float, float]]:
    """The interval of each dot: as it was measured, or Wilson's where it was not."""
    low, high = curve.accuracy_low, curve.accuracy_high
    if low is None or high is None:
        low, high = wilson(curve.accuracy, curve.rows.astype(np.float64))
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _slice_bars(found: MeasuredModel, measure: str) -> dict[str, Markup]:
    """The interval of each slice on one scale."""
    ends = [
        end
        for figures in found.slices.values()
        for end in (figures[measure].low, figures[measure].high)
        if np.isfinite(end)
    ]
    low, high = min([0.0, *ends]), max([1e-9, *ends])
    whole = found.measures.get(measure)

    def place(value: float) -> float:
        return 100 * (value - low) / (high - low)

    bars = {}
    for name, figures in found.slices.items():
        one = figures[measure]
        if not np.isfinite([one.low, one.value, one.high]).all():
            bars[name] = Markup("")
            continue
        middle = (
            []
            if whole is None
            else [line(place(whole.value), 0, place(whole.value), 100, "expected")]
        )
        bars[name] = drawing(
            *middle,
            line(place(one.low), 50, place(one.high), 50, "whisker"),
            rectangle(max(place(one.value) - 0.6, 0), 20, 1.2, 60, "level-5"),
            height="1.25rem",
        )
    return bars
