"""Networks that judge rows which they have not learned from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.training.network.conftest import write_backbone

from cxnlp.cli import main
from cxnlp.flows.audit import audit
from cxnlp.flows.reviews.network_folds import network_scores
from cxnlp.training import LabelledTexts, TrainingSettings
from cxnlp.training.network.recipe import Recipe, Round, TransformerTraining

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own

SPOKEN = (
    "how do i change my pin",
    "they lied to us never again",
    "slow and late",
    "it was ok",
    "the staff were kind",
    "lovely staff and we loved it",
    "best ever",
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> TrainingSettings:
    backbone = write_backbone(tmp_path_factory.mktemp("backbone"))
    recipe = Recipe(epochs=2, rows=8, moving_average=0)
    return TrainingSettings.model_validate(
        {
            "kind": "transformer",
            "calibration": {"folds": 2},
            "transformer": TransformerTraining(
                backbone=str(backbone), length=16, threads=1, rounds=(Round(recipes=(recipe,)),)
            ).model_dump(),
        }
    )


def spoken(rows: int = 28) -> LabelledTexts:
    return LabelledTexts(
        "gold.csv",
        tuple(SPOKEN[row % 7] + " !" * (row // 7) for row in range(rows)),
        np.arange(rows) % 7,
        np.full(rows, ""),
        np.zeros(rows, bool),
    )


def test_a_fold_is_scored_by_a_network_that_has_not_seen_its_labels(
    settings: TrainingSettings, tmp_path: Path
) -> None:
    data, folds = spoken(), np.arange(28) // 7 % 2
    scores = network_scores(data, folds, settings, tmp_path, tmp_path / "one")
    assert scores.levels.shape == (28, 6)
    assert (scores.levels.std(axis=0) > 0).all()
    # Other labels in the second fold: nothing changes for it, all for the first.
    other = replace(data, levels=np.where(folds == 1, 6 - data.levels, data.levels))
    again = network_scores(other, folds, settings, tmp_path, tmp_path / "two")
    assert np.array_equal(again.levels[folds == 1], scores.levels[folds == 1])
    assert (again.levels[folds == 0] != scores.levels[folds == 0]).any(axis=1).all()


def test_an_audit_by_networks_goes_on_where_it_was_stopped(
    settings: TrainingSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, config = tmp_path / "gold.csv", tmp_path / "audit.toml"
    rows = [f"{text},{level}" for text, level in zip(spoken().texts, spoken().levels, strict=True)]
    gold.write_text("\n".join(["text,level", *rows]) + "\n", encoding="utf-8")
    said: list[str] = []
    found = audit(gold, settings, work=tmp_path / "work", share=1.0, say=said.append)
    assert len(found.items) == 28
    assert sum("texts to learn" in words for words in said) == 2
    config.write_text(
        'kind = "transformer"\n[calibration]\nfolds = 2\n[transformer]\nlength = 16\nthreads = 1\n'
        f'backbone = "{settings.transformer.backbone}"\n'
        "[[transformer.rounds]]\n[[transformer.rounds.recipes]]\n"
        "epochs = 2\nrows = 8\nmoving_average = 0\n",
        encoding="utf-8",
    )
    out = tmp_path / "review.csv"
    words = ["audit", str(gold), "--config", str(config), "--out", str(out)]
    assert main([*words, "--work", str(tmp_path / "work")]) == 0
    told = capsys.readouterr()
    assert told.err.count("stands already") == 2
    assert out.is_file()
