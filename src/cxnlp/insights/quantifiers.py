"""Quantifiers: from probabilities of a run, and of judged comments, to shares of the levels.

Our own, expectation-maximisation (Saerens, Latinne and Decaestecker 2002), needs only NumPy.
Others come from QuaPy (Moreo, Esuli and Sebastiani 2021), where it is installed: `EMQ`, the same
method; `PACC`, which turns the confusion of the probabilities round (Bella et al. 2010); `KDEyML`,
which fits the density of the probabilities (Moreo, Gonzalez and del Coz 2025).
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, Self, get_args

import numpy as np

from cxnlp.errors import MissingDependencyError
from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Solver = Callable[
        [NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]], NDArray[np.float64]
    ]

__all__ = ["QUANTIFIERS", "Quantifier", "likeliest_shares", "open_quantifier"]

Quantifier = Literal["own", "EMQ", "KDEyML", "PACC"]
"""By name; all but `own` are QuaPy's."""

QUANTIFIERS: Final[tuple[Quantifier, ...]] = get_args(Quantifier)
"""Their names."""

_ROUNDS: Final = 1000
_STILL: Final = 1e-5


def open_quantifier(name: Quantifier) -> Solver:
    """A quantifier: takes a run's probabilities, those of judged comments, and their levels.

    Raises:
        MissingDependencyError: it is QuaPy's, which is not installed.

    >>> sharp = np.eye(6)[[0, 0, 0, 3]]
    >>> shares = open_quantifier("own")(sharp, np.eye(6), np.arange(1, 7))
    >>> shares.round(2).tolist()
    [0.75, 0.0, 0.0, 0.25, 0.0, 0.0]
    """
    return _own if name == "own" else _from_quapy(name)


def _own(
    run: NDArray[np.float64], known: NDArray[np.float64], levels: NDArray[np.int64]
) -> NDArray[np.float64]:
    counts = np.bincount(levels, minlength=known.shape[1] + 1)[1:]
    return likeliest_shares(run, counts / counts.sum())


def _from_quapy(name: str) -> Solver:
    try:
        with warnings.catch_warnings():
            # QuaPy warns of its own optional parts when it is imported.
            warnings.simplefilter("ignore")
            aggregative = import_module("quapy.method.aggregative")
    except ImportError as error:
        raise MissingDependencyError.of("quapy", "quantify") from error
    from sklearn.base import BaseEstimator

    class Given(BaseEstimator):  # type: ignore[misc] # scikit-learn tells no types
        """Stands for the model: its probabilities are there already."""

        classes_ = np.arange(len(ServiceLevel))

        def __sklearn_is_fitted__(self) -> bool:
            return True

        def fit(self, *_: object) -> Self:
            return self

        def predict_proba(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
            return probabilities

    def shares(
        run: NDArray[np.float64], known: NDArray[np.float64], levels: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        method = getattr(aggregative, name)(Given(), fit_classifier=False, val_split=None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            method.fit(known, levels - 1)
            return np.asarray(method.predict(run), np.float64)

    return shares


def likeliest_shares(
    chances: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Shares that make a run's probabilities likeliest. Shape (k,), sum 1.

    Args:
        chances: probabilities that are calibrated for a mix of `prior`. Shape (n, k).
        prior: that mix. Shape (k,), all above 0.

    >>> likeliest_shares(np.eye(2)[[0, 0, 0, 1]], np.array([0.5, 0.5])).tolist()
    [0.75, 0.25]
    """
    shares = prior.copy()
    for _ in range(_ROUNDS):
        weighted = chances * (shares / prior)
        new = (weighted / weighted.sum(axis=1, keepdims=True)).mean(axis=0)
        moved = np.abs(new - shares).max()
        shares = new
        if moved < _STILL:
            break
    return shares
