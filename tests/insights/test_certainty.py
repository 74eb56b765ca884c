"""How sure the model is: sums over probabilities and intervals that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import make_labels

from cxnlp.insights import certainty
from cxnlp.schema import PROBABILITY_COLUMNS


def with_probabilities(
    labels: pa.Table, rows: list[list[float]], intervals: list[tuple[int, int]]
) -> pa.Table:
    for at, name in enumerate(PROBABILITY_COLUMNS):
        labels = labels.append_column(name, pa.array([row[at] for row in rows], pa.float32()))
    low, high = zip(*intervals, strict=True)
    labels = labels.append_column("level_low", pa.array(low, pa.int8()))
    return labels.append_column("level_high", pa.array(high, pa.int8()))


def test_expected_accuracy_is_the_mean_probability_of_the_given_level() -> None:
    labels = with_probabilities(
        make_labels([2, 6, None]),
        [[0.2, 0.5, 0.3, 0, 0, 0], [0, 0, 0, 0.1, 0.6, 0.3], [1, 0, 0, 0, 0, 0]],
        [(1, 4), (6, 6), (1, 6)],
    )
    found = certainty(labels)
    assert found.n == 2
    assert found.widths.tolist() == [1, 0, 0, 1, 0, 0]
    assert found.hit is not None
    assert found.near is not None
    assert found.top is not None
    assert found.straddling is not None
    assert found.hit.value == pytest.approx((0.5 + 0.3) / 2)
    assert found.near.value == pytest.approx((1.0 + 0.9) / 2)
    assert found.top.value == pytest.approx((0.5 + 0.6) / 2)
    assert found.straddling.value == 0.5
    assert found.expected_shares == pytest.approx([0.1, 0.25, 0.15, 0.05, 0.3, 0.15])


def test_nothing_labelled_is_nothing_to_be_sure_of() -> None:
    labels = with_probabilities(make_labels([None]), [[1, 0, 0, 0, 0, 0]], [(1, 1)])
    found = certainty(labels)
    assert found.n == 0
    assert found.hit is None
    assert np.isnan(found.expected_shares).all()
