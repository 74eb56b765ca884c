"""Does an audit find wrong labels? `python scripts/label_audit.py --levels ../shared/data/levels`.

Errors are planted: five labels in a hundred are moved by two levels or more. What counts is the
share of planted ones among the first five in a hundred that the audit puts up for review. Judges:

- `linear, out of fold`, as `cxnlp audit TABLE --config configs/levels-fast.toml` does: heads that
  learn from the planted labels of the other folds of train.csv;
- models that stand, as `cxnlp audit TABLE --model M` does, on dev.csv, which none of the shipped
  ones has learned from: a model that was trained on one table audits another one.

With `--contaminated` the models judge train.csv too, which they have learned from: they know its
true labels and have not seen the planted ones. That is no audit, only a bound from above.

With `--network BACKBONE --work DIR` networks judge train.csv out of fold, each fine-tuned on the
planted labels of the other folds by the short recipe of scripts/compare_networks.py, as
`cxnlp audit TABLE --config C.toml` does where C.toml is of the kind `transformer`; beside them the
linear kind on the same folds and labels, and the mean of both.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.flows.judging.overlap import learned_from
from cxnlp.flows.reviews.suspects import labels_by_models, out_of_fold_labels
from cxnlp.models import load, shipped_models
from cxnlp.reviewing import near_duplicates, suspicion
from cxnlp.reviewing.suspicion import LEAST, LEAST_BY_LINEAR
from cxnlp.training import LabelledTexts, TrainingSettings, read_labelled
from cxnlp.training.network.recipe import Round, TransformerTraining

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["over_plantings", "planted", "precision"]

CONFIG = Path(__file__).parents[1] / "configs" / "levels-fast.toml"
SHARE = 0.05
FAR = 2


def planted(
    levels: NDArray[np.integer], random: np.random.Generator, share: float = SHARE
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Labels of which a share is moved by two levels or more, and which ones. Shape (n,) each.

    Labels 0 (no evidence) stay: nothing is two levels away from them.
    """
    wrong = random.choice(np.flatnonzero(levels > 0), round(share * len(levels)), replace=False)
    moved = np.array(levels, np.int64)
    for row in wrong:
        moved[row] = random.choice([k for k in range(1, 7) if abs(k - levels[row]) >= FAR])
    return moved, np.isin(np.arange(len(levels)), wrong)


def precision(
    labels: NDArray[np.int64],
    wrong: NDArray[np.bool_],
    probabilities: NDArray[np.float64],
    share: float = SHARE,
    *,
    least: float = LEAST,
) -> float:
    """The share of wrong labels among the first ones that are put up for review."""
    order = np.argsort(-suspicion(labels, probabilities, least=least).score, kind="stable")
    return float(wrong[order[: round(share * len(labels))]].mean())


def over_plantings(
    levels: NDArray[np.int64], probabilities: NDArray[np.float64], plantings: int
) -> NDArray[np.float64]:
    """The precision of each planting, every time on rows drawn anew with replacement."""
    random = np.random.default_rng(0)
    found = np.empty(plantings)
    for each in range(plantings):
        rows = random.integers(0, len(levels), len(levels))
        found[each] = precision(*planted(levels[rows], random), probabilities[rows])
    return found


def out_of_fold(data: LabelledTexts, seeds: int) -> list[float]:
    """The precision of each planting, the folds' heads fitted on the planted labels."""
    settings = TrainingSettings.read(CONFIG)
    group = near_duplicates(data.texts)
    found = []
    for seed in range(1, seeds + 1):
        labels, wrong = planted(data.levels, np.random.default_rng(seed))
        table = replace(data, levels=labels)
        told = out_of_fold_labels(table, group, settings, CONFIG.parent, lambda _: None)
        found.append(precision(labels, wrong, told, least=LEAST_BY_LINEAR))
    return found


