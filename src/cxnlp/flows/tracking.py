"""Tracking: parameters, measures and files of a training or an evaluation, logged to MLflow.

An option of `train` and `evaluate`; nothing depends on it. Only MLflow's client is used, with the
address that is given, so that no global state and no environment variable takes part.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import MissingDependencyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from cxnlp.flows.evaluate import Evaluation
    from cxnlp.models import LevelModel

__all__ = ["require_mlflow", "track"]

_LONGEST: Final = 500
"""Characters of a parameter that are logged."""
_SECRET: Final = re.compile(r"//[^/@\s]*@")
"""Who may come in, and by which password."""
_UNFIT: Final = re.compile(r"[^\w.\-/]+", re.ASCII)
"""What no server takes in a name."""


def require_mlflow() -> None:
    """Ask for MLflow before the work whose figures it shall log, not after.

    Raises:
        MissingDependencyError: it is not installed.
    """
    if find_spec("mlflow") is None:
        raise MissingDependencyError.of("mlflow", "track")


def track(
    model: LevelModel,
    evaluation: Evaluation | None,
    uri: str,
    *,
    experiment: str = "cxnlp",
) -> str:
    """Log a model and what it is worth as one MLflow run.

    Parameters are the model's training configuration, its kind, seed, languages, and digests of its
    data; measures carry their interval as `NAME.low` and `NAME.high`; artefacts are the files of
    the model's folder, where it has one.

    Args:
        model: the model.
        evaluation: its evaluation, if there is one.
        uri: where MLflow keeps its records: `file:` and a folder (for which MLflow 3 wants
            MLFLOW_ALLOW_FILE_STORE=true), a server's address, or a database's.
        experiment: the experiment that the run belongs to; made where it is missing.

    Returns:
        The MLflow run's id.

    Raises:
        MissingDependencyError: MLflow is not installed.
        UsageError: MLflow cannot write there.
    """
    require_mlflow()
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException

    try:
        client = MlflowClient(tracking_uri=uri)
        found = client.get_experiment_by_name(experiment)
        home = client.create_experiment(experiment) if found is None else found.experiment_id
        run: str = client.create_run(home, run_name=model.name).info.run_id
        for name, value in _parameters(model):
            client.log_param(run, name, value[:_LONGEST])
        for name, number in _measures(evaluation):
            client.log_metric(run, name, number)
        if model.folder is not None:
            client.log_artifacts(run, str(model.folder), "model")
        client.set_terminated(run)
    except (MlflowException, OSError) as error:
        reason = _SECRET.sub("//", str(error).partition("\n")[0])[:_LONGEST]
        raise UsageError(
            "MLflow",
            found=f"a place that cannot be written ({type(error).__name__}: {reason})",
            expected="a tracking address such as file:mlruns",
            hint="Check the address that was given for tracking; what was made stands.",
        ) from error
    return run


def _parameters(model: LevelModel) -> Iterator[tuple[str, str]]:
    manifest = model.manifest
    yield "model", model.name
    yield "model_digest", model.digest
    yield "kind", model.kind
    yield "seed", str(manifest.seed)
    yield "languages", ", ".join(manifest.languages)
    for number, record in enumerate(manifest.data):
        use = _UNFIT.sub("_", record.use)
        yield f"data.{number}.{use}", f"{record.name} {record.digest[:12]}"
    yield from _flat("config", manifest.config)


def _flat(path: str, value: JsonValue | Mapping[str, JsonValue]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(f"{path}.{number}", inner)
    elif value is not None:
        yield path, str(value)


def _measures(evaluation: Evaluation | None) -> Iterator[tuple[str, float]]:
    for name, figure in () if evaluation is None else evaluation.metrics.items():
        for end, number in (("", figure.value), (".low", figure.low), (".high", figure.high)):
            if np.isfinite(number):
                yield name + end, number
