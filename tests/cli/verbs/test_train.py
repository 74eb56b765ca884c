"""`cxnlp train`, then what stands on a trained model: evaluate, compare, audit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.cli import main

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = {
    0: "how do i open an account",
    1: "they lied and kept my money",
    2: "slow and disappointing",
    3: "it was ok",
    4: "friendly staff and good food",
    5: "went out of their way",
    6: "best ever in my life",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for name, first, count in (("train", 0, 140), ("test", 500, 42)):
        rows = [f"{first + n},{VERDICTS[n % 7]} visit {first + n},{n % 7}" for n in range(count)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["id,text,level", *rows]))
    path = tmp_path / "config.toml"
    path.write_text(
        'name = "small"\n[data]\ntrain = "train.csv"\ntest = "test.csv"\n'
        "[features]\nbuckets = 4096\n[calibration]\nfolds = 2\n"
    )
    return path


def test_a_trained_model_is_evaluated_and_compared_by_name_of_its_folder(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, model = str(tmp_path / "train.csv"), str(tmp_path / "model")
    words = ["--config", str(config), "--out", model, "--quiet", "--json"]
    assert main(["train", table, *words]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert trained["evaluation"]["judged"] == 36
    assert main(["train", table, *words]) == 5
    capsys.readouterr()
    assert main(["compare", "levels-fast", model, str(tmp_path / "test.csv"), "--quiet"]) == 0
    assert "gate" not in capsys.readouterr().out
    assert main(["evaluate", model, table, "--quiet"]) == 0
    assert "LEARNED FROM" in capsys.readouterr().out


def test_the_card_tells_how_robust_the_model_is(config: Path, tmp_path: Path) -> None:
    words = ["--config", str(config), "--out", str(tmp_path / "model"), "--quiet"]
    assert main(["train", "-", *words]) == 0
    card = (tmp_path / "model" / "CARD.md").read_text(encoding="utf-8")
    assert "| typing errors | invariance |" in card
    assert "No slice is large enough to judge" in card


def test_mlflow_that_is_not_installed_is_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from importlib.util import find_spec

    if find_spec("mlflow") is not None:
        pytest.skip("MLflow is installed here: tests/flows/test_tracking.py logs to it")
    words = ["--mlflow", f"file:{tmp_path}", "--quiet"]
    assert config.is_file()
    assert main(["evaluate", "levels-fast", str(tmp_path / "test.csv"), *words]) == 7
    assert "mlflow" in capsys.readouterr().err
    model = tmp_path / "model"
    assert main(["train", "-", "--config", str(config), "--out", str(model), *words]) == 7
    assert not model.exists()
