"""Train a model from its configuration: `python scripts/train.py --config configs/NAME.toml`.

The model goes to `models/NAME` unless `--out` says otherwise.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cxnlp.errors import CxnlpError
from cxnlp.flows.train import train


def main() -> int:
    """Train and print the figures; the exit code is the error's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", required=True, type=Path, help="a TOML file")
    parser.add_argument("--data", type=Path, help="table of texts with levels; else the config's")
    parser.add_argument("--out", type=Path, help="model folder; else models/ and the config's name")
    parser.add_argument("--work", type=Path, help="keep a transformer's checkpoints here")
    parser.add_argument("--overwrite", action="store_true", help="replace a model that lies there")
    given = parser.parse_args()
    out = given.out or Path(__file__).parents[1] / "models" / given.config.stem
    try:
        trained = train(
            given.data,
            given.config,
            out,
            overwrite=given.overwrite,
            work=given.work,
            say=lambda words: print(words, file=sys.stderr),
        )
    except CxnlpError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if trained.evaluation:
        print(trained.evaluation.describe())
    print(trained.model.digest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
