"""Bars: the six levels in one bar, and single bars with the interval drawn over them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from cxnlp.levels import ServiceLevel
from cxnlp.reporting.svg import drawing, element, line, rectangle
from cxnlp.reporting.words import decimal, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.metrics import Estimate

__all__ = [
    "estimate_bar",
    "estimate_parts",
    "interval_bar",
    "interval_parts",
    "spark_bars",
    "spark_path",
    "stacked_bar",
]


def stacked_bar(shares: Sequence[float], *, height: str = "2.75rem", title: str) -> Markup:
    """The six levels side by side, worst at the left.

    Args:
        shares: six shares, worst level first; NaN draws nothing.
        height: a CSS length.
        title: the drawing's name.

    >>> found = stacked_bar([0.1, 0.2, 0.0, 0.3, 0.4, 0.0], title="Levels")
    >>> found.count("<rect"), "criminal: 10.0%" in found
    (4, True)
    """
    parts: list[Markup] = []
    at = 0.0
    for level, share in zip(ServiceLevel, shares, strict=True):
        if not (math.isfinite(share) and share > 0):
            continue
        words = f"{level.label}: {percent(share)}"
        parts.append(rectangle(at * 100, 0, share * 100, 100, f"level-{level:d}", title=words))
        at += share
    told = ", ".join(
        f"{level.label} {percent(share)}" for level, share in zip(ServiceLevel, shares, strict=True)
    )
    return drawing(*parts, height=height, title=title, description=told)


def estimate_bar(estimate: Estimate, *, most: float, kind: str) -> Markup:
    """A bar from zero with its interval; decoration beside the same figures in words.

    Args:
        estimate: a figure from 0 up.
        most: the value at the right edge, above 0.
        kind: the bar's class.

    >>> from cxnlp.metrics import Estimate
    >>> estimate_bar(Estimate(0.2, 0.1, 0.3, 9), most=0.4, kind="pain").count("whisker")
    3
    """
    parts = estimate_parts(estimate, most=most, kind=kind)
    return drawing(*parts, height="1.25rem") if parts else Markup("")


def estimate_parts(estimate: Estimate, *, most: float, kind: str) -> list[Markup]:
    """What `estimate_bar` draws, in percent of its frame; nothing where there is no figure.

    >>> from cxnlp.metrics import Estimate
    >>> print(estimate_parts(Estimate(0.2, 0.1, 0.3, 9), most=0.4, kind="pain")[0])
    <rect x="0%" y="18%" width="50%" height="64%" class="pain"></rect>
    >>> estimate_parts(Estimate(float("nan"), 0.0, 1.0, 0), most=0.4, kind="pain")
    []
    """
    if not math.isfinite(estimate.value):
        return []
    low, value, high = (
        100 * min(max(end / most, 0.0), 1.0)
        for end in (estimate.low, estimate.value, estimate.high)
    )
    return [
        rectangle(0, 18, value, 64, kind),
        line(low, 50, high, 50, "whisker"),
        line(low, 30, low, 70, "whisker"),
        line(high, 30, high, 70, "whisker"),
    ]


def interval_bar(
    estimate: Estimate, *, low: float, high: float, mark: float | None = None, kind: str = ""
) -> Markup:
    """A dot with its interval on a scale; decoration beside the same figures in words.

    Args:
        estimate: the figure.
        low: the value at the left edge.
        high: the value at the right edge, above `low`.
        mark: where a dashed line is drawn, such as 0 for no effect.
        kind: the dot's class.

    >>> from cxnlp.metrics import Estimate
    >>> found = interval_bar(Estimate(0.5, 0.2, 0.9, 9), low=-1, high=1, mark=0)
    >>> found.count("<line"), 'cx="75.000%"' in found
    (2, True)
    """
    parts = interval_parts(estimate, low=low, high=high, mark=mark, kind=kind)
    return drawing(*parts, height="1.25rem") if parts else Markup("")


def interval_parts(
    estimate: Estimate, *, low: float, high: float, mark: float | None = None, kind: str = ""
) -> list[Markup]:
    """What `interval_bar` draws, in percent of its frame; nothing where there is no figure.

    >>> from cxnlp.metrics import Estimate
    >>> print(interval_parts(Estimate(0.5, 0.2, 0.9, 9), low=0, high=1)[0])
    <line x1="20%" y1="50%" x2="90%" y2="50%" class="whisker"></line>
    """
    if not math.isfinite(estimate.value):
        return []

    def place(value: float) -> float:
        return 100 * (min(max(value, low), high) - low) / (high - low)

    parts = [] if mark is None else [line(place(mark), 0, place(mark), 100, "expected")]
    if math.isfinite(estimate.low) and math.isfinite(estimate.high):
        parts.append(line(place(estimate.low), 50, place(estimate.high), 50, "whisker"))
    dot = element(
        "circle",
        cx=f"{place(estimate.value):.3f}%",
        cy="50%",
        r="5",
        class_=f"dot {kind}".strip(),
    )
    return [*parts, dot]


def spark_bars(shares: Sequence[float], names: Sequence[str], *, title: str) -> Markup:
    """A share by period as small bars; an empty period leaves a gap.

    Args:
        shares: one per period, 0 to 1; NaN where a period is empty.
        names: the periods' names.
        title: the drawing's name.

    >>> spark_bars([0.1, float("nan"), 0.2], ["May", "June", "July"], title="Share").count("<rect")
    2
    """
    known = [share for share in shares if math.isfinite(share)]
    most = max(known, default=0.0)
    if most <= 0:
        return Markup("")
    step = 100 / len(shares)
    parts = [
        rectangle(
            at * step + step * 0.1,
            100 - 100 * share / most,
            step * 0.8,
            100 * share / most,
            "spark",
            title=f"{name}: {percent(share)}",
        )
        for at, (share, name) in enumerate(zip(shares, names, strict=True))
        if math.isfinite(share)
    ]
    told = f"From {names[0]} to {names[-1]}, at most {decimal(most * 100, 1)} percent in a period."
    base = element("line", x1="0", x2="100%", y1="100%", y2="100%", class_="base")
    return drawing(*parts, base, height="2.25rem", title=title, description=told)


def spark_path(values: Sequence[float], names: Sequence[str], *, title: str) -> Markup:
    """A figure by period as a small path that ends in a dot; an empty period leaves a gap.

    Args:
        values: one per period; NaN where a period is empty.
        names: the periods' names.
        title: the drawing's name.

    >>> spark_path([2.1, 2.3, 2.0], ["May", "June", "July"], title="Level").count("path thin")
    2
    """
    known = [value for value in values if math.isfinite(value)]
    if len(known) < 2:  # noqa: PLR2004 - one point is no path
        return Markup("")
    low, high = min(known), max(known)
    reach = (high - low) or 1.0
    step = 100 / len(values)
    places = [
        ((at + 0.5) * step, 90 - 80 * (value - low) / reach) if math.isfinite(value) else None
        for at, value in enumerate(values)
    ]
    parts = [line(*one, *other, "path thin") for one, other in pairwise(places) if one and other]
    end = next(place for place in reversed(places) if place)
    dot = element("circle", cx=f"{end[0]:.3f}%", cy=f"{end[1]:.3f}%", r="3.5", class_="dot")
    told = f"From {names[0]} to {names[-1]}."
    return drawing(*parts, dot, height="1.5rem", title=title, description=told)
