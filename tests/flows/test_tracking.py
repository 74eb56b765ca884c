"""Models and what they are worth, logged to a local MLflow store."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import MissingDependencyError, UsageError
from cxnlp.flows.evaluate import evaluate
from cxnlp.flows.tracking import track
from cxnlp.models import load
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
    with pytest.raises(UsageError, match="tracking address"):
        track(load(), None, f"nowhere://{tmp_path}")
