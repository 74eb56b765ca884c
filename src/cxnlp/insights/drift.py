"""Drift without labels: whether comments have changed against those that a model learned from.

Four sides are tested: language, length, what the comments are about (vectors of the texts), and the
mix of levels that the model reads. Every test is a permutation test: under "nothing has changed"
it alarms with exactly the stated probability, whatever the distributions (Phipson and Smyth 2010);
over the four sides together Holm's correction (1979) keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from pydantic import JsonValue

    _Measure = Callable[[NDArray[np.generic], NDArray[np.bool_]], NDArray[np.float64]]

__all__ = ["Drift", "Side", "Traits", "drift"]

LEAST: Final = 50
"""Fewer comments on either side are refused."""

_MOST: Final = 2000
"""Comments of either side that are looked at, drawn at random: enough to find what matters."""


@dataclass(frozen=True)
class Traits:
    """What is known of comments without labels: n rows.

    Each is tested by itself, so that levels and vectors may be of other comments than the lengths.

    Attributes:
        lengths: number of words. Shape (n,).
        languages: ISO 639-1 codes. Shape (n,); None where not known.
        levels: levels as the model reads them, 1 to 6, 0 for no evidence. Shape (k,), or None.
        vectors: of the texts, from any encoder, or means of random groups. Shape (m, d), or None.
    """

    lengths: NDArray[np.integer]
    languages: NDArray[np.str_] | None = None
    levels: NDArray[np.integer] | None = None
    vectors: NDArray[np.floating] | None = None

    def __len__(self) -> int:
        return len(self.lengths)


@dataclass(frozen=True)
class Side:
    """One side on which comments may have changed.

    Attributes:
        distance: how far apart the two are, 0 to 1: total variation of languages and levels,
            Kolmogorov-Smirnov distance of lengths, half the distance of mean vectors.
        p_value: probability of such a distance where nothing has changed.
        alarm: whether it counts as changed, at the false-alarm rate of all sides together.
        told: what has moved most, before and now; empty for content.
    """

    distance: float
    p_value: float
    alarm: bool
    told: str = ""


@dataclass(frozen=True)
class Drift:
    """What has changed.

    Attributes:
        sides: by name: `language`, `length`, `levels`, `content`; those that are known.
        false_alarms: probability of any alarm where nothing has changed.
        rows: comments of the reference and of now that were looked at.
    """

    sides: Mapping[str, Side]
    false_alarms: float
    rows: tuple[int, int]

    @property
    def alarm(self) -> bool:
        """Whether anything has changed."""
        return any(side.alarm for side in self.sides.values())

    def to_json(self) -> dict[str, JsonValue]:
        """The sides as values for JSON."""
        return {
            "alarm": self.alarm,
            "false_alarms": self.false_alarms,
            "comments": list(self.rows),
            "sides": {
                name: {
                    "distance": one.distance,
                    "p_value": one.p_value,
                    "alarm": one.alarm,
                    "told": one.told,
                }
                for name, one in self.sides.items()
            },
        }

    def describe(self) -> str:
        """The sides as lines of text."""
        before, now = self.rows
        lines = [
            f"{before} comments before, {now} now; false alarms: {self.false_alarms:.1%} at most",
        ]
        for name, side in self.sides.items():
            word = "CHANGED" if side.alarm else "no change found"
            lines.append(
                f"  {name:<9} distance {side.distance:.3f}  p {side.p_value:.4f}  {word:<15}  "
                f"{side.told}".rstrip()
            )
        return "\n".join(lines)


def drift(
    reference: Traits,
    now: Traits,
    *,
    false_alarms: float = 0.01,
    draws: int = 999,
    seed: int = 0,
) -> Drift:
    """Test whether comments have changed.

    With many comments a change that is found may be too small to matter: read the distances.

    Args:
        reference: comments that the model learned from, or an earlier month.
        now: the comments in question.
        false_alarms: probability of any alarm where nothing has changed.
        draws: permutations; at least 4 / `false_alarms`, so that an alarm is possible at all.
        seed: of the permutations.

    Raises:
        InputDataError: too few comments on either side.

    >>> random = np.random.default_rng(0)
    >>> before, short = random.poisson(30, 300), random.poisson(12, 300)
    >>> drift(Traits(before), Traits(short)).sides["length"].alarm
    True
    """
    random = np.random.default_rng(seed)
    for traits, side in ((reference, "before"), (now, "now")):
        _refuse_few(traits, side)
    draws = max(draws, int(np.ceil(4 / false_alarms)))
    orders: dict[tuple[int, int], NDArray[np.bool_]] = {}
    distances: dict[str, NDArray[np.float64]] = {}
    told: dict[str, str] = {}
    for name, measure, one, two in _sides(reference, now):
        first, second = (_drawn(values, random) for values in (one, two))
        sizes = len(first), len(second)
        if sizes not in orders:
            orders[sizes] = _orders(*sizes, draws, random)
        distances[name] = measure(np.concatenate([first, second]), orders[sizes])
        told[name] = _told(name, first, second)
    # The observed order is one of those that were as likely: hence 1 is added on both sides.
    p_values = {
        name: float((found >= found[0] - 1e-12).sum() / len(found))
        for name, found in distances.items()
    }
    alarms = _holm(p_values, false_alarms)
    return Drift(
        {
            name: Side(float(found[0]), p_values[name], alarms[name], told[name])
            for name, found in distances.items()
        },
        false_alarms,
        (min(len(reference), _MOST), min(len(now), _MOST)),
    )


def _told(name: str, before: NDArray[np.generic], now: NDArray[np.generic]) -> str:
    """What has moved most: a median, or the share of a language or level."""
    if name == "content":
        return ""
    if name == "length":
        middle = [float(np.median(side.astype(np.float64))) for side in (before, now)]
        return f"median {middle[0]:.0f} -> {middle[1]:.0f} words"
    values = np.unique(np.concatenate([before, now]))
    shares = np.array([[(side == value).mean() for side in (before, now)] for value in values])
    most = int(np.abs(shares[:, 1] - shares[:, 0]).argmax())
    label = str(values[most])
    if name == "levels":
        label = ServiceLevel(int(label)).label if int(label) else "no level"
    return f"{label} {shares[most, 0]:.1%} -> {shares[most, 1]:.1%}"


def _refuse_few(traits: Traits, side: str) -> None:
    if len(traits) < LEAST:
        raise InputDataError(
            "drift",
            found=f"{len(traits)} comments {side}",
            expected=f"at least {LEAST}",
            hint="Take a longer period.",
        )


def _drawn(values: NDArray[np.generic], random: np.random.Generator) -> NDArray[np.generic]:
    if len(values) <= _MOST:
        return values
    return values[np.sort(random.choice(len(values), _MOST, replace=False))]


def _orders(one: int, two: int, draws: int, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which rows count as the first part: as observed, then by chance. Shape (1 + draws, n)."""
    order = np.argsort(random.random((draws, one + two)), axis=1)
    first = np.zeros(order.shape, np.bool_)
    np.put_along_axis(first, order[:, :one], values=True, axis=1)
    return np.concatenate([[np.arange(one + two) < one], first])