def networks_out_of_fold(data: LabelledTexts, backbone: str, work: Path, folds: int) -> None:
    """Print a row for networks, the linear kind, and both, on one planting."""
    from compare_networks import LENGTH, RECIPE

    whole = TrainingSettings.read(CONFIG)
    parts = whole.calibration.model_copy(update={"folds": folds})
    linear = whole.model_copy(update={"calibration": parts})
    training = TransformerTraining(
        backbone=backbone, length=LENGTH, rounds=(Round(recipes=(RECIPE,)),)
    )
    network = linear.model_copy(update={"kind": "transformer", "transformer": training})
    network = network.model_copy(update={"rated": ()})
    group = near_duplicates(data.texts)
    labels, wrong = planted(data.levels, np.random.default_rng(1))
    table = replace(data, levels=labels)
    told = {}
    for name, settings in (("linear", linear), ("network", network)):
        told[name] = out_of_fold_labels(
            table,
            group,
            settings,
            CONFIG.parent,
            lambda words: print(words, file=sys.stderr, flush=True),
            work=work,
        )
        np.savez(work / f"{name}.npz", labels=labels, wrong=wrong, told=told[name])
    told["mean of both"] = np.mean(list(told.values()), axis=0)
    for name, probabilities in told.items():
        least = LEAST_BY_LINEAR if name == "linear" else LEAST
        found = precision(labels, wrong, probabilities, least=least)
        tell(f"{name}, out of {folds} folds", data.name, len(data), np.array([found]))


def tell(judge: str, table: str, rows: int, found: NDArray[np.float64]) -> None:
    """Print a row of the table: mean and central 95 % of the plantings."""
    low, high = np.quantile(found, [0.025, 0.975])
    print(f"| {judge} | {table} | {rows:,} | {found.mean():.3f} | {low:.2f} to {high:.2f} |")


def main() -> None:
    """Print a table: judge, rows, precision in the first 5 %."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--levels", type=Path, required=True, help="folder of train.csv, dev.csv")
    parser.add_argument("--models", nargs="*", default=sorted(shipped_models()))
    parser.add_argument("--plantings", type=int, default=300)
    parser.add_argument(
        "--seeds", type=int, default=3, help="plantings that are fitted out of fold"
    )
    parser.add_argument("--contaminated", action="store_true", help="models on train.csv, too")
    parser.add_argument("--network", metavar="BACKBONE", help="networks out of fold, no more")
    parser.add_argument("--work", type=Path, help="where their checkpoints lie")
    parser.add_argument("--folds", type=int, default=3, help="of the networks")
    given = parser.parse_args()
    columns = TrainingSettings.read(CONFIG).data
    train = read_labelled(given.levels / "train.csv", columns)
    dev = read_labelled(given.levels / "dev.csv", columns)
    if given.network is not None:
        given.work.mkdir(parents=True, exist_ok=True)
        print("| judge | table | rows | precision in the first 5 % | over plantings and rows |")
        networks_out_of_fold(train, given.network, given.work, given.folds)
        return
    models = [load(name) for name in given.models]
    for model in models:
        known = learned_from(model, dev)
        if known:
            print(f"{model.name} has learned from {known} texts of dev.csv: its figures are void")
    print("| judge | table | rows | precision in the first 5 % | over plantings and rows |")
    print("|---|---|---|---|---|")
    for table in (dev, train) if given.contaminated else (dev,):
        told = {model.name: labels_by_models([model], table) for model in models}
        if len(told) > 1:
            told[f"mean of these {len(told)}"] = np.mean(list(told.values()), axis=0)
        note = "" if table is dev else " (LEARNED FROM IT)"
        for name, probabilities in told.items():
            found = over_plantings(table.levels, probabilities, given.plantings)
            tell(name + note, table.name, len(table), found)
    if given.seeds:
        every = out_of_fold(train, given.seeds)
        tell("linear, out of fold", train.name, len(train), np.array(every))


if __name__ == "__main__":
    main()
