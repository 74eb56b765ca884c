"""How often intervals of a matrix's cells hold the truth: `python scripts/cell_coverage.py`.

Rows of one true level are made up with known shares of five answers, alone or in clusters whose
rows resemble each other. Beside `cxnlp.metrics.bootstrap_shares` stand plain percentiles of the
same resamples.
"""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np

from cxnlp.metrics import bootstrap_shares, resamples

SHARES: Final = np.array([0.02, 0.05, 0.13, 0.30, 0.50])
ALIKE: Final = 3.0
"""Concentration of the clusters' own shares (Dirichlet): a correlation of 1/4 within a cluster."""
WORLDS: Final = ((20, 1), (60, 1), (200, 1), (20, 5), (40, 5), (100, 5), (10, 10))
"""Clusters, and rows in each."""
DRAWS: Final = 200


def main() -> None:
    """Print the coverage of each share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=600)
    worlds = parser.parse_args().worlds
    print("shares " + " ".join(f"{share:.2f}" for share in SHARES))
    for clusters, size in WORLDS:
        random = np.random.default_rng(1)
        names = np.repeat(np.arange(clusters), size)
        nowhere = np.zeros(len(names), np.int64)
        held, percentiles = np.zeros(len(SHARES)), np.zeros(len(SHARES))
        for _ in range(worlds):
            own = random.dirichlet(SHARES * ALIKE, clusters) if size > 1 else SHARES[None]
            up_to = np.cumsum(own, axis=1)[names if size > 1 else nowhere, :-1]
            part = (random.random(len(names))[:, None] > up_to).sum(axis=1)
            found = bootstrap_shares(
                nowhere, part, groups=1, parts=len(SHARES), clusters=names, draws=DRAWS
            )
            held += (found.low[0] <= SHARES) & (found.high[0] >= SHARES)
            drawn = [
                np.bincount(part[rows], minlength=len(SHARES)) / len(rows)
                for rows in resamples(len(part), names, draws=DRAWS)
            ]
            low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
            percentiles += (low <= SHARES) & (high >= SHARES)
        told = "  ".join(
            " ".join(f"{one:.3f}" for one in each / worlds) for each in (held, percentiles)
        )
        print(f"{clusters} clusters of {size}: {told}", flush=True)


if __name__ == "__main__":
    main()
