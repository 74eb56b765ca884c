"""Scores of rows by networks that have not learned from them: one fine-tuning for each fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.predictions import Scores
from cxnlp.models.transformer import level_outputs
from cxnlp.training import read_rated
from cxnlp.training.network.backbone import open_network
from cxnlp.training.network.fine_tuning import outputs_of
from cxnlp.training.network.stages import Material, Stages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training import LabelledTexts, TrainingSettings

__all__ = ["network_scores"]


def network_scores(
    data: LabelledTexts,
    folds: NDArray[np.int64],
    settings: TrainingSettings,
    home: Path,
    work: Path,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> Scores:
    """Score each fold by a network that was fine-tuned on the others, in 32 bits.

    All stages are made anew for each fold, so that neither its levels nor its ratings are known to
    them. Soft labels and aspects are left out: those models may have learned from the fold.

    Args:
        data: n texts with levels.
        folds: the fold of each row. Shape (n,).
        settings: how; `transformer` and `rated` are read.
        home: the folder from which the settings' paths are told.
        work: where checkpoints lie; a call that was killed goes on from there.
        say: is told what happens.

    Raises:
        ConfigurationError: the backbone or a value of the recipe is refused.
        InputDataError: a rated table cannot be read.
        MissingDependencyError: a library of the extra `train` is not installed.
    """
    plain = settings.transformer.model_copy(update={"aspects": None})
    asked = settings.model_copy(update={"transformer": plain})
    levels, evidence = np.zeros((len(data), 6)), np.zeros(len(data))
    for fold in np.unique(folds):
        held = folds == fold
        texts = data.rows(held).texts
        say(f"fold {fold + 1} of {len(np.unique(folds))}: {len(data) - len(texts)} texts to learn")
        rated = [read_rated(each, home, avoid=set(texts)) for each in settings.rated]
        material = Material(data, rated, avoid=frozenset(texts))
        folder = Stages(material, asked, work / f"fold-{fold + 1}", say).run(data.rows(~held))
        network = open_network(
            str(folder), length=plain.length, outputs=7, dropout=0, seed=settings.seed
        )
        outputs = outputs_of(network, texts).astype(np.float64)
        levels[held], evidence[held] = level_outputs(outputs, plain.form)
    return Scores(levels, evidence, {})
