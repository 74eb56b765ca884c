"""The network as ONNX says what it said in torch; in 8 bits nearly, and nothing of its maker."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from cxnlp.encoders.onnx import OnnxNetwork
from cxnlp.training.network import onnx_export
from cxnlp.training.network.backbone import Network, open_network
from cxnlp.training.network.onnx_export import AspectHeads, export_network

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own

TEXTS = ("the staff were kind !", "they lied to us and we were late .", "ok")
WIDTH = 16 * 3
"""What the last layer reads, and the mean token vectors of two layers."""


@pytest.fixture(scope="module")
def network(backbone: Path) -> Network:
    return open_network(str(backbone), length=24, outputs=29, dropout=0, seed=3)


@pytest.fixture(scope="module")
def outputs(network: Network) -> NDArray[np.float32]:
    """Of heads of which each reads one number, and adds its own place."""
    heads = AspectHeads(np.eye(22, WIDTH, dtype=np.float32), np.arange(22, dtype=np.float32))
    content = export_network(network, eight_bits=False, heads=heads)
    assert b"site-packages" not in content
    reader = OnnxNetwork.read(content)
    assert reader.outputs == 29
    return reader.run(network.tokens.numbers(TEXTS))


def in_torch(network: Network, text: str) -> Any:  # noqa: ANN401 - transformers ships no types
    import torch

    numbers = torch.tensor(np.array(network.tokens.numbers([text])))
    model: Any = network.model
    with torch.no_grad():
        return model(
            input_ids=numbers, attention_mask=torch.ones_like(numbers), output_hidden_states=True
        )


@pytest.mark.slow
def test_levels_are_those_of_torch_text_by_text(
    network: Network, outputs: NDArray[np.float32]
) -> None:
    for row, text in zip(outputs, TEXTS, strict=True):
        said = in_torch(network, text).logits[0, :7]
        assert row[:7].tolist() == pytest.approx(said.tolist(), abs=1e-5)


@pytest.mark.slow
def test_heads_read_the_last_vector_and_then_the_means_of_layers(
    network: Network, outputs: NDArray[np.float32]
) -> None:
    for row, text in zip(outputs, TEXTS, strict=True):
        mean = in_torch(network, text).hidden_states[1].mean(1)[0, :6].numpy()
        assert row[7 + 16 :].tolist() == pytest.approx(
            (mean + np.arange(16, 22)).tolist(), abs=1e-5
        )


@pytest.mark.parametrize(
    ("count", "read"), [(1, (1,)), (2, (1, 2)), (5, (1, 3, 5)), (12, (1, 3, 5, 7, 9, 11, 12))]
)
def test_every_second_layer_and_the_last_are_read(count: int, read: tuple[int, ...]) -> None:
    assert onnx_export._layers(count) == read


def gathering(readers: int) -> Any:  # noqa: ANN401 - onnx's messages are untyped
    """A network that looks rows of a table up, so many times."""
    from onnx import TensorProto, helper, numpy_helper

    table = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    table[2] = 0
    nodes = [helper.make_node("Gather", ["table", "at"], [f"out{n}"]) for n in range(readers)]
    outs = [
        helper.make_tensor_value_info(f"out{n}", TensorProto.FLOAT, [None, 4])
        for n in range(readers)
    ]
    at = helper.make_tensor_value_info("at", TensorProto.INT64, [None])
    graph = helper.make_graph(
        nodes, "lookup", [at], outs, [numpy_helper.from_array(table, "table")]
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def looked_up(model: Any) -> NDArray[np.float32]:  # noqa: ANN401 - onnx's messages are untyped
    import onnxruntime

    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    found: NDArray[np.float32] = session.run(None, {"at": np.arange(6)})[0]
    return found


def test_token_vectors_in_8_bits_are_off_by_half_a_step_of_their_own_row_at_most() -> None:
    model = gathering(1)
    before = looked_up(model)
    onnx_export._round_token_vectors(model.graph)
    after = looked_up(model)
    step = np.abs(before).max(axis=1, keepdims=True) / 127
    assert (np.abs(after - before) <= step / 2 + 1e-6).all()
    assert not np.array_equal(after, before)
    assert not after[2].any(), "a row of nothing stays one"
    names = {tensor.name for tensor in model.graph.initializer}
    assert names == {"words", "word_scales"}


def test_a_table_that_two_read_is_left_as_it_is() -> None:
    model = gathering(2)
    before = model.SerializeToString()
    onnx_export._round_token_vectors(model.graph)
    assert model.SerializeToString() == before


def test_the_exporters_words_are_kept_away_and_ours_are_not_for_ever() -> None:
    before = logging.root.manager.disable
    with onnx_export._quiet():
        assert logging.root.manager.disable == logging.WARNING
        warnings.warn("the exporter's own", UserWarning, stacklevel=1)
    assert logging.root.manager.disable == before
    with pytest.raises(ZeroDivisionError), onnx_export._quiet():
        1 / 0  # noqa: B018 - raises
    assert logging.root.manager.disable == before
