"""The promotion gate: what a challenger must hold to take the champion's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import Field, field_validator

from cxnlp.config import Settings
from cxnlp.flows.measures import MEASURES
from cxnlp.metrics.paired import PairedDifference, Verdict
from cxnlp.metrics.slices import worst

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Condition", "Gate", "WorstSlice", "judge"]


class WorstSlice(Settings):
    """A bound on what the challenger may lose where it does worst."""

    measure: str = "mean_absolute_error"
    """The measure by which slices are judged."""
    within: float = Field(default=0.1, ge=0)
    """Most that the challenger may be worse than the champion on the challenger's worst slice."""
    least_rows: int = Field(default=30, ge=1)
    """Slices with fewer judged rows do not count."""

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        return _measure(name)


class Gate(Settings):
    """A promotion gate, read from TOML. Its defaults are a gate too."""

    coverage: float = Field(default=0.95, gt=0.5, lt=1)
    """Of the intervals on which verdicts stand."""
    draws: int = Field(default=1000, ge=200, le=100_000)
    """Resamples of the paired bootstrap."""
    seed: int = Field(default=0, ge=0)
    """Of the resampling."""
    not_worse: tuple[str, ...] = tuple(MEASURES)
    """On none of these measures may the challenger be significantly worse."""
    better: tuple[str, ...] = ()
    """On each of these the challenger must be significantly better."""
    slices: tuple[str, ...] = ()
    """Columns to slice by, beside length, language, source and channel."""
    worst_slice: WorstSlice | None = WorstSlice()
    """The bound on the worst slice."""
    least: dict[str, float] = Field(default_factory=dict)
    """What the challenger must reach at least, by measure where more is better."""
    most: dict[str, float] = Field(default_factory=dict)
    """What the challenger may reach at most, by measure where less is better."""

    @field_validator("not_worse", "better")
    @classmethod
    def _all_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_measure(name) for name in names)

    @field_validator("least", "most")
    @classmethod
    def _keys_known(cls, bounds: dict[str, float]) -> dict[str, float]:
        return {_measure(name): bound for name, bound in bounds.items()}


def _measure(name: str) -> str:
    if name not in MEASURES:
        raise ValueError("one of " + ", ".join(MEASURES))
    return name


@dataclass(frozen=True)
class Condition:
    """One condition of a gate and how it came out.

    Attributes:
        name: the key of the gate's TOML file.
        met: whether it holds.
        why: a sentence with the figures.
    """

    name: str
    met: bool
    why: str


_NO_ROWS: Final = "no slice has {least} judged rows: nothing to hold it against"


def judge(
    gate: Gate,
    overall: Mapping[str, PairedDifference],
    slices: Mapping[str, Mapping[str, PairedDifference]],
) -> tuple[Condition, ...]:
    """Hold a comparison against a gate.

    Args:
        gate: the conditions.
        overall: each measure on all rows.
        slices: each measure of each slice, by the slice's name.
    """
    found = [
        Condition(
            f"not_worse.{name}", overall[name].verdict is not Verdict.WORSE, _why(overall, name)
        )
        for name in gate.not_worse
    ]
    found += [
        Condition(f"better.{name}", overall[name].verdict is Verdict.BETTER, _why(overall, name))
        for name in gate.better
    ]
    for name, bound in gate.least.items():
        reached = overall[name].challenger
        words = f"{name} is {reached:.3f}, at least {bound:g} wanted"
        found.append(Condition(f"least.{name}", reached >= bound, words))
    for name, bound in gate.most.items():
        reached = overall[name].challenger
        words = f"{name} is {reached:.3f}, at most {bound:g} wanted"
        found.append(Condition(f"most.{name}", reached <= bound, words))
    if gate.worst_slice is not None:
        found.append(_worst_slice(gate.worst_slice, slices))
    return tuple(found)


def _why(overall: Mapping[str, PairedDifference], name: str) -> str:
    one = overall[name]
    return (
        f"{name} {one.champion:.3f} -> {one.challenger:.3f}, difference {one.difference}: "
        f"{one.verdict}"
    )


def _worst_slice(
    rule: WorstSlice, slices: Mapping[str, Mapping[str, PairedDifference]]
) -> Condition:
    measured = {name: found[rule.measure] for name, found in slices.items()}
    name = worst(
        {name: one.challenger for name, one in measured.items()},
        {name: one.difference.n for name, one in measured.items()},
        higher_is_better=MEASURES[rule.measure].higher_is_better,
        least=rule.least_rows,
    )
    if name is None:
        return Condition("worst_slice", met=True, why=_NO_ROWS.format(least=rule.least_rows))
    one = measured[name]
    return Condition(
        "worst_slice",
        met=one.gain >= -rule.within,
        why=f"{rule.measure} on {name} (n = {one.difference.n}): {one.champion:.3f} -> "
        f"{one.challenger:.3f}, a loss of at most {rule.within:g} allowed",
    )
