"""How many rows a gate needs: `python scripts/gate_rows.py ../shared/data/levels/dev.csv`.

Takes a champion and a challenger of which the table says that it is worse, draws samples of the
table in several sizes, and tells how often the conditions `not_worse` of a gate let the challenger
pass. Beside it the rows from which the interval around the difference in mean absolute error is
no wider than a tolerated loss.
"""

from __future__ import annotations

import argparse

import numpy as np

from cxnlp.flows.judging.gold import read_gold
from cxnlp.flows.judging.measures import MEASURES
from cxnlp.metrics.paired import Verdict, paired_difference
from cxnlp.models import load


def main() -> None:
    """Print a table: share of samples that let the worse model pass, by their size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", help="texts with gold levels that neither model has learned from")
    parser.add_argument("--champion", default="levels-accurate")
    parser.add_argument("--challenger", default="levels-fast")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 50, 150, 300])
    parser.add_argument("--samples", type=int, default=40, help="of each size")
    parser.add_argument("--loss", type=float, default=0.1, help="levels that are tolerated")
    given = parser.parse_args()
    gold = read_gold(given.table).labelled
    rows = gold.rows(gold.levels > 0)
    answers = [
        load(name).predict_cleaned(rows.texts) for name in (given.champion, given.challenger)
    ]
    errors = [np.abs(found.levels.astype(np.int64) - rows.levels) for found in answers]
    apart = errors[1] - errors[0]
    enough = (1.96 * apart.std() / given.loss) ** 2
    print(
        f"{len(rows)} rows; loss {apart.mean():+.3f} levels, standard deviation {apart.std():.2f}"
    )
    print(f"half an interval is {given.loss:g} at {enough:.0f} rows\n")
    print("| rows | worse model passes |\n|---|---|")
    random = np.random.default_rng(0)
    every = np.ones(len(rows), np.bool_)
    for size in given.sizes:
        passed = 0
        for _ in range(given.samples):
            drawn = random.choice(len(rows), size, replace=False)
            passed += not any(
                paired_difference(
                    measure.of,
                    rows.levels[drawn],
                    *(measure.take(found, every)[drawn] for found in answers),
                    higher_is_better=measure.higher_is_better,
                    draws=200,
                ).verdict
                is Verdict.WORSE
                for measure in MEASURES.values()
            )
        print(f"| {size} | {passed / given.samples:.0%} |", flush=True)


if __name__ == "__main__":
    main()
