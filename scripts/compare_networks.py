"""Compare fine-tunings of one backbone: losses, or sources that were never seen.

    python scripts/compare_networks.py losses CONFIG.toml --work DIR --backbone DIR/ratings.1/model
    python scripts/compare_networks.py sources CONFIG.toml --work DIR

`losses`: every loss by the same recipe on the configuration's table of levels, calibrated on the
rows held out, measured on its test table. `sources`: for each group of sources a network and a
linear model that saw neither its levels, its annotations nor its ratings, measured on all of its
rows with levels; beside it, where the shipped models stand, these on the group's rows of the test
table, with the group seen in training. Shorter texts and fewer epochs than what ships: hours are
short, and it is the differences that count. A run that was killed goes on where it stood.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import numpy as np

from compare_heads import GROUPS
from cxnlp.metrics import (
    auroc,
    bootstrap,
    expected_calibration_error,
    level_confidence,
    macro_f1,
    mean_absolute_error,
    quadratic_weighted_kappa,
)
from cxnlp.models import load
from cxnlp.models.level_model import answer
from cxnlp.models.predictions import Scores
from cxnlp.models.transformer import level_outputs
from cxnlp.training import TrainingSettings, read_labelled, read_rated, without
from cxnlp.training.annotations import read_annotated
from cxnlp.training.assemble import assemble, calibrate
from cxnlp.training.network.assemble import keep_away
from cxnlp.training.network.backbone import open_network
from cxnlp.training.network.fine_tuning import outputs_of
from cxnlp.training.network.recipe import (
    IntermediateSettings,
    LossName,
    Recipe,
    Round,
    TransformerTraining,
)
from cxnlp.training.network.stages import Material, Stages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxnlp.models import Predictions
    from cxnlp.training import LabelledTexts, RatedTexts

UNSEEN: Final = {
    "lounges and seats": GROUPS["flights"],
    "NHS": GROUPS["health"],
    "CFPB and Banking77": GROUPS["bank"],
}
"""Groups of sources that are held out: those whose comments are unlike all others."""
LENGTH: Final = 96
RECIPE: Final = Recipe(
    loss="soft",
    sharpness=3.0,
    epochs=1.5,
    rate=1.5e-4,
    head_rate=1e-3,
    layer_decay=0.9,
    warmup=0.06,
    disturbed=0.25,
    balance=0.2,
    frozen_embeddings=False,
)


@dataclass(frozen=True)
class Table:
    """What a configuration names.

    Attributes:
        settings: the configuration.
        home: its folder.
        levels: the table of levels, without the texts of the test.
        every: the same and the annotated texts.
        test: the test table.
    """

    settings: TrainingSettings
    home: Path
    levels: LabelledTexts
    every: LabelledTexts
    test: LabelledTexts

    @classmethod
    def read(cls, config: Path) -> Table:
        """Read all of it."""
        settings, home = TrainingSettings.read(config), config.parent
        data = settings.data
        test = read_labelled(home / str(data.test), data)
        levels, _ = without(read_labelled(home / str(data.train), data), test.texts)
        every = levels
        if settings.annotated:
            added, _ = without(read_annotated(settings.annotated, home).data, test.texts)
            every = levels.joined(added)
        return cls(settings, home, levels, every, test)

    def rated(self, test: LabelledTexts) -> list[RatedTexts]:
        """The rated tables without the texts of a test."""
        return [read_rated(each, self.home, avoid=test.texts) for each in self.settings.rated]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("losses", "sources"))
    parser.add_argument("config", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints lie")
    parser.add_argument("--backbone", help="where to start (default: that of CONFIG)")
    options = parser.parse_args()
    table = Table.read(options.config)
    backbone = options.backbone or table.settings.transformer.backbone
    if options.what == "losses":
        losses(table, options.work, backbone)
    else:
        sources(table, options.work, backbone)


def losses(table: Table, work: Path, backbone: str) -> None:
    """One network for each loss."""
    print(f"{len(table.levels)} texts learned from, {int((table.test.levels > 0).sum())} tested")
    print("| loss | QWK | macro-F1 | MAE | ECE | evidence AUROC |")
    print("|---|---|---|---|---|---|")
    for loss in get_args(LossName):
        training = TransformerTraining(
            backbone=backbone,
            length=LENGTH,
            held_out=0.1,
            threads=table.settings.transformer.threads,
            rounds=(Round(recipes=(RECIPE.model_copy(update={"loss": loss}),)),),
        )
        settings = table.settings.model_copy(update={"transformer": training})
        found = network_answers(Material(table.levels), settings, work / loss, table.test)
        print(f"| {loss} | {' | '.join(figures(found, table.test))} |", flush=True)


def sources(table: Table, work: Path, backbone: str) -> None:
    """For each group a network and a linear model that never saw it."""
    asked = table.settings.transformer
    training = TransformerTraining(
        backbone=backbone,
        length=LENGTH,
        held_out=0.05,
        threads=asked.threads,
        intermediate=IntermediateSettings(
            recipe=RECIPE.model_copy(update={"epochs": 1.0, "rate": 1e-4, "moving_average": 0.99})
        ),
        rounds=(Round(recipes=(RECIPE.model_copy(update={"epochs": 1.0}),)),),
    )
    settings = table.settings.model_copy(update={"transformer": training})
    print("| sources | rows | model | QWK | macro-F1 | MAE | ECE | evidence AUROC |")
    print("|---|---|---|---|---|---|---|---|")
    for name, begins in UNSEEN.items():
        held = among(table.levels, begins)
        seen_test = table.test.rows(among(table.test, begins))
        test = table.levels.rows(held).joined(seen_test)
        learned = table.every.rows(~among(table.every, begins))
        learned, _ = without(learned, test.texts)
        rated = [each for each in table.rated(test) if not each.name.startswith(begins)]
        linear = settings.model_copy(update={"kind": "linear"})
        _show(name, "linear, unseen", assemble(learned, rated, linear).predict(test.texts), test)
        material = Material(learned, rated, avoid=frozenset(test.texts))
        place = work / name.replace(" ", "-")
        _show(name, "network, unseen", network_answers(material, settings, place, test), test)
        for shipped in ("levels-fast", "levels-accurate"):
            found = load(shipped).predict(seen_test.texts)
            _show(name, f"{shipped}, seen", found, seen_test)


def among(data: LabelledTexts, begins: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows of the sources whose names begin so. Shape (n,)."""
    return np.array([source.startswith(tuple(begins)) for source in data.sources], np.bool_)


