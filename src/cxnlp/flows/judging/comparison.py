"""What two models are worth on the same rows: the figures, the decision, and both in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import GateError
from cxnlp.flows.judging.gate import Gate
from cxnlp.flows.judging.verdict_table import verdict_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from cxnlp.flows.judging.conditions import Condition
    from cxnlp.metrics.paired import PairedDifference

__all__ = ["Comparison"]


@dataclass(frozen=True)
class Comparison:
    """What two models are worth on the same rows, and what was decided.

    Attributes:
        champion: name and digest of the model that is in use.
        challenger: name and digest of the model that would replace it.
        data: the table's name.
        digest: SHA-256 of its texts and levels.
        judged: rows with a level 1 to 6: all measures are taken on these.
        overall: each measure on all of them.
        slices: each measure on each slice, by the slice's name.
        conditions: the gate's conditions and how they came out; empty without a gate.
        warnings: what makes the comparison doubtful, in sentences.
        mapping: which values of the table were taken for which levels; empty where none was mapped.
        rules: the gate; without one, what the intervals were made by.
        clusters: the column whose equal values belong together; None where rows stand alone.
    """

    champion: tuple[str, str]
    challenger: tuple[str, str]
    data: str
    digest: str
    judged: int
    overall: Mapping[str, PairedDifference]
    slices: Mapping[str, Mapping[str, PairedDifference]]
    conditions: tuple[Condition, ...]
    warnings: tuple[str, ...]
    mapping: str = ""
    rules: Gate = field(default_factory=Gate)
    clusters: str | None = None

    @property
    def promoted(self) -> bool:
        """Whether every condition of the gate is met."""
        return all(condition.met for condition in self.conditions)

    def require(self) -> None:
        """Refuse a challenger that does not pass.

        Raises:
            GateError: a condition of the gate is not met; it names them all.
        """
        failed = [condition.why for condition in self.conditions if not condition.met]
        if failed:
            raise GateError(
                f"{self.challenger[0]} against {self.champion[0]} on {self.data}",
                found="; ".join(failed),
                expected=f"all {len(self.conditions)} conditions of the gate",
                hint="Keep the champion, or look into the slices named here and train again.",
            )

    def to_json(self) -> dict[str, JsonValue]:
        """All of it as values for JSON; what is no number becomes null."""
        slices: JsonValue = {name: _measured(found) for name, found in self.slices.items()}
        return {
            "champion": {"name": self.champion[0], "digest": self.champion[1]},
            "challenger": {"name": self.challenger[0], "digest": self.challenger[1]},
            "data": {
                "name": self.data,
                "digest": self.digest,
                "judged": self.judged,
                "mapping": self.mapping,
            },
            "gate": [
                {"condition": one.name, "met": one.met, "why": one.why} for one in self.conditions
            ],
            "promoted": self.promoted if self.conditions else None,
            "rules": self.rules.model_dump(mode="json") if self.conditions else None,
            "resampling": {
                "coverage": self.rules.coverage,
                "draws": self.rules.draws,
                "seed": self.rules.seed,
                "clusters": self.clusters,
            },
            "warnings": list(self.warnings),
            "overall": _measured(self.overall),
            "slices": slices,
        }

    def describe(self) -> str:
        """Verdicts, worst changes and the decision as lines of text."""
        lines = [
            *(f"WARNING: {words}" for words in self.warnings),
            f"{self.champion[0]} -> {self.challenger[0]} on {self.data}: {self.judged} "
            + ("row" if self.judged == 1 else "rows"),
            *([f"levels by the mapping that was given: {self.mapping}"] if self.mapping else []),
            "  measure: champion -> challenger  difference with interval  verdict",
            *(f"  {name:<26} {found}" for name, found in self.overall.items()),
            *verdict_table(self.slices),
        ]
        if self.conditions:
            lines.append("gate: " + ("met" if self.promoted else "NOT MET"))
            lines += [
                f"  {'yes' if c.met else 'NO ':<4} {c.name}: {c.why}" for c in self.conditions
            ]
        return "\n".join(lines)


def _measured(found: Mapping[str, PairedDifference]) -> dict[str, JsonValue]:
    return {
        name: {
            "champion": _number(one.champion),
            "challenger": _number(one.challenger),
            "difference": _number(one.difference.value),
            "low": _number(one.difference.low),
            "high": _number(one.difference.high),
            "n": one.difference.n,
            "verdict": one.verdict.value,
        }
        for name, one in found.items()
    }


def _number(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None
