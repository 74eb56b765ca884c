"""Where VADER's compound score is cut into six levels: `python scripts/vader_cuts.py TABLE.csv`.

Prints the five places that make the mean absolute error least on the table's levels 1 to 6. The
baseline of `cxnlp evaluate` has them as constants.
"""

from __future__ import annotations

import argparse

import numpy as np

from cxnlp.training import read_labelled
from cxnlp.training.config import DataSettings


def cuts(compound: np.ndarray, levels: np.ndarray) -> list[float]:
    """Five rising places, each a multiple of 0.05, found by dynamic programming."""
    grid = np.round(np.arange(-1, 1.001, 0.05), 2)
    place = np.searchsorted(grid, compound, side="right")  # 0 .. len(grid)
    cost = np.zeros((7, len(grid) + 2))  # cost of the scores below a place being on a level
    for level in range(1, 7):
        wrong = np.bincount(place, np.abs(levels - level), len(grid) + 1)
        cost[level, 1:] = np.cumsum(wrong)
    best = cost[1].copy()
    ways: list[np.ndarray] = []
    for level in range(2, 7):
        total = best[:, None] + cost[level][None, :] - cost[level][:, None]
        total[np.tril_indices(len(best), -1)] = np.inf
        ways.append(total.argmin(axis=0))
        best = total.min(axis=0)
    end = len(best) - 1
    found = []
    for way in reversed(ways):
        end = int(way[end])
        found.append(float(grid[min(max(end - 1, 0), len(grid) - 1)]) if end else -1.0)
    return found[::-1]


def main() -> None:
    """Print the cuts and what they reach on the table itself."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table")
    data = read_labelled(parser.parse_args().table, DataSettings())
    judged = data.levels > 0
    read = SentimentIntensityAnalyzer().polarity_scores
    compound = np.array([read(text)["compound"] for text in data.texts])[judged]
    levels = data.levels[judged]
    found = cuts(compound, levels)
    answered = 1 + np.searchsorted(found, compound, side="right")
    print(f"cuts {found}; mean absolute error {np.abs(answered - levels).mean():.3f}")


if __name__ == "__main__":
    main()
