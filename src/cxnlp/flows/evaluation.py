"""What an evaluation found: figures with intervals, as JSON, words, tables and a page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.card import CardTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from cxnlp.metrics import Estimate, Reliability

__all__ = ["Evaluation"]


@dataclass(frozen=True)
class Evaluation:
    """What a model is worth on one table.

    Attributes:
        model: the model's name.
        digest: the model's digest.
        data: the table's name.
        data_digest: SHA-256 of its texts and levels.
        rows: number of texts.
        judged: how many of them have a level 1 to 6: the measures of levels are taken on these,
            whether or not the model finds evidence in them.
        metrics: each measure with its interval.
        per_level: rows, mean absolute error and interval coverage by level name, the latter two
            with the ends of their intervals as `NAME_low` and `NAME_high`.
        confusion: true level by row, answered level by column. Shape (6, 6).
        reliability: confidence in the answer against its being right.
        baselines: the same measures for answers that need no model, or a simpler one.
        slices: measures of each slice, by `column=value`.
        worst: the worst slice by each of these measures; None where none is large enough.
        warnings: what makes the figures doubtful, in sentences.
        notes: what else is to be known of them, in sentences.
    """

    model: str
    digest: str
    data: str
    data_digest: str
    rows: int
    judged: int
    metrics: Mapping[str, Estimate]
    per_level: Mapping[str, Mapping[str, float]]
    confusion: tuple[tuple[int, ...], ...]
    reliability: Reliability
    baselines: Mapping[str, Mapping[str, Estimate]]
    slices: Mapping[str, Mapping[str, Estimate]]
    worst: Mapping[str, str | None]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, JsonValue]:
        """All of it as values for JSON; what is no number becomes null."""
        values: JsonValue = _plain(asdict(self))
        assert isinstance(values, dict)  # noqa: S101 - tells the type checker what asdict gives
        return values

    def tables(self) -> tuple[CardTable, ...]:
        """The figures as tables for the model card."""
        names = tuple(self.baselines)
        measures = tuple(
            (
                name.replace("_", " "),
                str(figure),
                *(str(self.baselines[other].get(name, "")) for other in names),
            )
            for name, figure in self.metrics.items()
        )
        levels = tuple(
            (
                name,
                f"{figures['rows']:.0f}",
                _ends(figures, "mean_absolute_error"),
                _ends(figures, "interval_coverage"),
            )
            for name, figures in self.per_level.items()
        )
        slices = tuple(
            (name, f"{next(iter(figures.values())).n}", *map(str, figures.values()))
            for name, figures in self.slices.items()
        )
        found = [
            CardTable(
                f"On `{self.data}`, {self.rows} texts of which {self.judged} have a level; with "
                "95 % bootstrap intervals; beside it, the same measures of simpler answers "
                "(majority: always the commonest level).",
                ("measure", "model", *names),
                measures,
            ),
            CardTable(
                "By true level:", ("level", "rows", "mean absolute error", "coverage"), levels
            ),
        ]
        if slices:
            header = ("slice", "rows", *(name.replace("_", " ") for name in self.worst))
            found.append(CardTable(f"By slice. {self._worst()}", header, slices))
        return tuple(found)

    def describe(self) -> str:
        """The measures as lines of text."""
        lines = [f"WARNING: {words}" for words in self.warnings]
        lines.append(f"{self.model} on {self.data}: {self.rows} texts, {self.judged} with a level")
        lines += [f"  {name:<28} {figure}" for name, figure in self.metrics.items()]
        lines.append("by true level: mean absolute error, interval coverage")
        for name, one in self.per_level.items():
            told = f"{_ends(one, 'mean_absolute_error')}  {_ends(one, 'interval_coverage')}"
            lines.append(f"  {name:<28} {told}  n = {one['rows']:.0f}")
        for name, figures in self.baselines.items():
            lines.append(f"baseline {name}")
            lines += [f"  {measure:<28} {figure}" for measure, figure in figures.items()]
        lines += self.notes
        if self.slices:
            lines.append(f"slices: {', '.join(name.replace('_', ' ') for name in self.worst)}")
            for name, figures in self.slices.items():
                told = "  ".join(map(str, figures.values()))
                lines.append(f"  {name:<28} {told}  n = {next(iter(figures.values())).n}")
            lines.append(self._worst())
        return "\n".join(lines)

    def _worst(self) -> str:
        """The worst slices in a sentence."""
        named = [
            f"{slice_} by {name.replace('_', ' ')} ({self.slices[slice_][name]})"
            for name, slice_ in self.worst.items()
            if slice_ is not None
        ]
        return (
            f"Worst slice: {'; '.join(named)}." if named else "No slice is large enough to judge."
        )


def _ends(figures: Mapping[str, float], name: str) -> str:
    value, low, high = (figures[name + end] for end in ("", "_low", "_high"))
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"


def _plain(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return round(float(value), 6) if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, (int, str)) or value is None:
        return value
    raise TypeError(type(value).__name__)
