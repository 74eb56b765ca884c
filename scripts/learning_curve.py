"""Labels saved by choosing: `python scripts/learning_curve.py --levels ../shared/data/levels`.

Starts from a few random texts of train.csv and adds labels round by round, either at random or as
`cxnlp sample` chooses (uncertainty on the scale of levels, unlike each other, a quarter at random);
after each round a linear model learns from all labels so far and is measured on dev.csv. Prints the
curves with intervals over starts, and how many random labels reach what the chosen ones reach.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cxnlp import metrics
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.ordinal import posterior_median
from cxnlp.reviewing import choose
from cxnlp.reviewing.choosing import uncertainty
from cxnlp.reviewing.sketches import sketch
from cxnlp.training import LabelledTexts, TrainingSettings, read_labelled
from cxnlp.training.config import DataSettings
from cxnlp.training.linear import Prepared, fit_heads, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]


def chances_of(scores: Floats) -> Floats:
    """Probabilities of log-probabilities."""
    found = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = found / found.sum(axis=1, keepdims=True)
    return shares


def vectors_of(
    texts: Sequence[str], free: NDArray[np.int64], pool: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Sketches of the texts that are still free and in the pool."""
    return sketch([texts[free[place]] for place in pool])


def curve(
    prepared: Prepared,
    settings: TrainingSettings,
    test: LabelledTexts,
    steps: list[int],
    *,
    chosen: bool,
    seed: int,
) -> list[float]:
    """Quadratic kappa on `test` after each number of labels."""
    random = np.random.default_rng(seed)
    texts = prepared.data.texts
    count = len(texts)
    labelled = random.permutation(count)[: steps[0]]
    found = []
    for step, more in zip(steps, [*steps[1:], 0], strict=True):
        rows = np.isin(np.arange(count), labelled)
        scorer = fit_heads(prepared, settings, rows)
        answers = posterior_median(chances_of(scorer.score(test.texts).levels))
        found.append(metrics.quadratic_weighted_kappa(test.levels, answers))
        if not more:
            break
        free = np.flatnonzero(~rows)
        wanted = more - step
        if chosen:
            scores = scorer.score([texts[place] for place in free])
            # The training table has judged texts only: evidence is certain.
            unsure = uncertainty(chances_of(scores.levels), np.ones(len(free)))
            vectors = partial(vectors_of, texts, free)
            choice = choose(unsure, vectors, size=wanted, seed=seed + more)
            new = free[np.concatenate([choice.random, choice.chosen])]
        else:
            new = random.choice(free, wanted, replace=False)
        labelled = np.concatenate([labelled, new])
    return found


def needed(steps: list[int], by_choice: Floats, at_random: Floats) -> Floats:
    """Random labels that reach what the chosen labels of each step reach; at most the last step."""
    rising = np.maximum.accumulate(at_random)
    found: Floats = np.interp(by_choice, rising, steps)
    return found


@dataclass(frozen=True)
class Curves:
    """Quadratic kappa by number of labels: s starts, k steps.

    Attributes:
        steps: numbers of labels. Length k.
        random: labels drawn at random. Shape (s, k).
        chosen: labels chosen as `cxnlp sample` does. Shape (s, k).
    """

    steps: list[int]
    random: Floats
    chosen: Floats

    def gap(self) -> tuple[Floats, Floats]:
        """Chosen minus random: mean over starts and half its 95 % interval (Student)."""
        gap = self.chosen - self.random
        half = stats.t.ppf(0.975, len(gap) - 1) * gap.std(axis=0, ddof=1) / np.sqrt(len(gap))
        return gap.mean(axis=0), half

    def reached(self, draws: int = 1000) -> tuple[Floats, Floats, Floats]:
        """Random labels that reach what chosen ones reach, with 95 % ends by resampling starts."""
        random = np.random.default_rng(0)
        again = np.empty((draws, len(self.steps)))
        for row in range(draws):
            starts = random.integers(0, len(self.random), len(self.random))
            means = (part[starts].mean(axis=0) for part in (self.chosen, self.random))
            again[row] = needed(self.steps, *means)
        low, high = np.quantile(again, [0.025, 0.975], axis=0)
        return needed(self.steps, self.chosen.mean(axis=0), self.random.mean(axis=0)), low, high


def read(path: Path) -> LabelledTexts:
    """A table with the columns `text` and `level`."""
    return read_labelled(path, DataSettings())


def learn(train: LabelledTexts, test: LabelledTexts, steps: list[int], starts: int) -> Curves:
    """Curves of both ways, from the same starts; only rows with a level are used."""
    train = train.rows((train.levels > 0) & ~np.isin(train.texts, test.texts))
    test = test.rows(test.levels > 0)
    settings = TrainingSettings(features=FeatureSettings(buckets=2**15))
    prepared = prepare(train, [], settings)
    random, chosen = (
        np.array(
            [
                curve(prepared, settings, test, steps, chosen=way, seed=seed)
                for seed in range(starts)
            ]
        )
        for way in (False, True)
    )
    return Curves(steps, random, chosen)


def main() -> None:
    """Print the curves and, where asked, write them as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--levels", type=Path, required=True, help="folder of train.csv, dev.csv")
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--steps", type=int, nargs="+", default=[100, 200, 400, 800, 1600])
    parser.add_argument("--out", type=Path, help="a JSON file for the curves")
    given = parser.parse_args()
    train, test = (read(given.levels / name) for name in ("train.csv", "dev.csv"))
    found = learn(train, test, given.steps, given.starts)
    print(
        "| labels | random | chosen | difference, 95 % | random labels that reach the same, 95 % |"
    )
    print("|---|---|---|---|---|")
    mean, half = found.gap()
    reached, low, high = found.reached()
    for place, step in enumerate(given.steps):
        ends = f"[{mean[place] - half[place]:+.3f}, {mean[place] + half[place]:+.3f}]"
        print(
            f"| {step} | {found.random[:, place].mean():.3f} | {found.chosen[:, place].mean():.3f} "
            f"| {mean[place]:+.3f} {ends} "
            f"| {reached[place]:.0f} [{low[place]:.0f}, {high[place]:.0f}] |"
        )
    if given.out:
        values = {
            "steps": given.steps,
            "random": found.random.tolist(),
            "chosen": found.chosen.tolist(),
        }
        given.out.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
