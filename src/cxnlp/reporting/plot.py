"""A drawing with axes: its words stand beside it, so that they keep their size on every screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxnlp.reporting.svg import drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

__all__ = ["Plot", "Tick", "names_across", "round_values"]

_LABELS: Final = 6
"""Most words under an axis that fit a phone."""


@dataclass(frozen=True)
class Tick:
    """A word beside an axis; `at` in percent from the left or the top."""

    at: float
    word: str


@dataclass(frozen=True)
class Plot:
    """A drawing in percent of its frame, and the words of its axes.

    Attributes:
        parts: what is drawn.
        title: what it shows.
        description: where its figures stand as text.
        across: words below it.
        upward: words left of it.
    """

    parts: tuple[Markup, ...]
    title: str
    description: str
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]

    @property
    def drawing(self) -> Markup:
        """For a page: as large as what holds it."""
        return drawing(*self.parts, height="100%", title=self.title, description=self.description)


def names_across(names: Sequence[str]) -> tuple[Tick, ...]:
    """At most six of the names of equally wide columns.

    >>> [tick.word for tick in names_across(["a", "b"])]
    ['a', 'b']
    """
    every = max(1, math.ceil(len(names) / _LABELS))
    step = 100 / max(len(names), 1)
    return tuple(Tick((at + 0.5) * step, name) for at, name in enumerate(names) if at % every == 0)


def round_values(bottom: float, top: float) -> list[float]:
    """Three to seven round values that lie around a range.

    >>> round_values(2.63, 3.24)
    [2.6, 2.8, 3.0, 3.2, 3.4]
    """
    reach = max(top - bottom, 1e-9)
    power = 10.0 ** math.floor(math.log10(reach / _LABELS))
    size = next(step * power for step in (1, 2, 5, 10, 20) if reach / (step * power) <= _LABELS - 1)
    places = max(0, -math.floor(math.log10(size) + 1e-9))
    first, last = math.floor(bottom / size + 1e-9), math.ceil(top / size - 1e-9)
    return [round(at * size, places) for at in range(first, last + 1)]
