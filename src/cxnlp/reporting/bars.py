"""Bars: the six levels in one bar, and single bars with the interval drawn over them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from markupsafe import Markup

from cxnlp.levels import ServiceLevel
from cxnlp.reporting.svg import drawing, element, line, rectangle
from cxnlp.reporting.words import decimal, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.metrics import Estimate

__all__ = ["estimate_bar", "spark_bars", "stacked_bar"]


def stacked_bar(shares: Sequence[float], *, height: str = "2.75rem", title: str) -> Markup:
    """The six levels side by side, worst at the left.

    Args:
        shares: six shares, worst level first; NaN draws nothing.
        height: a CSS length.
        title: the drawing's name.
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
    """
    if not math.isfinite(estimate.value):
        return Markup("")
    low, value, high = (
        100 * min(max(end / most, 0.0), 1.0)
        for end in (estimate.low, estimate.value, estimate.high)
    )
    return drawing(
        rectangle(0, 18, value, 64, kind),
        line(low, 50, high, 50, "whisker"),
        line(low, 30, low, 70, "whisker"),
        line(high, 30, high, 70, "whisker"),
        height="1.25rem",
    )


def spark_bars(shares: Sequence[float], names: Sequence[str], *, title: str) -> Markup:
    """A share by period as small bars; an empty period leaves a gap."""
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
