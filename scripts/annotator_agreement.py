"""How far the added annotations agree with the gold: `python scripts/annotator_agreement.py`.

Among the texts that the annotators of `configs/levels.annotations.parquet` were given, every 28th
or so was a control: a text of `levels/train.csv`, which they could not tell from the others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

from cxnlp.metrics import quadratic_weighted_kappa
from cxnlp.metrics.kappa import cohens_kappa
from cxnlp.models.aspects import DIMENSIONS, FLAGS
from cxnlp.training.annotations import ASPECT_COLUMNS, key_of
from cxnlp.training.network.aspects import aspect_gold

_HOME = Path(__file__).parents[1]


def main() -> None:
    """Print agreement on levels and on each aspect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=_HOME.parent / "shared/data/levels/train.csv")
    parser.add_argument(
        "--annotations", type=Path, default=_HOME / "configs/levels.annotations.parquet"
    )
    given = parser.parse_args()
    columns = ["level", *ASPECT_COLUMNS]
    gold = pl.read_csv(given.gold, infer_schema=False).fill_null("")
    gold = gold.with_columns(key=pl.col("text").map_elements(key_of, pl.String)).unique("key")
    both = pl.read_parquet(given.annotations).filter("control")
    both = both.join(gold.select("key", *columns), on="key", suffix="_gold").sort("key")
    own = both["level"].cast(pl.Int64).to_numpy()
    true = both["level_gold"].cast(pl.Int64).to_numpy()
    evident = (own > 0) & (true > 0)
    kappa = quadratic_weighted_kappa(true[evident], own[evident])
    print(f"{len(both)} controls, {both['annotator'].n_unique()} annotators")
    print(f"same level {np.mean(own == true):.3f}, quadratic kappa {kappa:.3f}")
    print(f"more than one step apart {np.mean(np.abs(own - true)[evident] > 1):.3f}")
    keys = both["key"].to_list()
    told = [
        aspect_gold(keys, both.select(names).rows(), where="table", names=names).of(tuple(keys))
        for names in ([f"{name}_gold" for name in ASPECT_COLUMNS], list(ASPECT_COLUMNS))
    ]
    for place, name in enumerate((*DIMENSIONS, *FLAGS)):
        kind, column = (0, place) if place < len(DIMENSIONS) else (1, place - len(DIMENSIONS))
        pair = [one[kind][:, column].astype(np.int64) for one in told]
        print(f"{name}: kappa {cohens_kappa(*pair):.2f}, in {np.mean(pair[0] > 0):.1%} of the gold")


if __name__ == "__main__":
    main()
