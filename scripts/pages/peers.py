"""The comparison with peers, taken from docs/benchmarks/levels.json."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from pages.blocks import fill, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["pages"]

_LARGE: Final = 100
"""From here on a figure is written without decimals."""


def pages(repository: Path) -> dict[str, str]:
    """The page with its table filled in, or with a sentence where nothing is measured yet."""
    path = "docs/comparison.md"
    page = (repository / path).read_text(encoding="utf-8")
    file = repository / "docs" / "benchmarks" / "levels.json"
    if not file.exists():
        words = (
            "*Not measured yet:* `python scripts/benchmark.py levels --save docs/benchmarks` "
            "makes `docs/benchmarks/levels.json`, and `make docs` fills in the table here."
        )
        return {path: fill(page, "peers", words)}
    page = fill(page, "peers", _told(json.loads(file.read_text(encoding="utf-8"))))
    return {path: fill(page, "topics", _topics(repository / "docs" / "benchmarks"))}


def _topics(folder: Path) -> str:
    """Aims of the benchmarks of topics, met or missed."""
    lines = []
    for name in ("topics-quality", "topics-speed"):
        file = folder / f"{name}.json"
        if file.exists():
            lines += _aims(json.loads(file.read_text(encoding="utf-8")))
    return "\n".join(lines) or "*Not measured yet.*"


def _aims(found: Mapping[str, Any]) -> list[str]:
    return [
        f"- {aim['what']}: {_written(aim['value'])} (aim: at "
        f"{'most' if aim['at_most'] else 'least'} {_written(aim['bound'])}), "
        f"{'met' if aim['met'] else '**missed**'}"
        for aim in found.get("aims", [])
    ]


def _told(found: Mapping[str, Any]) -> str:
    figures = found["figures"]
    head = list(figures[0])
    rows = [[_written(row[name]) for name in head] for row in figures]
    aims = _aims(found)
    machine = found["machine"]
    made = f"Made by `{found['command']}` on {machine['on']}, {machine['cores']} cores."
    return "\n\n".join(part for part in (table(head, rows), "\n".join(aims), made) if part)


def _written(cell: object) -> str:
    if isinstance(cell, float):
        if math.isnan(cell):
            return "-"
        return f"{cell:,.0f}" if abs(cell) >= _LARGE else f"{cell:.3g}"
    return str(cell)
