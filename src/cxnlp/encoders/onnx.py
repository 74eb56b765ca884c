"""Networks in ONNX: the one door to onnxruntime.

One text per call, without padding, each call on one thread; several texts run side by side on a
pool of threads. So nothing of a text's neighbours ever reaches its numbers, not even through the
ranges that dynamic 8-bit quantisation takes from what it is given
(docs/decisions/2026-11-21-eight-bits.md).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["OnnxNetwork", "available_cores"]

_INPUT: Final = "input_ids"
_SILENT: Final = 4
"""onnxruntime tells of fatal errors only; others are raised."""


def available_cores() -> int:
    """Cores that this process may use.

    >>> available_cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class OnnxNetwork:
    """A network from token numbers (1, length) to one row of numbers.

    Attributes:
        outputs: how many numbers a text gets.
        threads: texts that run side by side.
    """

    outputs: int
    threads: int
    _session: Any = field(repr=False)

    @classmethod
    def read(cls, content: bytes, *, threads: int | None = None) -> OnnxNetwork:
        """Open a network.

        Args:
            content: of the .onnx file.
            threads: texts side by side; None: one per available core.

        Raises:
            ModelError: it is no network from `input_ids` to one row per text.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _SILENT
        try:
            session = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                "network",
                found=f"contents that cannot be read ({type(error).__name__})",
                expected="a network in ONNX",
                hint="Fetch or train the model again.",
            ) from error
        inputs = [one.name for one in session.get_inputs()]
        shape = session.get_outputs()[0].shape
        if inputs != [_INPUT] or len(shape) != 2 or not isinstance(shape[1], int):  # noqa: PLR2004
            raise ModelError(
                "network",
                found=f"inputs {inputs} and an output of shape {shape}",
                expected=f"the input {_INPUT} and one row per text",
                hint="Train the model again.",
            )
        return cls(shape[1], threads or available_cores(), session)

    def run(self, numbers: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
        """Run each text by itself.

        Args:
            numbers: token numbers of n texts.

        Returns:
            Shape (n, outputs).
        """
        out = np.zeros((len(numbers), self.outputs), np.float32)

        def run_one(place: int) -> None:
            (rows,) = self._session.run(None, {_INPUT: numbers[place][None, :]})
            out[place] = rows[0]

        if self.threads == 1 or len(numbers) == 1:
            for place in range(len(numbers)):
                run_one(place)
            return out
        with ThreadPoolExecutor(self.threads) as pool:
            for _ in pool.map(run_one, range(len(numbers))):
                pass
        return out
