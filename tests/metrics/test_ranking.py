"""The area under the ROC curve."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from cxnlp.metrics import auroc


def test_the_area_is_that_of_scikit_learn_ties_included() -> None:
    random = np.random.default_rng(2)
    positive = random.random(400) < 0.2
    score = np.round(random.random(400) + 0.3 * positive, 1)
    assert auroc(positive, score) == pytest.approx(roc_auc_score(positive, score))


def test_one_sort_of_rows_gives_no_number() -> None:
    assert np.isnan(auroc(np.ones(3, bool), np.arange(3.0)))
