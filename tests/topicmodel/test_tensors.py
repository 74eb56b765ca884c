"""What is written of the same arrays is the same, however often, and safetensors reads it."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import load

from cxnlp.topicmodel.tensors import tensor_bytes

TOLD = {name: f'told of {name}: \N{EURO SIGN} 5, "quoted"' for name in "dbacfe"}


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    return {"rows": np.arange(6, dtype=np.float32).reshape(2, 3), "keys": np.arange(2)}


def test_the_same_arrays_give_the_same_bytes_each_time(arrays: dict[str, np.ndarray]) -> None:
    backwards = dict(reversed(TOLD.items()))
    contents = {tensor_bytes(arrays, told) for told in (TOLD, backwards) for _ in range(20)}
    assert len(contents) == 1


def test_the_arrays_come_back(arrays: dict[str, np.ndarray]) -> None:
    found = load(tensor_bytes(arrays, TOLD))
    assert {name: array.tolist() for name, array in found.items()} == {
        "rows": [[0, 1, 2], [3, 4, 5]],
        "keys": [0, 1],
    }
