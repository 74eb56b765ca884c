"""Networks in ONNX are asked one text at a time."""

from __future__ import annotations

import os

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from cxnlp.encoders.onnx import OnnxNetwork, available_cores
from cxnlp.errors import ModelError


def _network(name: str = "input_ids", *, rows: bool = False) -> bytes:
    """The mean of random rows of a table: what a network would be, in three steps."""
    table = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["table", name], ["rows"]),
        helper.make_node("ReduceMean", ["rows"], ["outputs"], axes=[1], keepdims=0),
    ]
    out = ("rows", [1, "n", 3]) if rows else ("outputs", [1, 3])
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "n"])],
        [helper.make_tensor_value_info(out[0], TensorProto.FLOAT, out[1])],
        [numpy_helper.from_array(table, "table")],
    )
    opset = [helper.make_opsetid("", 17)]
    return bytes(helper.make_model(graph, opset_imports=opset, ir_version=9).SerializeToString())


def _texts() -> list[np.ndarray]:
    random = np.random.default_rng(1)
    return [random.integers(0, 50, random.integers(1, 40)) for _ in range(60)]


def test_each_text_gets_its_own_row_whatever_the_number_of_threads() -> None:
    texts = _texts()
    found = [OnnxNetwork.read(_network(), threads=n).run(texts) for n in (1, 2, 7)]
    assert found[0].shape == (60, 3)
    assert found[0].tobytes() == found[1].tobytes() == found[2].tobytes()
    network = OnnxNetwork.read(_network())
    for place, text in enumerate(texts[:10]):
        assert network.run([text])[0].tobytes() == found[0][place].tobytes()


def test_where_a_process_is_not_bound_to_cores_all_are_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on macOS and Windows."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert available_cores() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert available_cores() == 1


def test_no_texts_give_no_rows() -> None:
    assert OnnxNetwork.read(_network()).run([]).shape == (0, 3)


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        OnnxNetwork.read(b"no network")


def test_a_network_with_another_input_is_refused() -> None:
    with pytest.raises(ModelError, match="token_type_ids"):
        OnnxNetwork.read(_network("token_type_ids"))


def test_a_network_with_a_row_for_each_token_is_refused() -> None:
    with pytest.raises(ModelError, match="one row per text"):
        OnnxNetwork.read(_network(rows=True))
