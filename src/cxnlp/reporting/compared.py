"""Two models compared, as one offline HTML page: the decision, and every difference on a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.metrics.paired import Verdict
from cxnlp.reporting import words
from cxnlp.reporting.measured import MEASURE_WORDS, page_environment
from cxnlp.reporting.svg import drawing, element, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from cxnlp.metrics.paired import PairedDifference

__all__ = ["ComparedModels", "render_compared"]

_DOTS: Final = {Verdict.BETTER: "dot", Verdict.WORSE: "dot bad"}
_BADGES: Final = {
    Verdict.BETTER: "good",
    Verdict.WORSE: "bad",
    Verdict.NOT_DISTINGUISHABLE: "",
    Verdict.TOO_FEW_ROWS: "quiet",
    Verdict.TOO_FEW_CLUSTERS: "quiet",
    Verdict.NO_VERDICT: "quiet",
}


@dataclass(frozen=True)
class ComparedModels:
    """What stands on the page.

    Attributes:
        champion: name of the model in use.
        challenger: name of the model that would replace it.
        facts: pairs of a name and a value, such as digests.
        warnings: what makes the comparison doubtful.
        rows: texts with a level that both were held against.
        conditions: of the gate: its key, whether it is met, and the figures; empty without a gate.
        overall: each measure on all rows.
        slices: each measure on each slice, by the slice's name.
    """

    champion: str
    challenger: str
    facts: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    rows: int
    conditions: Sequence[tuple[str, bool, str]]
    overall: Mapping[str, PairedDifference]
    slices: Mapping[str, Mapping[str, PairedDifference]]


def render_compared(found: ComparedModels) -> str:
    """Write the page; all names are escaped, nothing is fetched from elsewhere."""
    return (
        page_environment()
        .get_template("comparison.html.j2")
        .render(
            f=found,
            words=MEASURE_WORDS,
            badges=_BADGES,
            decision=_decision(found),
            bars={name: _drawn({"": one})[""] for name, one in found.overall.items()},
            slice_bars={
                measure: _drawn({name: one[measure] for name, one in found.slices.items()})
                for measure in found.overall
            },
            decimal=words.decimal,
            signed=words.signed,
            count=words.count,
            interval=words.interval,
        )
    )


def _decision(found: ComparedModels) -> str:
    """The outcome in a sentence."""
    if found.conditions:
        missed = sum(not met for _, met, _ in found.conditions)
        if missed:
            of = words.plural(len(found.conditions), "condition")
            return f"The gate is not met: {missed} of {of} failed. Keep {found.champion}."
        return f"The gate is met: {found.challenger} may take the place of {found.champion}."
    told = [
        f"{verdict} on {count}"
        for verdict in Verdict
        if (count := sum(one.verdict is verdict for one in found.overall.values()))
    ]
    many = words.plural(len(found.overall), "measure")
    return f"No gate was given, so nothing is decided. Of {many}: {', '.join(told)}."


def _drawn(differences: Mapping[str, PairedDifference]) -> dict[str, Markup]:
    """Each gain with its interval, on one scale, zero in the middle, better to the right."""
    ends = [
        abs(end)
        for one in differences.values()
        for end in (one.difference.low, one.difference.high)
        if np.isfinite(end)
    ]
    reach = max([1e-9, *ends])
    return {name: _line(one, reach) for name, one in differences.items()}


def _line(one: PairedDifference, reach: float) -> Markup:
    sign = 1 if one.higher_is_better else -1
    ends = np.array([one.difference.low, one.difference.value, one.difference.high]) * sign
    parts = [line(50, 0, 50, 100, "grid")]
    if np.isfinite(ends).all():
        low, middle, high = (50 + 48 * float(end) / reach for end in ends)
        parts += [
            line(low, 50, high, 50, "whisker"),
            element(
                "circle",
                cx=f"{middle:.2f}%",
                cy="50%",
                r="5",
                class_=_DOTS.get(one.verdict, "dot plain"),
            ),
        ]
    return drawing(*parts, height="1.5rem")
