"""How often intervals of corrected shares hold the truth: `python scripts/prevalence_coverage.py`.

Runs of 10,000 comments are made up with known levels; a model of some sharpness reads them, with
or without a lean to one side (shift: it was calibrated on an even mix of levels and leans as it
never did in training). 200 are judged; the interval is made; that is done over and over. Beside it
stands the usual normal interval of prediction-powered inference.
"""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cxnlp.insights.prevalence import corrected_shares
from cxnlp.levels import LEVEL_NAMES

MIXES: Final = {
    "business as usual": (0.02, 0.10, 0.20, 0.60, 0.06, 0.02),
    "a bad month": (0.38, 0.30, 0.20, 0.08, 0.02, 0.02),
}
ROWS: Final = 10_000
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


def main() -> None:
    """Print coverage and mean width by setting and level."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--judged", type=int, default=200)
    given = parser.parse_args()
    print(f"{given.draws} samples of {given.judged} judged comments each; 95 % intervals")
    every: list[Floats] = []
    for name, mix in MIXES.items():
        for sharp, lean, none in (
            (1.0, 0.0, 0.0),
            (1.0, 0.7, 0.1),
            (2.5, 0.0, 0.0),
            (2.5, 0.7, 0.1),
        ):
            random = np.random.default_rng(1)
            model, levels, evidence = world(mix, sharp, lean, none, random)
            base = (levels > 0).sum()
            truth = np.array([(levels == level).sum() / base for level in range(1, 7)])
            held, normal, width = np.zeros(6), np.zeros(6), np.zeros(6)
            for _ in range(given.draws):
                drawn = random.choice(ROWS, given.judged, replace=False)
                found = corrected_shares(model, drawn, levels[drawn], evidence=evidence).shares
                held += (found.low <= truth) & (truth <= found.high)
                width += found.high - found.low
                if not none:
                    normal += [
                        normal_holds(model[:, k], levels == k + 1, drawn, truth[k])
                        for k in range(6)
                    ]
            print(f"{name}; sharpness {sharp}, lean {lean}, {none:.0%} without evidence")
            for level, label in enumerate(LEVEL_NAMES):
                beside = f"   normal {normal[level] / given.draws:.3f}" if not none else ""
                covered, wide = held[level] / given.draws, width[level] / given.draws
                print(
                    f"  {label:<13} share {truth[level]:.3f}  covered {covered:.3f}"
                    f"  width {wide:.3f}{beside}"
                )
            every.append(held / given.draws)
    print(
        f"all settings and levels: {np.mean(every):.3f}, from {np.min(every):.3f} "
        f"to {np.max(every):.3f}"
    )


if __name__ == "__main__":
    main()
