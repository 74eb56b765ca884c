"""Scores of rows by heads that did not learn from them: what calibration is fitted to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models.predictions import Scores
from cxnlp.training.linear import fit_heads
from cxnlp.training.normalising import normalised

if TYPE_CHECKING:
    from cxnlp.training.config import TrainingSettings
    from cxnlp.training.linear import Prepared

__all__ = ["out_of_fold"]


def out_of_fold(prepared: Prepared, settings: TrainingSettings) -> Scores:
    """Score each fold by heads and a polarity that learned from the other folds.

    What is shared with the held rows is small: inverse document frequencies, which know no answers;
    the polarities that the heads learned from, where ratings of held rows had their part; and soft
    labels of other texts by a model that may have seen them.
    """
    count = len(prepared.data)
    levels, evidence = np.zeros((count, 6)), np.zeros(count)
    for fold, signals in enumerate(prepared.fold_signals):
        held = prepared.folds == fold
        if held.any():
            scorer = fit_heads(prepared, settings, ~held, signals=signals)
            texts = prepared.data.rows(held).texts
            found = scorer.score(normalised(texts, prepared.normaliser))
            levels[held], evidence[held] = found.levels, found.evidence
    return Scores(levels, evidence, {})
