"""Each figure by itself, as SVG and PNG for slides: words, colours and source are within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from cxnlp.errors import MissingDependencyError
from cxnlp.levels import ServiceLevel
from cxnlp.reporting.bars import estimate_parts, interval_parts
from cxnlp.reporting.figures import figures_of
from cxnlp.reporting.plot import Plot
from cxnlp.reporting.svg import element
from cxnlp.reporting.words import printable
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from cxnlp.reporting.figures import Figure, Rows
    from cxnlp.reporting.findings import Findings

__all__ = ["drawn_alone", "write_figures"]

_WIDTH: Final = 1280
_HEIGHT: Final = 720
_EDGE: Final = 60
_FONT: Final = (
    "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
)
_LONGEST: Final = 44
"""Letters of a name that fit beside a bar."""
_STYLE: Final = """
text { fill: #1d1f23; font-family: FONT; }
.title { font-size: 34px; font-weight: 600; } .under { font-size: 19px; fill: #565b63; }
.word { font-size: 17px; fill: #565b63; } .name { font-size: 18px; }
.level-1 { fill: #9e2a1c; } .level-2 { fill: #de844c; } .level-3 { fill: #bebab0; }
.level-4 { fill: #89b6d3; } .level-5 { fill: #3e7eb2; } .level-6 { fill: #164074; }
.grid { stroke: #dedbd3; stroke-width: 1px; }
.expected { stroke: #565b63; stroke-width: 1.5px; stroke-dasharray: 6 5; }
.reach { stroke: #1c4b82; stroke-width: 9px; stroke-opacity: .28; stroke-linecap: round; }
.path { stroke: #1c4b82; stroke-width: 3px; }
.dot { fill: #1c4b82; stroke: #fff; stroke-width: 2px; }
.dot.bad { fill: #9a3412; } .dot.plain { fill: #565b63; }
.whisker { stroke: #1d1f23; stroke-width: 2.5px; }
.faint { stroke: #de844c; stroke-width: 2px; stroke-opacity: .45; }
.curve { stroke: #bebab0; stroke-width: 1.5px; }
.bubble { fill: #de844c; stroke: #fff; stroke-width: 2px; } .bubble.growing { fill: #9e2a1c; }
.bubble-number { font-size: 15px; font-weight: 600; text-anchor: middle; fill: #1d1f23; }
.growing + .bubble-number { fill: #fff; }
""".replace("FONT", _FONT)


def write_figures(findings: Findings, folder: Path) -> list[Path]:
    """Write every figure of the report as `NAME.svg` and `NAME.png`; files of old names are kept.

    Args:
        findings: what the report tells.
        folder: where to; made if need be.

    Returns:
        The files, in the order of the report.

    Raises:
        MissingDependencyError: resvg_py, which paints the PNG, is not installed.
        OSError: the folder or a file cannot be written.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise MissingDependencyError.of("resvg_py", "figures") from error

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    source = f"{findings.origin.source} · {findings.made:%Y-%m-%d} · made with cxnlp"
    for figure in figures_of(findings):
        svg = str(drawn_alone(figure, source=source))
        png = svg_to_bytes(svg_string=svg, zoom=2, sans_serif_family="DejaVu Sans")
        for ending, content in ((".svg", svg.encode("utf-8")), (".png", bytes(png))):
            path = folder / f"{figure.name}{ending}"
            write_whole(path, _writer(content))
            written.append(path)
    return written


def drawn_alone(figure: Figure, *, source: str) -> Markup:
    """A figure as an SVG document of 1280 by 720 that needs nothing beside it.

    >>> import pyarrow as pa
    >>> from datetime import UTC, datetime
    >>> from cxnlp.insights import levels_over_time
    >>> from cxnlp.reporting.figures import Figure
    >>> from cxnlp.reporting.timeline import mean_by_period
    >>> days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 1, 2)]
    >>> labels = pa.table({"row": range(3), "level": [2, 4, 5], "status": ["labelled"] * 3,
    ...                    "created_at": days})
    >>> movement = levels_over_time(labels, "month")
    >>> figure = Figure("mean", "Mean level", "By month.", mean_by_period(movement))
    >>> drawn_alone(figure, source="feedback.csv").count("<circle")
    2
    """
    body = _plot(figure.body, figure) if isinstance(figure.body, Plot) else _rows(figure.body)
    return element(
        "svg",
        element("title", text=printable(figure.title)),
        element("desc", text=printable(figure.under)),
        element("style", text=Markup(_STYLE)),  # noqa: S704 - written above
        element("rect", width=_WIDTH, height=_HEIGHT, fill="#ffffff"),
        _text(_EDGE, 84, figure.title, "title", most=66),
        _text(_EDGE, 120, figure.under, "under", most=130),
        *body,
        _text(_EDGE, _HEIGHT - 24, source, "word", most=120),
        xmlns="http://www.w3.org/2000/svg",
        width=_WIDTH,
        height=_HEIGHT,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
    )


def _plot(plot: Plot, figure: Figure) -> Iterable[Markup]:
    left, top, right, bottom = _EDGE + 70, 170, _WIDTH - _EDGE, _HEIGHT - 130
    if figure.names:
        right -= 400
    wide, high = right - left, bottom - top
    yield _inner(left, top, wide, high, plot.parts)
    for tick in plot.upward:
        yield _text(left - 14, top + high * tick.at / 100 + 6, tick.word, "word", anchor="end")
    for tick in plot.across:
        yield _text(left + wide * tick.at / 100, bottom + 28, tick.word, "word", anchor="middle")
    if figure.across:
        yield _text(left + wide / 2, bottom + 58, figure.across, "word", anchor="middle")
    for at, name in enumerate(figure.names):
        yield _text(right + 40, top + 14 + 32 * at, name, "name", most=40)
    if figure.legend:
        for at, level in enumerate(ServiceLevel):
            x = left + at * 170
            yield element(
                "rect", x=x, y=bottom + 48, width=18, height=18, class_=f"level-{level:d}"
            )
            yield _text(x + 26, bottom + 63, level.label, "word")


def _rows(rows: Rows) -> Iterable[Markup]:
    left, right, top = 470, _WIDTH - 330, 170
    step = min(64.0, (_HEIGHT - top - 80) / max(len(rows.rows), 1))
    for at, row in enumerate(rows.rows):
        y = top + step * (at + 0.5)
        yield _text(left - 24, y + 6, row.name, "name", anchor="end", most=_LONGEST)
        parts = (
            estimate_parts(row.estimate, most=rows.high, kind=row.kind)
            if rows.bars
            else interval_parts(
                row.estimate, low=rows.low, high=rows.high, mark=rows.mark, kind=row.kind
            )
        )
        yield _inner(left, y - step / 2, right - left, step, parts)
        yield _text(right + 24, y + 6, row.words, "name", most=36)


def _inner(x: float, y: float, wide: float, high: float, parts: Iterable[Markup]) -> Markup:
    return element("svg", *parts, x=x, y=y, width=wide, height=high, overflow="visible")


def _text(
    x: float, y: float, words: str, kind: str, *, anchor: str = "start", most: int = 200
) -> Markup:
    told = printable(words)
    shown = told if len(told) <= most else told[: most - 1].rstrip() + "…"
    return element("text", text=shown, x=f"{x:.1f}", y=f"{y:.1f}", class_=kind, text_anchor=anchor)


def _writer(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write
