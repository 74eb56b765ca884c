"""Weights are refused where they do not fit the model that they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import ModelError
from cxnlp.models.weights import as_scores, read_weights, weighed, weights_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = np.arange(12, dtype=np.int16).reshape(2, 6)


def test_weights_come_back_as_they_were_kept() -> None:
    scale, constant = np.linspace(0.1, 0.6, 6), np.linspace(-1, 1, 6)
    content = weights_bytes("table", WEIGHTS, scale, constant)
    again = read_weights(content, "table", (2, 6), np.int16, where="x")
    assert [one.tobytes() for one in again] == [one.tobytes() for one in (WEIGHTS, scale, constant)]


@pytest.mark.parametrize(
    ("said", "scale", "constant"),
    [
        ("table of shape", np.ones(6), np.zeros(6)),
        ("scale of shape", np.ones(5), np.zeros(6)),
        ("constant of shape", np.ones(6), np.zeros(7)),
    ],
)
def test_an_array_of_another_shape_is_named(
    said: str, scale: NDArray[np.float64], constant: NDArray[np.float64]
) -> None:
    rows = 3 if said.startswith("table") else 2
    content = weights_bytes("table", WEIGHTS, scale, constant)
    with pytest.raises(ModelError, match=said):
        read_weights(content, "table", (rows, 6), np.int16, where="tokens.safetensors")


def test_whole_numbers_of_another_kind_are_refused() -> None:
    content = weights_bytes("table", WEIGHTS, np.ones(6), np.zeros(6))
    with pytest.raises(ModelError, match=r"int16; expected .*int8"):
        read_weights(content, "table", (2, 6), np.int8, where="tokens.safetensors")


@pytest.mark.parametrize(
    "content", [b"no tensors", weights_bytes("other", WEIGHTS, np.ones(6), np.zeros(6))]
)
def test_a_file_without_the_arrays_is_an_error_that_names_them(content: bytes) -> None:
    with pytest.raises(ModelError, match="the arrays table, scale and constant"):
        read_weights(content, "table", (2, 6), np.int16, where="tokens.safetensors")


def test_a_text_twice_as_heavy_counts_half() -> None:
    found = weighed(np.array([[4.0, 4.0]]), np.array([1.0, 2.0]), np.ones(1), np.zeros(1))
    assert found.tolist() == [[4.0], [2.0]]


def test_the_last_output_is_evidence() -> None:
    outputs = np.zeros((1, 6))
    outputs[0, 5] = 3.0
    assert as_scores(outputs).evidence.tolist() == [3.0]
