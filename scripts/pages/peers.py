"""The comparison with peers, taken from docs/benchmarks/levels.json."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from pages.blocks import fill, table
from pages.digests import note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["pages"]

_LARGE: Final = 100
"""From here on a figure is written without decimals."""

_EARLIER: Final = (
    ["ours, minilm", "43-46", "0", "0.669", "0.840", "0.962"],
    ["BERTopic 0.17.4, as it comes", "192", "12 %", "0.211", "0.677", "0.503"],
)
"""Measured on 2026-11-21: docs/decisions/2026-11-21-topics.md."""


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
    levels = json.loads(file.read_text(encoding="utf-8"))
    told = [_told(levels), note(repository, levels)]
    page = fill(page, "peers", "\n\n".join(part for part in told if part))
    page = fill(page, "bertopic", _beside_bertopic(file.with_name("topics-quality.json")))
    return {path: fill(page, "topics", _topics(file.parent))}


def _beside_bertopic(file: Path) -> str:
    """Topics of both on the same texts, where the benchmark last saved has both."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"figures": []}
    sets = {row["set"] for row in found["figures"] if row["method"].startswith("BERTopic")}
    rows = [
        row
        for row in found["figures"]
        if row["set"] in sets and row["method"] in {"ours, minilm", "BERTopic, minilm"}
    ]
    if rows:
        head = list(rows[0])
        drawn = table(head, [[_written(row[name]) for name in head] for row in rows])
        return f"{drawn}\n\nMade by `{found['command']}` on {found['machine']['on']}."
    head = ["set", "method", "topics", "unassigned", "ARI", "AMI", "seeds, ARI"]
    kept = table(head, [["banking77 (held)", *row] for row in _EARLIER])
    return (
        f"{kept}\n\nBoth rows are those of the [first measurement]"
        "(decisions/2026-11-21-topics.md): two seeds, 39 intents; the benchmark that is saved "
        "since was run without BERTopic (`--peer`)."
    )


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
    made = (
        f"Made by `{found['command']}` on {machine['on']}, {machine['cores']} cores, with a load "
        f"of {machine['load at the end']} at the end."
    )
    return "\n\n".join(part for part in (table(head, rows), "\n".join(aims), made) if part)


def _written(cell: object) -> str:
    if isinstance(cell, float):
        if math.isnan(cell):
            return "-"
        return f"{cell:,.0f}" if abs(cell) >= _LARGE else f"{cell:.3g}"
    return str(cell)
