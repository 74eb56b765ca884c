"""A picture: quality over speed, one point for each contender."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

__all__ = ["draw"]

_WIDTH, _HEIGHT, _MARGIN = 760, 440, 60
_OURS, _THEIRS = "#1b6e5a", "#8a8f98"
_LEAST: Final = 0.0
_APART: Final = 0.06
"""In kappa: names of points closer than this touch."""


def draw(path: Path, points: Sequence[tuple[str, float, float]], ours: Collection[str]) -> None:
    """Write an SVG.

    Args:
        path: the file.
        points: name, comments a second, quadratic kappa.
        ours: names that are drawn as ours.
    """
    speeds = [math.log10(max(speed, 1e-9)) for _, speed, _ in points]
    left, right = math.floor(min(speeds)), math.ceil(max(speeds))

    def x(speed: float) -> float:
        share = (math.log10(max(speed, 1e-9)) - left) / max(right - left, 1)
        return _MARGIN + share * (_WIDTH - 2 * _MARGIN)

    def y(quality: float) -> float:
        return _HEIGHT - _MARGIN - (quality - _LEAST) * (_HEIGHT - 2 * _MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        "<style>text { font: 13px sans-serif }</style>",
        "<title>Quadratic kappa over comments a second</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(left, right + 1):
        place = x(10.0**power)
        parts.append(
            f'<path d="M{place:.1f} {y(0):.1f}V{y(1):.1f}" stroke="#e3e5e8"/>'
            f'<text x="{place:.1f}" y="{y(0) + 20:.1f}" text-anchor="middle">{10**power:,}</text>'
        )
    for tenth in range(0, 11, 2):
        place = y(tenth / 10)
        parts.append(
            f'<path d="M{_MARGIN} {place:.1f}H{_WIDTH - _MARGIN}" stroke="#e3e5e8"/>'
            f'<text x="{_MARGIN - 8}" y="{place + 4:.1f}" text-anchor="end">{tenth / 10}</text>'
        )
    above: list[tuple[float, float]] = []
    for name, speed, quality in sorted(points, key=lambda point: point[1]):
        # A name stands above its point, or below where it would touch that of a slower one.
        free = all(speed > 10 * slow or abs(quality - good) > _APART for slow, good in above)
        if free:
            above.append((speed, quality))
        place = y(quality) + (-11 if free else 20)
        colour = _OURS if name in ours else _THEIRS
        weight = "bold" if name in ours else "normal"
        parts.append(
            f'<circle cx="{x(speed):.1f}" cy="{y(quality):.1f}" r="6" fill="{colour}"/>'
            f'<text x="{x(speed):.1f}" y="{place:.1f}" text-anchor="middle" '
            f'fill="{colour}" font-weight="{weight}">{escape(name)}</text>'
        )
    parts += [
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">comments a second</text>',
        f'<text x="{_MARGIN}" y="{_MARGIN - 20}">quadratic kappa</text>',
        "</svg>",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
