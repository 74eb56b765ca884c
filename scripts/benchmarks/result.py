"""What a benchmark found, as JSON and as a page."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cxnlp
from pages.blocks import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Aim", "Result", "called", "digests"]

_LARGE: Final = 100
"""From here on a figure is written without decimals."""
_LIBRARIES: Final = ("cxnlp", "numpy", "onnxruntime", "pyarrow", "vaderSentiment")


def digests(models: Iterable[str]) -> dict[str, str]:
    """The digest of each model, by its name: what was measured."""
    loaded = [cxnlp.load(model) for model in models]
    return {model.name: model.digest for model in loaded}


def called(words: Sequence[str]) -> str:
    """What was called, as others can call it: of a folder of this machine its name alone.

    >>> called(["scripts/benchmark.py", "levels", "--pipeline", "/home/somebody/made/model"])
    'python scripts/benchmark.py levels --pipeline model'
    """
    home = Path(__file__).resolve().parents[2]

    def told(word: str) -> str:
        path = Path(word)
        if not path.is_absolute():
            return word
        return str(path.relative_to(home)) if path.is_relative_to(home) else path.name

    return " ".join(["python", *map(told, words)])


def _machine() -> dict[str, str]:
    versions = {name: metadata.version(name) for name in _LIBRARIES}
    load = os.getloadavg()[0]
    return {
        "on": datetime.now(UTC).strftime("%Y-%m-%d"),
        "cores": str(os.cpu_count()),
        "load at the end": f"{load:.1f}",
        "Python": platform.python_version(),
        **versions,
    }


@dataclass(frozen=True)
class Aim:
    """A figure with the bound that it shall keep.

    Attributes:
        what: the figure in words.
        value: what was measured.
        bound: what it shall keep to.
        at_most: whether `bound` is the most that is allowed, or the least.
    """

    what: str
    value: float
    bound: float
    at_most: bool

    @property
    def met(self) -> bool:
        """Whether the bound is kept."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def describe(self) -> str:
        """One line."""
        sign = "<=" if self.at_most else ">="
        outcome = "met" if self.met else "**missed**"
        return f"- {self.what}: {self.value:.3g} (aim {sign} {self.bound:g}): {outcome}"


@dataclass(frozen=True)
class Result:
    """What was found.

    Attributes:
        name: of the benchmark.
        title: what the figures tell.
        head: the columns of the figures.
        rows: the figures.
        aims: the bounds, kept or not.
        notes: how it was measured.
        machine: what it was measured on.
        command: what was called.
        models: digests of the models that were measured, by name.
    """

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    aims: tuple[Aim, ...]
    notes: str = ""
    machine: dict[str, str] = field(default_factory=_machine)
    command: str = field(default_factory=lambda: called(sys.argv))
    models: dict[str, str] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether every aim is met."""
        return all(aim.met for aim in self.aims)

    def page(self) -> str:
        """A page in Markdown."""
        figures = table(list(self.head), [[_written(cell) for cell in row] for row in self.rows])
        machine = ", ".join(f"{what} {value}" for what, value in self.machine.items())
        return "\n".join(
            [
                f"# {self.title}",
                "",
                figures,
                "",
                *(aim.describe() for aim in self.aims),
                "",
                self.notes,
                "",
                f"Made by `{self.command}`; {machine}.",
            ]
        )

    def save(self, folder: Path) -> None:
        """Write `NAME.json` and `NAME.md`."""
        folder.mkdir(parents=True, exist_ok=True)
        figures = [dict(zip(self.head, row, strict=True)) for row in self.rows]
        values = {
            "name": self.name,
            "command": self.command,
            "machine": self.machine,
            **({"models": self.models} if self.models else {}),
            "figures": figures,
            "aims": [{**vars(aim), "met": aim.met} for aim in self.aims],
        }
        text = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{self.name}.json").write_text(text, encoding="utf-8")
        (folder / f"{self.name}.md").write_text(self.page() + "\n", encoding="utf-8")


def _written(cell: str | float) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:.3g}" if abs(cell) < _LARGE else f"{cell:,.0f}"