def network_answers(
    material: Material, settings: TrainingSettings, work: Path, test: LabelledTexts
) -> Predictions:
    """Fine-tune, calibrate on the rows held out, and answer the test."""
    held = keep_away(material.data, settings)
    folder = Stages(material, settings, work, lambda _: None).run(material.data.rows(~held))
    network = open_network(
        str(folder), length=settings.transformer.length, outputs=7, dropout=0, seed=settings.seed
    )

    def scores(texts: tuple[str, ...]) -> Scores:
        outputs = outputs_of(network, texts).astype(np.float64)
        return Scores(*level_outputs(outputs, settings.transformer.form), {})

    usual = material.data.rows(held)
    return answer(scores(test.texts), calibrate(scores(usual.texts), usual, settings))


def figures(found: Predictions, test: LabelledTexts) -> list[str]:
    """QWK, macro-F1 and mean absolute error with intervals, calibration error, AUROC."""
    judged = test.levels > 0
    true, answered = test.levels[judged], found.levels[judged]
    cells = [
        str(bootstrap(measure, true, answered))
        for measure in (quadratic_weighted_kappa, macro_f1, mean_absolute_error)
    ]
    sure = level_confidence(found.probabilities[judged].astype(np.float64), answered)
    cells.append(f"{expected_calibration_error(true == answered, sure):.3f}")
    cells.append("" if judged.all() else str(bootstrap(auroc, judged, found.evidence)))
    return cells


def _show(name: str, model: str, found: Predictions, test: LabelledTexts) -> None:
    cells = " | ".join(figures(found, test))
    print(f"| {name} | {int((test.levels > 0).sum())} | {model} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
