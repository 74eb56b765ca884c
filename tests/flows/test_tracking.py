"""Models and what they are worth, logged to a local MLflow store."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import MissingDependencyError, UsageError
from cxnlp.flows.evaluate import evaluate
from cxnlp.flows.tracking import _measures, _parameters, track
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.training import LabelledTexts

if TYPE_CHECKING:
    from pathlib import Path

GOLD = LabelledTexts(
    "made-up.csv",
    ("They lied to me.", "It was fine.", "Wonderful people!", "What is the fee?"),
    np.array([1, 3, 4, 0]),
    np.full(4, ""),
    np.zeros(4, np.bool_),
)


@pytest.mark.skipif(find_spec("mlflow") is not None, reason="MLflow is installed here")
def test_without_mlflow_the_extra_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDependencyError, match="mlflow"):
        track(load(), None, f"file:{tmp_path}")


# MLflow warns of its own parts; what is tested is what we log.
@pytest.mark.filterwarnings("ignore::Warning")
def test_parameters_measures_and_files_are_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="MLflow is tested in an environment of its own")
    # Since MLflow 3 its own file store asks for a word of consent.
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    store = f"file:{tmp_path}/runs"
    model = load("levels-fast")
    evaluation = evaluate(model, GOLD, draws=20)
    run = track(model, evaluation, store)
    client = mlflow.MlflowClient(tracking_uri=store)
    logged = client.get_run(run)
    assert logged.info.status == "FINISHED"
    assert logged.data.params["model_digest"] == model.digest
    assert logged.data.params["config.linear.strength"] == str(
        model.manifest.config["linear"]["strength"]  # type: ignore[index, call-overload]
    )
    error = evaluation.metrics["mean_absolute_error"]
    assert logged.data.metrics["mean_absolute_error"] == pytest.approx(error.value)
    assert logged.data.metrics["mean_absolute_error.high"] == pytest.approx(error.high)
    files = {file.path for file in client.list_artifacts(run, "model")}
    assert {"model/CARD.md", "model/manifest.json", "model/weights.safetensors"} <= files


@pytest.mark.filterwarnings("ignore::Warning")
def test_an_address_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("mlflow", reason="MLflow is tested in an environment of its own")
    with pytest.raises(UsageError, match="tracking address") as error:
        track(load(), None, f"nowhere://me:secret@host/{tmp_path}")
    assert "secret" not in str(error.value)


def test_parameters_are_words_under_the_whole_path_of_their_keys() -> None:
    """MLflow takes no nested values; what is not set is no parameter."""
    model = load("levels-fast")
    config = {"kind": "linear", "rated": [{"data": "r.csv"}, {"data": None}], "ngrams": [1, 2]}
    manifest = model.manifest.model_copy(update={"config": config, "languages": ("en", "cy")})
    changed = LevelModel(seal(manifest, model.contents.files), model.scorer, model.calibration)
    told = dict(_parameters(changed))
    assert told["languages"] == "en, cy"
    assert told["model_digest"] == changed.digest
    assert {name: word for name, word in told.items() if name.startswith("config")} == {
        "config.kind": "linear",
        "config.rated.0.data": "r.csv",
        "config.ngrams.0": "1",
        "config.ngrams.1": "2",
    }
    data = [word for name, word in told.items() if name.startswith("data.")]
    assert data == [f"{one.name} {one.digest[:12]}" for one in manifest.data]


def test_names_are_such_as_every_server_takes() -> None:
    """Letters, digits, underscores, dashes, periods and slashes."""
    model = load("levels-fast")
    uses = [record.use for record in model.manifest.data]
    assert "calibration, out of fold" in uses
    assert all(re.fullmatch(r"[\w.\-/]+", name, re.ASCII) for name, _ in _parameters(model))


def test_what_is_no_number_is_not_logged_and_a_model_that_was_not_measured_logs_nothing() -> None:
    assert dict(_measures(None)) == {}
    one_level = replace(GOLD, levels=np.array([4, 4, 4, 0]))
    evaluation = evaluate("levels-fast", one_level, draws=20)
    told = dict(_measures(evaluation))
    error = evaluation.metrics["mean_absolute_error"]
    assert (told["mean_absolute_error"], told["mean_absolute_error.low"]) == (
        error.value,
        error.low,
    )
    assert "quadratic_weighted_kappa" not in told
