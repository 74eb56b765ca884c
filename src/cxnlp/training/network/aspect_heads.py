"""Aspect heads, fitted after the levels are learned: logistic regressions on the network's vectors.

Heads that are trained with the network alone stay far behind in the few steps that the levels need
(measured: docs/decisions/2026-11-21-cascade.md).
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.encoders.onnx import OnnxNetwork
from cxnlp.errors import MissingDependencyError
from cxnlp.models.aspects import ASPECT_OUTPUTS, DIMENSIONS, FLAGS
from cxnlp.training.network.onnx_export import AspectHeads, export_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.training.network.aspects import AspectGold
    from cxnlp.training.network.backbone import Network

__all__ = ["fit_aspect_heads"]

_STRENGTH: Final = 0.02
"""C of the logistic regressions; chosen on the training rows by the trials."""
_STEPS: Final = 150
_LEVEL_OUTPUTS: Final = 7


def fit_aspect_heads(
    network: Network, texts: tuple[str, ...], gold: AspectGold, eight_bits: bool
) -> AspectHeads:
    """Fit heads on what the network says in the bits in which it will be asked.

    Args:
        network: fine-tuned.
        texts: n texts to learn from.
        gold: their aspects.
        eight_bits: whether the network will be stored in 8 bits.
    """
    content = export_network(network, eight_bits=eight_bits, features=True)
    reader = OnnxNetwork.read(content)
    features = reader.run(network.tokens.numbers(texts))[:, _LEVEL_OUTPUTS:].astype(np.float64)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    features = (features - mean) / spread
    codes, flags = gold.of(texts)
    weights, constant = np.zeros((ASPECT_OUTPUTS, features.shape[1])), np.zeros(ASPECT_OUTPUTS)
    for place in range(len(DIMENSIONS)):
        rows = slice(3 * place, 3 * place + 3)
        weights[rows], constant[rows] = _three_way(features, codes[:, place])
    for place in range(len(FLAGS)):
        row = 3 * len(DIMENSIONS) + place
        weights[row], constant[row] = _two_way(features, flags[:, place] > 0)
    weights = weights / spread
    return AspectHeads(weights.astype(np.float32), (constant - weights @ mean).astype(np.float32))


def _three_way(
    features: NDArray[np.float64], codes: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weights, constant = np.zeros((3, features.shape[1])), np.full(3, -9.0)
    known = np.unique(codes)
    constant[known] = 0
    if len(known) == 2:  # noqa: PLR2004 - two of three codes: a yes-or-no head tells them apart
        slope, offset = _two_way(features, codes == known[1])
        weights[known[1]], constant[known[1]] = slope, offset
    elif len(known) > 2:  # noqa: PLR2004
        model = _regression(features, codes)
        weights, constant = model.coef_, model.intercept_
    return weights, constant


def _two_way(
    features: NDArray[np.float64], there: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    if there.all() or not there.any():
        return np.zeros(features.shape[1]), 9.0 if there.all() else -9.0
    model = _regression(features, there)
    return model.coef_[0], float(model.intercept_[0])


def _regression(features: NDArray[np.float64], answers: NDArray[np.generic]) -> Any:  # noqa: ANN401 - untyped
    try:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingDependencyError.of("scikit-learn", "train") from error
    with warnings.catch_warnings():
        # Stopped early on purpose: the last steps take most of the time and change no answer.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(C=_STRENGTH, max_iter=_STEPS).fit(features, answers)