def _sides(
    one: Traits, two: Traits
) -> list[tuple[str, _Measure, NDArray[np.generic], NDArray[np.generic]]]:
    pairs: list[tuple[str, _Measure, NDArray[np.generic] | None, NDArray[np.generic] | None]] = [
        ("language", _variation, one.languages, two.languages),
        ("length", _kolmogorov, one.lengths, two.lengths),
        ("levels", _variation, one.levels, two.levels),
        ("content", _mean_distance, one.vectors, two.vectors),
    ]
    return [
        (name, measure, before, after)
        for name, measure, before, after in pairs
        if before is not None and after is not None
    ]


def _shares(onehot: NDArray[np.float64], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean of the first part minus mean of the second, for every order. Shape (orders, k)."""
    part = first.astype(np.float32)
    count = part.sum(axis=1, keepdims=True)
    sums = part @ onehot.astype(np.float32)
    total = onehot.sum(axis=0)
    difference: NDArray[np.float64] = (
        sums / count - (total - sums) / (part.shape[1] - count)
    ).astype(np.float64)
    return difference


def _variation(values: NDArray[np.generic], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Total variation distance of the two mixes."""
    _, place = np.unique(values, return_inverse=True)
    mix = np.abs(_shares(np.eye(int(place.max()) + 1)[place], first))
    distance: NDArray[np.float64] = mix.sum(axis=1) / 2
    return distance


def _kolmogorov(values: NDArray[np.generic], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Greatest distance of the two cumulative distributions, at up to 200 places."""
    numbers = values.astype(np.float64)
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, 201)))
    below = (numbers[:, None] <= edges).astype(np.float64)
    distance: NDArray[np.float64] = np.abs(_shares(below, first)).max(axis=1)
    return distance


def _mean_distance(values: NDArray[np.generic], first: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Half the distance of the mean vectors (maximum mean discrepancy with a linear kernel)."""
    vectors = values.astype(np.float64)
    distance: NDArray[np.float64] = np.linalg.norm(_shares(vectors, first), axis=1) / 2
    return distance


def _holm(p_values: Mapping[str, float], rate: float) -> dict[str, bool]:
    alarms = dict.fromkeys(p_values, False)
    for passed, name in enumerate(sorted(p_values, key=lambda one: p_values[one])):
        if p_values[name] > rate / (len(p_values) - passed):
            break
        alarms[name] = True
    return alarms
