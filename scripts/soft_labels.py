"""Ask models about texts and keep the mean of their answers, without the texts.

    python scripts/soft_labels.py MODEL ... --texts TABLE ... --out configs/NAME.soft.parquet

The table can be named under `[soft]` in the configuration of a training: a row for each text, its
SHA-256 as written (`key`), `p1` to `p6` given a service experience, and `p_none`. Two models that
err on different texts teach more than either (knowledge distillation, G. Hinton et al. 2015).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.models import load
from cxnlp.text import clean_all
from cxnlp.training.annotations import key_of
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEVELS = 6


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="+", help="names or folders")
    parser.add_argument("--texts", nargs="+", type=Path, required=True, help="with a column text")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    table = soft_labels(options.models, _texts(options.texts))
    pq.write_table(table, options.out, compression="zstd")
    print(f"{table.num_rows:,} texts, {len(options.models)} models: {options.out}")


def soft_labels(models: Sequence[str], texts: Sequence[str]) -> pa.Table:
    """The mean answers of the models, in the order of the texts' keys."""
    by_key = {key_of(text): cleaned for text, cleaned in zip(texts, clean_all(texts), strict=True)}
    keys = sorted(key for key, cleaned in by_key.items() if cleaned)
    cleaned = tuple(by_key[key] for key in keys)
    levels = np.zeros((len(keys), _LEVELS))
    evidence = np.zeros(len(keys))
    for name in models:
        found = load(name).predict_cleaned(cleaned)
        levels += found.probabilities / len(models)
        evidence += found.evidence / len(models)
    columns = {f"p{level + 1}": levels[:, level] for level in range(_LEVELS)}
    columns["p_none"] = 1 - evidence
    # Four digits are more than the answers are worth, and take half the place.
    rounded = {name: np.round(values, 4).astype(np.float32) for name, values in columns.items()}
    return pa.table({"key": keys, **rounded})


def _texts(tables: Sequence[Path]) -> list[str]:
    return [str(text or "") for table in tables for text in read_columns(table, ["text"])["text"]]


if __name__ == "__main__":
    main()
