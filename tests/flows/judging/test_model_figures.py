"""A report tells what its model is worth, and nothing where that cannot be known."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.flows.judging.model_figures import evaluation_of
from cxnlp.models import load

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.reporting import Metric

NOTHING = ((), None)


def test_a_shipped_model_is_told_with_its_intervals_and_the_rows_behind_them() -> None:
    metrics, judged = evaluation_of("levels-fast", load("levels-fast").digest)
    folder = load("levels-fast").folder
    assert folder is not None
    written = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    assert judged == written["judged"] > 100
    assert metrics[0].value == written["metrics"]["quadratic_weighted_kappa"]["value"]
    (kappa,) = (one for one in metrics if one.name.startswith("quadratic kappa"))
    assert kappa.low is not None
    assert kappa.high is not None
    assert kappa.low < kappa.value < kappa.high


def test_another_model_of_that_name_is_told_nothing_of() -> None:
    assert evaluation_of("levels-fast", "sha256:" + "0" * 64) == NOTHING
    assert evaluation_of("no-such-model", "sha256:" + "0" * 64) == NOTHING


@pytest.mark.parametrize("written", ["[1]", "{}", '{"metrics": 3}', "{ cut off", "null"])
def test_a_file_of_another_form_tells_nothing(tmp_path: Path, written: str) -> None:
    assert told(tmp_path, written) == NOTHING


def test_the_calibration_of_evidence_is_told_where_it_was_measured(tmp_path: Path) -> None:
    one = {"value": 0.011, "low": 0.008, "high": 0.023}
    (only,), _ = told(tmp_path, json.dumps({"metrics": {"evidence_calibration_error": one}}))
    assert (only.value, only.low, only.high) == (0.011, 0.008, 0.023)
    assert "calibration" in only.name


def test_what_is_not_known_is_left_out_and_not_guessed(tmp_path: Path) -> None:
    metrics = {
        "macro_f1": {"value": 0.5, "low": None, "high": 0.6},
        "mean_absolute_error": 0.3,
        "quadratic_weighted_kappa": {"value": None, "low": 0.1, "high": 0.2},
        "interval_coverage": {"low": 0.1, "high": 0.2},
        "of another day": {"value": 1.0},
    }
    (only,), judged = told(tmp_path, json.dumps({"metrics": metrics, "judged": "many"}))
    assert only.name.startswith("macro F1")
    assert (only.value, only.low, only.high) == (0.5, None, 0.6)
    assert judged is None


def told(folder: Path, written: str) -> tuple[tuple[Metric, ...], int | None]:
    """What is told of a model in `folder` with this `evaluation.json`."""
    (folder / "manifest.json").write_text("{}")
    (folder / "evaluation.json").write_text(written)
    return evaluation_of(str(folder), "sha256:" + hashlib.sha256(b"{}").hexdigest())
