"""The estimator keeps scikit-learn's conventions as far as text allows."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from cxnlp.errors import ConfigurationError, InputDataError
from cxnlp.models import ModelCalibration
from cxnlp.sklearn import ServiceLevelClassifier

VERDICTS = {
    1: "They lied and kept my money",
    3: "It was okay and average",
    5: "They went out of their way for us",
}
TEXTS = [f"{text}, visit {n}." for n in range(12) for text in VERDICTS.values()]
LEVELS = [level for _ in range(12) for level in VERDICTS]


def small(**given: object) -> ServiceLevelClassifier:
    return ServiceLevelClassifier(buckets=2048, calibrated=False).set_params(**given)


class Worded(ServiceLevelClassifier):
    """The estimator under scikit-learn's own checks: their numbers become words, column by column.

    What the words hide is checked here as scikit-learn does it (shape, type, number of columns);
    all else, from parameters to pickles, is the estimator's.
    """

    def fit(self, X: np.ndarray, y: np.ndarray) -> Worded:  # type: ignore[override]  # noqa: N803
        table, answers = validate_data(self, X, y)
        check_classification_targets(answers)
        names, codes = np.unique(answers, return_inverse=True)
        self.edges_ = np.quantile(table, np.linspace(0.1, 0.9, 9), axis=0)
        super().fit(self._words(table), codes + 1)
        self.classes_ = names
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:  # type: ignore[override]  # noqa: N803
        check_is_fitted(self)
        return super().predict(self._words(validate_data(self, X, reset=False)))

    def predict_proba(self, X: np.ndarray) -> np.ndarray:  # type: ignore[override]  # noqa: N803
        check_is_fitted(self)
        return super().predict_proba(self._words(validate_data(self, X, reset=False)))

    def _words(self, table: np.ndarray) -> list[str]:
        bins = [np.searchsorted(*each) for each in zip(self.edges_.T, table.T, strict=True)]
        return [" ".join(f"w{at}x{k}" for at, k in enumerate(row)) for row in np.transpose(bins)]

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401 - scikit-learn tells no types
        tags: Any = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        tags.input_tags.one_d_array = tags.input_tags.string = False
        return tags


def test_it_passes_check_estimator_where_numbers_become_words() -> None:
    """All of scikit-learn's checks of a classifier; one needs another array library, and skips."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = estimator_checks.check_estimator(
            Worded(buckets=1024, calibrated=False), on_fail=None, on_skip=None
        )
    failed = {one["check_name"]: one["exception"] for one in results if one["status"] == "failed"}
    assert failed == {}
    skipped = [one["check_name"] for one in results if one["status"] == "skipped"]
    assert skipped == ["check_array_api_input"]
    assert len(results) > 50


def test_of_texts_themselves_scikit_learn_makes_up_none() -> None:
    """It says so and checks cloning alone: hence the words above."""
    with pytest.warns(SkipTestWarning, match="Can't test estimator"):
        results = estimator_checks.check_estimator(small(), on_skip="warn")
    assert [result["check_name"] for result in results] == ["check_estimator_cloneable"]
    assert results[0]["status"] == "passed"


@pytest.mark.parametrize(
    "check",
    [
        "check_estimator_cloneable",
        "check_estimator_repr",
        "check_estimator_tags_renamed",
        "check_get_params_invariance",
        "check_no_attributes_set_in_init",
        "check_parameters_default_constructible",
        "check_set_params",
        "check_valid_tag_types",
    ],
)
def test_it_passes_the_checks_that_need_no_numbers(check: str) -> None:
    getattr(estimator_checks, check)("ServiceLevelClassifier", small())


def test_grid_search_finds_parameters_on_texts() -> None:
    search = GridSearchCV(small(), {"strength": [0.5, 8.0]}, scoring="f1_macro", cv=3)
    search.fit(TEXTS, LEVELS)
    assert search.best_score_ == 1
    assert search.best_estimator_.predict(["They lied and kept it."]).tolist() == [1]


def test_it_stands_in_a_pipeline_and_in_cross_validation() -> None:
    pipeline = make_pipeline(FunctionTransformer(), small())
    found = cross_val_predict(pipeline, TEXTS, LEVELS, cv=3)
    assert (found == LEVELS).all()


def test_a_clone_has_the_parameters_and_nothing_learned() -> None:
    fitted = small(strength=2.0).fit(TEXTS, LEVELS)
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        copy.predict(TEXTS)
    assert is_classifier(copy)


@pytest.mark.parametrize("names", [[1, 3, 5], ["criminal", "expected", "surprising"], [0, 3, 5]])
def test_answers_are_in_the_words_of_y(names: list[object]) -> None:
    y = np.array([names[(1, 3, 5).index(level)] for level in LEVELS])
    fitted = small().fit(TEXTS, y)
    assert (fitted.predict(TEXTS) == y).all()
    assert fitted.classes_.tolist() == names


def test_probabilities_sum_to_one_over_the_classes_seen() -> None:
    chances = small().fit(TEXTS, LEVELS).predict_proba(TEXTS[:7])
    assert chances.shape == (7, 3)
    assert chances.sum(axis=1) == pytest.approx(np.ones(7))


def test_probabilities_are_calibrated_where_asked_for() -> None:
    fitted = small(calibrated=True, folds=3).fit(TEXTS, LEVELS)
    assert fitted.calibration_ != ModelCalibration()
    assert fitted.score(TEXTS, LEVELS) == 1


def test_an_answer_does_not_depend_on_its_neighbours() -> None:
    fitted = small().fit(TEXTS, LEVELS)
    alone = np.concatenate([fitted.predict_proba([text]) for text in TEXTS])
    assert (alone == fitted.predict_proba(TEXTS)).all()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputDataError, match="one for each"):
        small().fit(TEXTS, LEVELS[1:])
    with pytest.raises(ValueError, match="two levels or more"):  # as scikit-learn expects it
        small().fit(TEXTS, [3] * len(TEXTS))
    with pytest.raises(InputDataError, match="not all texts"):
        small().fit([1, 2], [1, 2])  # type: ignore[list-item]
    with pytest.raises(InputDataError, match=r"shape \(8, 1\); expected one column of texts"):
        small().fit(np.array(TEXTS[:8], object)[:, None], LEVELS[:8])
    with pytest.raises(InputDataError, match="a Series or a list"):
        small().fit(TEXTS, LEVELS).predict(np.array([["Fine."]]))
    with pytest.raises(InputDataError, match="one text"):
        small().fit("They lied.", [1])
    with pytest.raises(ConfigurationError, match="service level"):
        small().fit(TEXTS, [9] * len(TEXTS))
    with pytest.raises(ConfigurationError, match="strength"):
        small(strength=-1.0).fit(TEXTS, LEVELS)
    with pytest.raises(ValueError, match="no parameter 'strenght'"):
        small(strenght=1)
