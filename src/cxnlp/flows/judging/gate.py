"""The promotion gate: what a challenger must hold to take the champion's place."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, field_validator, model_validator

from cxnlp.config import Settings
from cxnlp.flows.judging.measures import MEASURES
from cxnlp.metrics.paired import LEAST_ROWS

__all__ = ["Gate", "WorstSlice"]

_BEYOND: Final = 5
"""Resamples that must lie beyond each end of an interval, or the end is hardly known."""

_ENOUGH: Final = 150
"""Rows from which a loss of 0.1 levels is as wide as the interval around it (measured:
docs/decisions/2026-11-22-gate.md)."""


class WorstSlice(Settings):
    """A bound on what the challenger may lose where it does worst."""

    measure: str = "mean_absolute_error"
    """The measure by which slices are judged."""
    within: float = Field(default=0.1, ge=0, allow_inf_nan=False)
    """Most that the challenger may be worse than the champion on the challenger's worst slice; and
    on any slice, where the loss is more than chance (condition `worst_slice.largest_loss`)."""
    least_rows: int = Field(default=30, ge=LEAST_ROWS)
    """Slices with fewer judged rows do not count, nor do those that hold every judged row."""

    @field_validator("measure")
    @classmethod
    def _known(cls, name: str) -> str:
        return _measure(name)

    @model_validator(mode="after")
    def _can_fail(self) -> Self:
        one = MEASURES[self.measure]
        if self.within >= one.most - one.least:
            raise ValueError(
                f"a bound that can fail: {self.measure} cannot lose more than "
                f"{one.most - one.least:g}"
            )
        return self


class Gate(Settings):
    r"""A promotion gate, read from TOML. Its defaults are a gate too.

    >>> Gate.parse('better = ["macro_f1"]').better
    ('macro_f1',)
    >>> Gate.parse("[least]\nmacro_f1 = 1.5")
    Traceback (most recent call last):
    ...
    cxnlp.errors.ConfigurationError: configuration, key least: ...
    """

    coverage: float = Field(default=0.95, gt=0.5, lt=1)
    """Of the intervals on which verdicts stand."""
    draws: int = Field(default=1000, ge=200, le=100_000)
    """Resamples of the paired bootstrap."""
    seed: int = Field(default=0, ge=0)
    """Of the resampling."""
    least_rows: int = Field(default=_ENOUGH, ge=LEAST_ROWS)
    """With fewer judged rows the gate is not met: too few tell no loss from chance."""
    not_worse: tuple[str, ...] = tuple(MEASURES)
    """On none of these measures may the challenger be significantly worse."""
    better: tuple[str, ...] = ()
    """On each of these the challenger must be significantly better."""
    slices: tuple[str, ...] = ()
    """Columns to slice by, beside length, language, source and channel."""
    worst_slice: WorstSlice | None = WorstSlice()
    """The bound on what is lost on slices."""
    least: dict[str, float] = Field(default_factory=dict)
    """What the challenger must reach at least, by measure where more is better."""
    most: dict[str, float] = Field(default_factory=dict)
    """What the challenger may reach at most, by measure where less is better."""

    @field_validator("not_worse", "better")
    @classmethod
    def _all_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_measure(name) for name in names)

    @field_validator("least")
    @classmethod
    def _floors(cls, bounds: dict[str, float]) -> dict[str, float]:
        for name, bound in bounds.items():
            one = MEASURES[_measure(name)]
            if not one.higher_is_better:
                raise ValueError(f"{name} under [most]: less of it is better")
            if not one.least < bound <= one.most:
                raise ValueError(_range(name, bound, f"above {one.least:g} and up to {one.most:g}"))
        return bounds

    @field_validator("most")
    @classmethod
    def _ceilings(cls, bounds: dict[str, float]) -> dict[str, float]:
        for name, bound in bounds.items():
            one = MEASURES[_measure(name)]
            if one.higher_is_better:
                raise ValueError(f"{name} under [least]: more of it is better")
            if not one.least <= bound < one.most:
                raise ValueError(_range(name, bound, f"from {one.least:g} to below {one.most:g}"))
        return bounds

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.not_worse or self.better or self.least or self.most or self.worst_slice):
            raise ValueError("at least one condition: an empty gate lets everything through")
        needed = round(2 * _BEYOND / (1 - self.coverage))
        if self.draws < needed:
            raise ValueError(f"at least {needed} draws for a coverage of {self.coverage:g}")
        return self


def _measure(name: str) -> str:
    if name not in MEASURES:
        raise ValueError("one of " + ", ".join(MEASURES))
    return name


def _range(name: str, bound: float, words: str) -> str:
    return f"{words} for {name}: at {bound:g} the condition always comes out the same"
