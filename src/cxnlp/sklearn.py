"""The linear model as a scikit-learn estimator, for grids, pipelines and cross-validation there.

```
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(ServiceLevelClassifier(), {"strength": [2, 8]}, scoring="f1_macro")
search.fit(texts, levels).best_estimator_.predict(["They lied to me."])
```

The class keeps scikit-learn's conventions (parameters as attributes, fitted state with a trailing
underscore, `clone`, tags) without inheriting from it, so that importing cxnlp never needs it.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.levels import NO_EVIDENCE, ServiceLevel
from cxnlp.models import ModelCalibration
from cxnlp.models.level_model import answer
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.text import clean_all
from cxnlp.training import LabelledTexts, TrainingSettings
from cxnlp.training.assemble import calibrate
from cxnlp.training.config import CalibrationSettings, LinearSettings
from cxnlp.training.crossfit import out_of_fold
from cxnlp.training.linear import fit_heads, prepare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

    from cxnlp.models import Predictions

__all__ = ["ServiceLevelClassifier", "UnfitError"]


class ServiceLevelClassifier:
    """Places texts on the levels that it was fitted on.

    Args:
        strength: how closely the heads follow the texts (`[linear] strength` of a configuration).
        balance: 0, levels count as they come, to 1, every level counts the same.
        buckets: hash buckets of the features.
        calibrated: whether probabilities are calibrated out of fold; takes `folds` times as long.
        folds: parts for that.
        seed: of every random choice.

    Attributes:
        classes_: the levels seen in fitting, as they were given, worst first. Shape (k,).
        n_features_in_: not defined, for texts have none.

    >>> texts = ["They lied.", "A lie, again.", "Very good help.", "Good people."]
    >>> model = ServiceLevelClassifier(calibrated=False, buckets=1024).fit(texts, [1, 1, 4, 4])
    >>> model.predict(["Good help."]).tolist()
    [4]
    """

    _estimator_type = "classifier"

    def __init__(
        self,
        *,
        strength: float = 8.0,
        balance: float = 1.0,
        buckets: int = 2**18,
        calibrated: bool = True,
        folds: int = 5,
        seed: int = 7,
    ) -> None:
        self.strength = strength
        self.balance = balance
        self.buckets = buckets
        self.calibrated = calibrated
        self.folds = folds
        self.seed = seed

    def fit(self, X: Iterable[str], y: ArrayLike) -> Self:  # noqa: N803 - scikit-learn's name
        """Learn from texts and levels (names, numbers 1 to 6, or 0 for no evidence).

        Raises:
            UnfitError: X holds no texts, or not as many as y has levels, or only one level; an
                `InputDataError` and a `ValueError`.
            ConfigurationError: y names no level, or a parameter is out of range.
            MissingDependencyError: scikit-learn is not installed.
        """
        texts, given = _texts(X), np.asarray(y)
        if given.shape != (len(texts),):
            raise _unfit(f"{len(texts)} texts and levels of shape {given.shape}", "one for each")
        levels = np.array([_level(value) for value in given.tolist()], np.int64)
        codes, first = np.unique(levels, return_index=True)
        if len(codes) < 2:  # noqa: PLR2004 - one class is nothing to tell apart
            raise _unfit(f"{len(codes)} class", "texts of two levels or more")
        settings = self._settings()
        data = LabelledTexts(
            "X", texts, levels, np.full(len(texts), ""), np.zeros(len(texts), np.bool_)
        )
        prepared = prepare(data, [], settings)
        calibration = ModelCalibration()
        if self.calibrated:
            calibration = calibrate(out_of_fold(prepared, settings), data, settings)
        self.scorer_ = fit_heads(prepared, settings, np.ones(len(texts), np.bool_))
        self.calibration_ = calibration
        self.classes_ = given[first]
        self.codes_ = codes
        return self

    def predict(self, X: Iterable[str]) -> NDArray[Any]:  # noqa: N803 - scikit-learn's name
        """The level of each text, in the words of `y`. Shape (n,)."""
        found = self._answers(X)
        levels = found.levels.astype(np.int64)
        if NO_EVIDENCE in self.codes_:
            levels = np.where(found.evidence < 0.5, NO_EVIDENCE, levels)  # noqa: PLR2004 - likelier
        judged = np.where(self.codes_ == NO_EVIDENCE, np.inf, self.codes_)
        nearest = np.abs(levels[:, None] - judged).argmin(axis=1)
        chosen = np.where(levels == NO_EVIDENCE, 0, nearest)
        labels: NDArray[Any] = self.classes_[chosen]
        return labels

    def predict_proba(self, X: Iterable[str]) -> NDArray[np.float64]:  # noqa: N803 - the same
        """The probability of each class of `classes_`. Shape (n, k), rows sum to 1."""
        found = self._answers(X)
        known = found.evidence.astype(np.float64)[:, None]
        every = np.concatenate([1 - known, known * found.probabilities], axis=1)
        chances: NDArray[np.float64] = every[:, self.codes_]
        shares: NDArray[np.float64] = chances / chances.sum(axis=1, keepdims=True)
        return shares

    def score(self, X: Iterable[str], y: ArrayLike) -> float:  # noqa: N803 - scikit-learn's name
        """The share of texts that are placed on their level."""
        return float((self.predict(X) == np.asarray(y)).mean())

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - no inner estimators
        """The parameters by name."""
        return {name: getattr(self, name) for name in self._names()}

    def set_params(self, **params: object) -> Self:
        """Set parameters by name.

        Raises:
            ValueError: there is no such parameter.
        """
        for name, value in params.items():
            if name not in self._names():
                known = ", ".join(self._names())
                raise ValueError(f"no parameter {name!r}; expected one of {known}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({given})"

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "scorer_")

    def __sklearn_tags__(self) -> object:
        """What scikit-learn may expect: a classifier of texts, which are one-dimensional."""
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True, one_d_labels=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(one_d_array=True, two_d_array=False, string=True),
        )

    @classmethod
    def _names(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def _settings(self) -> TrainingSettings:
        return TrainingSettings(
            seed=self.seed,
            features=FeatureSettings.check({"buckets": self.buckets}, where="parameters"),
            linear=LinearSettings.check(
                {"strength": self.strength, "balance": self.balance}, where="parameters"
            ),
            calibration=CalibrationSettings.check({"folds": self.folds}, where="parameters"),
        )

    def _answers(self, texts: Iterable[str]) -> Predictions:
        if not hasattr(self, "scorer_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(f"this {type(self).__name__} is not fitted: call fit first")
        return answer(self.scorer_.score(_texts(texts)), self.calibration_)


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise _unfit("one text", "a list of texts")
    shape = getattr(given, "shape", (0,))
    if len(shape) != 1:
        raise _unfit(f"a table of shape {shape}", "one column of texts (a Series or a list)")
    texts = list(given)
    if not texts or not all(isinstance(text, str) for text in texts):
        raise _unfit(f"{len(texts)} values that are not all texts", "a list of texts")
    return tuple(clean_all(texts))


def _level(value: object) -> int:
    # bool first: False would pass for 0
    if not isinstance(value, bool) and (value == NO_EVIDENCE or value in {"0", "none"}):
        return NO_EVIDENCE
    return int(ServiceLevel.parse(value))


class UnfitError(InputDataError, ValueError):
    """What was given does not fit; a `ValueError` too, which scikit-learn expects of estimators."""


def _unfit(found: str, expected: str) -> UnfitError:
    return UnfitError(
        "ServiceLevelClassifier",
        found=found,
        expected=expected,
        hint="X is a list of comments, y their levels.",
    )
