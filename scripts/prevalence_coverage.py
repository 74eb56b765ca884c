"""How often intervals of corrected shares hold the truth: `python scripts/prevalence_coverage.py`.

Runs of 10,000 comments are made up with known levels; a model of some sharpness reads them, with
or without a lean to one side (shift: it was calibrated on an even mix of levels and leans as it
never did in training). 200 are judged; the interval is made; that is done over and over. Beside it
stands the usual normal interval of prediction-powered inference.

With `--levels ../shared/data/levels` the runs are real comments instead: 5,000 of dev.csv, drawn
with replacement so that the levels have the wanted mix (shift: another one than the model learned
from), as a shipped model reads them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from cxnlp.insights.prevalence import corrected_shares
from cxnlp.levels import LEVEL_NAMES
from cxnlp.models import load
from cxnlp.training import TrainingSettings, read_labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

MIXES: Final = {
    "business as usual": (0.02, 0.10, 0.20, 0.60, 0.06, 0.02),
    "a bad month": (0.38, 0.30, 0.20, 0.08, 0.02, 0.02),
    "two rare levels": (0.01, 0.11, 0.20, 0.60, 0.07, 0.01),
}
ROWS: Final = 10_000
REAL_ROWS: Final = 5_000
USUAL: Final = (0.175, 0.26, 0.1, 0.3, 0.133, 0.032)
"""About the mix of dev.csv."""
RARE: Final = ((6, 0.005), (6, 0.01), (6, 0.02), (1, 0.01), (1, 0.02), (3, 0.01), (5, 0.01))
"""Levels that are made rare, and how rare."""
LOW, HIGH = 0.93, 0.97
Floats = NDArray[np.float64]


def world(
    mix: tuple[float, ...], sharp: float, lean: float, none: float, random: np.random.Generator
) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Probabilities, true levels (0 for no evidence) and evidence of a made-up run."""
    true = random.choice(6, ROWS, p=mix)
    place = true + lean + random.normal(0, 1 / sharp, ROWS)
    density = np.exp(-((place[:, None] - np.arange(6)) ** 2) * sharp**2 / 2) + 1e-12
    empty = random.random(ROWS) < none
    evidence = np.where(empty, random.beta(2, 6, ROWS), random.beta(6, 2, ROWS))
    return (
        density / density.sum(axis=1, keepdims=True),
        np.where(empty, 0, true + 1),
        evidence if none else np.ones(ROWS),
    )


def normal_holds(
    guess: Floats, hit: NDArray[np.bool_], drawn: NDArray[np.int64], truth: float
) -> bool:
    """Whether the normal interval of prediction-powered inference holds the truth."""
    rest = hit[drawn] - guess[drawn]
    spread = np.sqrt(rest.var(ddof=1) / len(drawn) + guess.var() / len(guess))
    return bool(abs(guess.mean() + rest.mean() - truth) <= 1.959964 * spread)


@dataclass(frozen=True)
class Run:
    """A run of which everything is known: n comments.

    Attributes:
        name: what it is.
        model: the model's probabilities. Shape (n, 6).
        levels: the true ones, 0 for no evidence. Shape (n,).
        evidence: the model's. Shape (n,).
        normal: whether the normal interval is measured beside.
        shown: which levels are told of.
    """

    name: str
    model: Floats
    levels: NDArray[np.int64]
    evidence: Floats
    normal: bool
    shown: tuple[int, ...] = (1, 2, 3, 4, 5, 6)

    def covered(self, draws: int, judged: int, random: np.random.Generator) -> Floats:
        """Print and give the coverage of each level that is told of."""
        base = (self.levels > 0).sum()
        truth = np.array([(self.levels == level).sum() / base for level in range(1, 7)])
        held, normal, width, above = np.zeros(6), np.zeros(6), np.zeros(6), np.zeros(6)
        for _ in range(draws):
            drawn = random.choice(len(self.levels), judged, replace=False)
            found = corrected_shares(
                self.model, drawn, self.levels[drawn], evidence=self.evidence
            ).shares
            held += (found.low <= truth) & (truth <= found.high)
            above += truth > found.high
            width += found.high - found.low
            if self.normal:
                normal += [
                    normal_holds(self.model[:, k], self.levels == k + 1, drawn, truth[k])
                    for k in range(6)
                ]
        print(self.name, flush=True)
        for level in self.shown:
            at = level - 1
            beside = f"   normal {normal[at] / draws:.3f}" if self.normal else ""
            print(
                f"  {LEVEL_NAMES[at]:<13} share {truth[at]:.4f}  covered {held[at] / draws:.3f}"
                f" (truth above {above[at] / draws:.3f})  width {width[at] / draws:.3f}{beside}"
            )
        told: Floats = held[np.array(self.shown) - 1] / draws
        return told


def made_up() -> Iterator[tuple[Run, np.random.Generator]]:
    """Every mix with every model."""
    for name, mix in MIXES.items():
        for sharp, lean, none in (
            (1.0, 0.0, 0.0),
            (1.0, 0.7, 0.1),
            (2.5, 0.0, 0.0),
            (2.5, 0.7, 0.1),
        ):
            random = np.random.default_rng(1)
            told = f"{name}; sharpness {sharp}, lean {lean}, {none:.0%} without evidence"
            yield Run(told, *world(mix, sharp, lean, none, random), normal=not none), random


def real(folder: Path, name: str) -> Iterator[tuple[Run, np.random.Generator]]:
    """Comments of dev.csv in their usual mix, and with each rare level."""
    config = Path(__file__).parents[1] / "configs" / "levels-fast.toml"
    data = read_labelled(folder / "dev.csv", TrainingSettings.read(config).data)
    found = load(name).predict_cleaned(data.texts)
    members = [np.flatnonzero(data.levels == level) for level in range(7)]

    def run(mix: Floats, none: float, shown: tuple[int, ...]) -> tuple[Run, np.random.Generator]:
        random = np.random.default_rng(1)
        drawn = np.where(random.random(REAL_ROWS) < none, 0, random.choice(6, REAL_ROWS, p=mix) + 1)
        rows = np.array([random.choice(members[level]) for level in drawn])
        sure = found.evidence[rows].astype(np.float64) if none else np.ones(REAL_ROWS)
        told = f"{name}, dev.csv; {none:.0%} without evidence"
        model = found.probabilities[rows].astype(np.float64)
        return Run(told, model, data.levels[rows], sure, normal=False, shown=shown), random

    usual = np.array(USUAL)
    for none in (0.0, 0.3):
        yield run(usual, none, (1, 2, 3, 4, 5, 6))
    for level, share in RARE:
        others = np.where(np.arange(6) == level - 1, 0, usual)
        mix = others / others.sum() * (1 - share)
        mix[level - 1] = share
        yield run(mix, 0.0, (level,))


def main() -> None:
    """Print coverage and mean width by setting and level."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--judged", type=int, default=200)
    parser.add_argument("--levels", type=Path, help="folder of dev.csv: real comments instead")
    parser.add_argument("--model", default="levels-fast", help="which reads them")
    given = parser.parse_args()
    print(f"{given.draws} samples of {given.judged} judged comments each; 95 % intervals")
    runs = real(given.levels, given.model) if given.levels else made_up()
    every = np.concatenate([run.covered(given.draws, given.judged, random) for run, random in runs])
    within = int(((every >= LOW) & (every <= HIGH)).sum())
    print(
        f"all {len(every)} settings and levels: {every.mean():.3f}, from {every.min():.3f} "
        f"to {every.max():.3f}; {within} within {LOW:.0%} to {HIGH:.0%}"
    )


if __name__ == "__main__":
    main()
