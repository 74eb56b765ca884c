"""Answers stay together, whichever rows are taken and in whatever order."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.models.predictions import Predictions

FOUND = Predictions(
    levels=np.array([1, 2, 3], np.int8),
    probabilities=np.arange(18, dtype=np.float32).reshape(3, 6),
    evidence=np.array([0.1, 0.2, 0.3], np.float32),
    intervals=np.array([[1, 2], [2, 3], [3, 4]], np.int8),
    aspects={"empathy": np.array([-1, 0, 1], np.int8), "touch_web": np.array([True, False, True])},
)


@pytest.mark.parametrize("rows", [[2, 0], [1, 1, 1], [], [0, 1, 2]])
def test_all_that_is_said_of_a_text_is_taken_with_it(rows: list[int]) -> None:
    found = FOUND.take(np.array(rows, np.int64))
    assert len(found) == len(rows)
    assert found.levels.tolist() == [row + 1 for row in rows]
    assert found.probabilities[:, 0].tolist() == [6.0 * row for row in rows]
    assert found.probabilities.shape == (len(rows), 6)
    assert found.evidence.tolist() == [FOUND.evidence[row] for row in rows]
    assert found.intervals.tolist() == [[row + 1, row + 2] for row in rows]
    assert found.aspects["empathy"].tolist() == [row - 1 for row in rows]
    assert found.aspects["touch_web"].tolist() == [row != 1 for row in rows]
