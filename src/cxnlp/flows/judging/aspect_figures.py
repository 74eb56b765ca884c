"""How well a model tells dimensions, touchpoints and stages: Cohen's kappa of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.metrics import Estimate, bootstrap
from cxnlp.metrics.kappa import cohens_kappa
from cxnlp.models.aspects import DIMENSIONS, FLAGS
from cxnlp.models.card import CardTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.models import LevelModel
    from cxnlp.training.network.aspects import AspectGold

__all__ = ["aspect_kappas", "aspect_table"]


def aspect_kappas(
    model: LevelModel, texts: tuple[str, ...], gold: AspectGold, *, seed: int = 0
) -> Mapping[str, Estimate]:
    """Kappa of each aspect with its interval.

    Args:
        model: one that tells aspects.
        texts: cleaned.
        gold: their true aspects.
        seed: of the resampling.
    """
    found = model.predict_cleaned(texts).aspects
    codes, flags = gold.of(texts)
    signs = np.array([0, 1, -1])[codes]
    true = {name: signs[:, place] for place, name in enumerate(DIMENSIONS)}
    true |= {name: flags[:, place].astype(np.int64) for place, name in enumerate(FLAGS)}
    return {
        name: bootstrap(cohens_kappa, values, found[name].astype(np.int64), seed=seed)
        for name, values in true.items()
    }


def aspect_table(kappas: Mapping[str, Estimate], data: str) -> CardTable:
    """The kappas as a table for the model card.

    >>> aspect_table({"stage_before": Estimate(0.5, 0.4, 0.6, 90)}, "test.csv").rows
    (('stage before', '0.500 [0.400, 0.600]'),)
    """
    return CardTable(
        f"Dimensions, touchpoints and stages on `{data}` (Cohen's kappa, all texts):",
        ("aspect", "kappa"),
        tuple((name.replace("_", " "), str(kappa)) for name, kappa in kappas.items()),
    )
