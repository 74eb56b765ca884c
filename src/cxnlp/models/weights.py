"""Weights in whole numbers: how the kinds that add them up keep them, and what their sums say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from cxnlp.errors import ModelError
from cxnlp.models.predictions import Scores
from cxnlp.ordinal import level_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["LEVEL_OUTPUTS", "as_scores", "read_weights", "weighed", "weights_bytes"]

_Kind = TypeVar("_Kind", np.int8, np.int16)

LEVEL_OUTPUTS: Final = 6
"""Five for "above level 1" to "above level 5", one for evidence."""


def read_weights(
    content: bytes, name: str, shape: tuple[int, ...], kind: type[_Kind], *, where: str
) -> tuple[NDArray[_Kind], Floats, Floats]:
    """Read weights, and refuse those that do not fit the model that they lie in.

    Args:
        content: a safetensors file with the arrays `name`, `scale` and `constant`.
        name: of the weights in it.
        shape: of the weights, as the model's other parts ask for it.
        kind: of whole number.
        where: the file's name, for errors.

    Returns:
        Weights; what one unit of them is worth on each output; and what is added to each output.
        Shapes `shape`, (6,), (6,).

    Raises:
        ModelError: the file cannot be read, lacks an array, or one has another shape or kind.

    >>> content = weights_bytes("table", np.zeros((9, 6), np.int8), np.ones(6), np.zeros(6))
    >>> read_weights(content, "table", (9, 6), np.int8, where="tokens.safetensors")[1].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found = load(content)
        weights, scale, constant = found[name], found["scale"], found["constant"]
    except (SafetensorError, KeyError) as error:
        raise ModelError(
            where,
            found=f"contents that cannot be read ({type(error).__name__})",
            expected=f"the arrays {name}, scale and constant",
            hint="Train the model again.",
        ) from error
    for said, array, expected, of in (
        (name, weights, shape, kind),
        ("scale", scale, (LEVEL_OUTPUTS,), np.float64),
        ("constant", constant, (LEVEL_OUTPUTS,), np.float64),
    ):
        if array.shape != expected or array.dtype != of:
            raise ModelError(
                where,
                found=f"{said} of shape {array.shape}, {array.dtype}",
                expected=f"{expected}, {np.dtype(of)}",
                hint="Train the model again.",
            )
    return weights, scale, constant


def weights_bytes(
    name: str, weights: NDArray[np.integer], scale: Floats, constant: Floats
) -> bytes:
    """The content of the file that `read_weights` reads.

    Args:
        name: of the weights in it.
        weights: any shape.
        scale: shape (outputs,).
        constant: shape (outputs,).

    >>> len(weights_bytes("table", np.zeros((2, 6), np.int8), np.ones(6), np.zeros(6))) > 100
    True
    """
    from safetensors.numpy import save

    tensors = {name: weights, "scale": scale, "constant": constant}
    return bytes(save({said: np.ascontiguousarray(array) for said, array in tensors.items()}))


def weighed(sums: Floats, mass: Floats, scale: Floats, constant: Floats) -> Floats:
    """Sums of weights, made alike for short and long texts.

    Args:
        sums: of n texts. Shape (outputs, n), whole numbers.
        mass: what a text's sums are divided by, above 0. Shape (n,).
        scale: what one unit is worth on each output. Shape (outputs,).
        constant: added to each output. Shape (outputs,).

    Returns:
        Shape (n, outputs).

    >>> weighed(np.array([[6.0, 2.0]]), np.array([2.0, 1.0]), np.array([0.5]), np.ones(1)).tolist()
    [[2.5], [2.0]]
    """
    outputs = sums / mass * scale[:, None] + constant[:, None]
    return np.ascontiguousarray(outputs.T)


def as_scores(outputs: Floats) -> Scores:
    """What the six outputs say of levels and evidence.

    Args:
        outputs: log-odds of lying above level 1 to 5, then of evidence. Shape (n, 6).

    >>> as_scores(np.zeros((2, 6))).levels.shape
    (2, 6)
    """
    return Scores(
        levels=level_scores(outputs[:, : LEVEL_OUTPUTS - 1]),
        evidence=np.ascontiguousarray(outputs[:, LEVEL_OUTPUTS - 1]),
        aspects={},
    )
