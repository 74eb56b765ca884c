"""What an evaluation found: figures with intervals, as JSON, words, tables and a page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.levels import ServiceLevel
from cxnlp.models.card import CardTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from cxnlp.metrics import Estimate, Reliability

__all__ = ["NO_OTHER", "Evaluation"]

NO_OTHER: Final = (
    "evidence: not measured, for no row is without it; label some rows 0 (tells of no service)"
)
"""What is said where all rows have a level."""


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
        confusion_shares: `confusion` as shares of each true level, with intervals; None where no
            text has the level. Shape (6, 6).
        evidence_reliability: probability of evidence against its being there (levels 1 to 6, not
            0); None where no row is without it.
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
    confusion_shares: tuple[tuple[Estimate | None, ...], ...] = ()
    evidence_reliability: Reliability | None = None

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
        answered = tuple((name, told) for name, told in self._answered().items())
        slices = tuple(
            (name, f"{next(iter(figures.values())).n}", *map(str, figures.values()))
            for name, figures in self.slices.items()
        )
        found = [
            CardTable(
                f"On `{self.data}`, {self.rows} texts of which {self.judged} have a level; with "
                "95 % bootstrap intervals; beside it, the same measures of simpler answers "
                "(majority: always the commonest level; linear: levels-fast as it shipped then).",
                ("measure", "model", *names),
                measures,
            ),
            CardTable(
                "By true level:", ("level", "rows", "mean absolute error", "coverage"), levels
            ),
        ]
        if answered:
            found.append(CardTable("Its answers, by true level:", ("level", "answered"), answered))
        found += [
            CardTable(f"{caption}:", ("probability", "rows", "came true"), tuple(_bins(curve)))
            for caption, curve in self._curves().items()
        ]
        if slices:
            header = ("slice", "rows", *(name.replace("_", " ") for name in self.worst))
            found.append(CardTable(f"By slice. {self._worst()}", header, slices))
        return tuple(found)

    def describe(self) -> str:
        """The measures as lines of text."""
        lines = [f"WARNING: {words}" for words in self.warnings]
        texts = "1 text" if self.rows == 1 else f"{self.rows} texts"
        lines.append(f"{self.model} on {self.data}: {texts}, {self.judged} with a level")
        wide = max([28, *map(len, self.metrics)])
        lines += [f"  {name:<{wide}} {figure}" for name, figure in self.metrics.items()]
        lines.append("by true level: mean absolute error, interval coverage")
        for name, one in self.per_level.items():
            told = f"{_ends(one, 'mean_absolute_error')}  {_ends(one, 'interval_coverage')}"
            lines.append(f"  {name:<28} {told}  n = {one['rows']:.0f}")
        answered = self._answered()
        if answered:
            lines.append("by true level: its answers, as shares with intervals")
            lines += [f"  {name:<28} {told}" for name, told in answered.items()]
        for caption, curve in self._curves().items():
            lines.append(f"{caption[0].lower()}{caption[1:]}")
            lines += [f"  {place:<28} {share}  n = {rows}" for place, rows, share in _bins(curve)]
        if self.evidence_reliability is None:
            lines.append(NO_OTHER)
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
            lines += self._untold()
        return "\n".join(lines)

    def _answered(self) -> dict[str, str]:
        """How each true level is answered, commonest first; answers that never came left out."""
        shares = {
            level.label: [
                (one, ServiceLevel(place).label)
                for place, one in enumerate(row, 1)
                if one is not None and one.value
            ]
            for level, row in zip(ServiceLevel, self.confusion_shares, strict=False)
        }
        return {
            name: ", ".join(
                f"{answer} {_share(one.value, one.low, one.high)}"
                for one, answer in sorted(row, key=lambda pair: -pair[0].value)
            )
            for name, row in shares.items()
            if row
        }

    def _curves(self) -> dict[str, Reliability]:
        """The reliability curves, by what they are of."""
        found = {"How often an answer is right, by the probability given to it": self.reliability}
        if self.evidence_reliability is not None:
            caption = "How often there is evidence (level 1 to 6, not 0), by its probability"
            found[caption] = self.evidence_reliability
        return found

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

    def _untold(self) -> list[str]:
        """That a worst slice may be so by chance: always a few words, more without an interval."""
        named = {one: self.slices[one][name] for name, one in self.worst.items() if one is not None}
        if not named:
            return []
        bare = [
            one for one, figure in named.items() if not np.isfinite([figure.low, figure.high]).all()
        ]
        more = (
            f" Worst without an interval it may be chance alone: {', '.join(bare)}." if bare else ""
        )
        return [f"Of many slices one is worst by chance: read the intervals.{more}"]


def _ends(figures: Mapping[str, float], name: str) -> str:
    value, low, high = (figures[name + end] for end in ("", "_low", "_high"))
    if not (np.isfinite(low) and np.isfinite(high)):
        return f"{value:.2f} (no interval)"
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"


def _share(value: float, low: float, high: float) -> str:
    """A share in percent, its interval in percent.

    >>> _share(0.5, 0.41, 0.59), _share(1.0, float("nan"), float("nan"))
    ('50% [41, 59]', '100% (no interval)')
    """
    if not (np.isfinite(low) and np.isfinite(high)):
        return f"{100 * value:.0f}% (no interval)"
    return f"{100 * value:.0f}% [{100 * low:.0f}, {100 * high:.0f}]"


def _bins(curve: Reliability) -> Iterator[tuple[str, str, str]]:
    """Mean probability, rows and share that came true of each bin of a reliability curve."""
    nothing = np.full(len(curve.rows), np.nan)
    low = nothing if curve.accuracy_low is None else curve.accuracy_low
    high = nothing if curve.accuracy_high is None else curve.accuracy_high
    for place, rows, *share in zip(
        curve.confidence, curve.rows, curve.accuracy, low, high, strict=True
    ):
        yield f"{place:.2f}", f"{rows}", _share(*share)


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
