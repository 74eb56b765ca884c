"""From a fine-tuned network to ONNX, in 32 or in 8 bits.

In 8 bits the weights of every matrix product are whole numbers with one scale per column, and so
are the token vectors, with one scale per row; what flows through is rounded to 8 bits text by text,
which changes nothing between neighbours because every call holds one text
(docs/decisions/2026-11-21-eight-bits.md).
"""

from __future__ import annotations

import logging
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxnlp.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from cxnlp.training.network.backbone import Network

__all__ = ["AspectHeads", "export_network"]

_SAMPLE_LENGTH = 12
_LEVEL_OUTPUTS = 7


@dataclass(frozen=True)
class AspectHeads:
    """Heads that read what the last layer reads, beside the mean token vectors of some layers.

    What the last layer reads is turned towards the levels; touchpoints and stages are words, which
    lower layers hold (measured: docs/decisions/2026-11-21-cascade.md).

    Attributes:
        weights: shape (22, width).
        constant: shape (22,).
    """

    weights: NDArray[np.float32]
    constant: NDArray[np.float32]


def export_network(
    network: Network,
    *,
    eight_bits: bool,
    heads: AspectHeads | None = None,
    features: bool = False,
) -> bytes:
    """Write a network as ONNX: `input_ids` (1, length) to one row of outputs.

    Args:
        network: fine-tuned.
        eight_bits: round weights and token vectors to 8 bits.
        heads: give these aspects after the seven level outputs.
        features: give what such heads read after the seven level outputs.

    Raises:
        MissingDependencyError: onnx or onnxscript is not installed.
    """
    try:
        import onnx
        import onnxscript  # noqa: F401 - torch's exporter needs it
    except ImportError as error:
        raise MissingDependencyError.of(error.name or "onnx", "train") from error
    with tempfile.TemporaryDirectory() as folder, _quiet():
        path = Path(folder) / "network.onnx"
        _export(network, path, heads, features=features)
        model = onnx.load(path)
        # Recorded shapes: the quantiser turns weights round and would trip over the old ones.
        del model.graph.value_info[:]
        _forget_origin(model)
        onnx.save(model, path)
        if eight_bits:
            _quantise(path)
        return path.read_bytes()


def _export(network: Network, path: Path, heads: AspectHeads | None, *, features: bool) -> None:
    import torch

    inner: Any = network.model
    layers = _layers(network.layers)

    class Alone(torch.nn.Module):
        """One text without padding needs no mask."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = inner
            self.last = inner.get_submodule(network.head)
            self.last.register_forward_pre_hook(self.take)
            self.aspects: torch.nn.Linear | None = None
            if heads is not None:
                self.aspects = torch.nn.Linear(heads.weights.shape[1], heads.weights.shape[0])
                with torch.no_grad():
                    self.aspects.weight.copy_(torch.tensor(heads.weights))
                    self.aspects.bias.copy_(torch.tensor(heads.constant))

        def take(self, _: object, given: tuple[torch.Tensor, ...]) -> None:
            self.read = given[0]

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            mask = torch.ones_like(input_ids)
            deep = features or self.aspects is not None
            found = self.inner(input_ids=input_ids, attention_mask=mask, output_hidden_states=deep)
            said: torch.Tensor = found.logits
            if not deep:
                return said
            means = [found.hidden_states[layer].mean(1) for layer in layers]
            wide = torch.cat([self.read, *means], 1)
            rest = wide if self.aspects is None else self.aspects(wide)
            return torch.cat([said[:, :_LEVEL_OUTPUTS], rest], 1)

    inner.eval().cpu()
    kept = inner.config._attn_implementation  # noqa: SLF001 - the exporter knows no fused one
    inner.config._attn_implementation = "eager"  # noqa: SLF001
    try:
        torch.onnx.export(
            Alone().eval(),
            (torch.full((1, _SAMPLE_LENGTH), 5),),
            path,
            input_names=["input_ids"],
            output_names=["outputs"],
            dynamo=True,
            external_data=False,
            verbose=False,
            dynamic_shapes={
                "input_ids": {1: torch.export.Dim("tokens", min=2, max=network.tokens.length)}
            },
        )
    finally:
        inner.config._attn_implementation = kept  # noqa: SLF001


def _forget_origin(model: Any) -> None:  # noqa: ANN401 - onnx's messages are untyped
    """Drop the exporter's stack traces: a third of a megabyte, with paths of this machine."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""


def _layers(count: int) -> tuple[int, ...]:
    """Every second layer and the last.

    >>> _layers(6)
    (1, 3, 5, 6)
    """
    return tuple(sorted({*range(1, count + 1, 2), count}))


def _quantise(path: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        path,
        path,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    model = onnx.load(path)
    _round_token_vectors(model.graph)
    onnx.save(model, path)


def _round_token_vectors(graph: Any) -> None:  # noqa: ANN401 - onnx's messages are untyped
    """Token vectors in 8 bits, one scale per token: Gather, Cast, times the gathered scale."""
    from onnx import TensorProto, helper, numpy_helper

    large = max(graph.initializer, key=lambda tensor: int(np.prod(tensor.dims)))
    table = numpy_helper.to_array(large).astype(np.float32)
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    rounded = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
    readers = [
        (place, node)
        for place, node in enumerate(graph.node)
        if node.op_type == "Gather" and node.input[0] == large.name
    ]
    if len(readers) != 1:
        return
    ((place, node),) = readers
    numbers, out = node.input[1], node.output[0]
    made = [
        helper.make_node("Gather", ["words", numbers], ["words_8"], axis=0),
        helper.make_node("Cast", ["words_8"], ["words_32"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["word_scales", numbers], ["words_scale"], axis=0),
        helper.make_node("Mul", ["words_32", "words_scale"], [out]),
    ]
    graph.node.remove(node)
    for offset, new in enumerate(made):
        graph.node.insert(place + offset, new)
    graph.initializer.remove(large)
    graph.initializer.extend(
        [numpy_helper.from_array(rounded, "words"), numpy_helper.from_array(scale, "word_scales")]
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's and the quantiser's words away."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
