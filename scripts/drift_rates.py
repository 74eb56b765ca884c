"""How often drift alarms: `python scripts/drift_rates.py --feedback ../shared/data/feedback`.

Comments of one source, labelled by one model, are split at random again and again, as two halves of
one month would be: any alarm is a false one. Then shifts are planted into one side: a share of
comments of another source, of comments in other languages, of criminal and basic ones, or of
comments that are cut after eight words. Both are done against an earlier month, and against a
model's reference (a thousand comments, content as means of ten).
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.parquet as pq

from cxnlp.flows.traits import traits_of
from cxnlp.insights.drift import Traits, drift
from cxnlp.metrics import wilson
from cxnlp.models import load
from cxnlp.models.reference import group_means

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

POOL: Final = 3000
SHARES: Final = (0.05, 0.1, 0.2, 0.4)
CUT: Final = 8
GERMAN: Final = (
    "Das Personal war freundlich, aber die Wartezeit war viel zu lang.",
    "Leider hat sich niemand um meine Beschwerde gekuemmert, sehr schade.",
    "Alles bestens, vielen Dank an das ganze Team fuer die gute Betreuung.",
)
KINDS: Final = ("other source", "German", "criminal and basic", "cut to 8 words")


@dataclass(frozen=True)
class Pool:
    """Traits of comments, drawn from by place.

    Attributes:
        traits: every side of the same n comments.
        sizes: comments before and now.
        grouped: whether the earlier side is a model's reference.
    """

    traits: Traits
    sizes: tuple[int, int]
    grouped: bool

    def pair(self, random: np.random.Generator) -> tuple[Traits, Traits]:
        """Two sides without a comment in common."""
        before, now = self.sizes
        order = random.permutation(len(self.traits))[: before + now]
        return take(self.traits, order[:before]), take(self.traits, order[before:])

    def alarms(self, before: Traits, now: Traits, rate: float, seed: int) -> dict[str, bool]:
        """Which sides alarm."""
        if self.grouped:
            random = np.random.default_rng(seed)
            before, now = (
                replace(one, vectors=group_means(np.asarray(one.vectors), random))
                for one in (before, now)
            )
        found = drift(before, now, false_alarms=rate, draws=199, seed=seed)
        return {name: side.alarm for name, side in found.sides.items()}


def take(traits: Traits, rows: NDArray[np.int64]) -> Traits:
    """The traits of some comments, every side of the same ones."""
    languages, levels, vectors = (
        np.asarray(one)[rows] for one in (traits.languages, traits.levels, traits.vectors)
    )
    return Traits(traits.lengths[rows], languages, levels, vectors)


def mixed(now: Traits, other: Traits, share: float, random: np.random.Generator) -> Traits:
    """The same comments, a share of them replaced by others."""
    count = round(share * len(now))
    kept, new = take(now, np.arange(len(now) - count)), random.integers(0, len(other), count)
    added = take(other, new)
    return Traits(
        *(
            np.concatenate([np.asarray(getattr(kept, name)), np.asarray(getattr(added, name))])
            for name in ("lengths", "languages", "levels", "vectors")
        )
    )


def rate_of(happened: int, trials: int) -> str:
    """A share with its interval."""
    share = happened / trials
    low, high = wilson(np.array([share]), np.array([float(trials)]))
    return f"{share:.3f} [{low[0]:.3f}, {high[0]:.3f}]"


def main() -> None:
    """Print false alarms, then how often planted shifts are found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feedback", type=Path, required=True, help="folder of *.parquet")
    parser.add_argument("--model", default="levels-fast")
    parser.add_argument("--splits", type=int, default=500)
    parser.add_argument("--trials", type=int, default=40, help="of every planted shift")
    parser.add_argument("--rate", type=float, default=0.05, help="false alarms that are stated")
    given = parser.parse_args()
    model = load(given.model)

    def read(name: str, count: int) -> list[str]:
        column = pq.read_table(given.feedback / f"{name}.parquet", columns=["text"])["text"]
        texts = [text for text in column.drop_null().to_pylist() if text.strip()]
        order = np.random.default_rng(0).permutation(len(texts))[:count]
        return [texts[place] for place in order]

    usual = read("nhs_fft", POOL)
    pool = traits_of(usual, model)
    harsh = np.flatnonzero(np.isin(np.asarray(pool.levels), (1, 2)))
    cut = [" ".join(text.split()[:CUT]) for text in usual[:600]]
    planted: dict[str, Callable[[], Traits]] = {
        "other source": lambda: traits_of(read("skytrax_seat", 600), model),
        "German": lambda: traits_of(GERMAN * 50, model),
        "criminal and basic": lambda: take(pool, harsh),
        "cut to 8 words": lambda: traits_of(cut, model),
    }
    others = {kind: make() for kind, make in planted.items()}
    ways = {
        "an earlier month": Pool(pool, (300, 300), grouped=False),
        "a model's reference": Pool(pool, (1000, 300), grouped=True),
    }
    print(f"stated rate: {given.rate}; {given.splits} splits of {len(pool)} NHS comments")
    print("| against | any alarm where nothing has changed |")
    print("|---|---|")
    for against, way in ways.items():
        random = np.random.default_rng(1)
        alarms = sum(
            any(way.alarms(*way.pair(random), given.rate, seed).values())
            for seed in range(given.splits)
        )
        print(f"| {against} | {rate_of(alarms, given.splits)} |", flush=True)
    print("\n| planted | against | " + " | ".join(f"{share:.0%}" for share in SHARES) + " |")
    print("|---|---|" + "---|" * len(SHARES))
    for kind in KINDS:
        for against, way in ways.items():
            cells = []
            for share in SHARES:
                random, found = np.random.default_rng(2), 0
                for seed in range(given.trials):
                    before, now = way.pair(random)
                    shifted = mixed(now, others[kind], share, random)
                    found += any(way.alarms(before, shifted, given.rate, seed).values())
                cells.append(f"{found} of {given.trials}")
            print(f"| {kind} | {against} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
