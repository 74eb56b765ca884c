"""`cxnlp evaluate`: every figure with its interval."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.flows.evaluate import evaluate
from cxnlp.training.config import DataSettings

_REAL = Path(__file__).parents[2].parent / "shared" / "data" / "levels" / "dev.csv"
_TEXTS = [
    ("They lied to us and kept our money, never again.", 1),
    ("Slow, cold and disappointing.", 2),
    ("It was ok.", 3),
    ("Friendly staff and good food.", 4),
    ("They went out of their way and exceeded all we hoped for.", 5),
    ("How do I change my PIN?", 0),
] * 8


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    rows = [f'"{text}",{level},{place % 4}' for place, (text, level) in enumerate(_TEXTS)]
    path.write_text("text,level,customer\n" + "\n".join(rows) + "\n")
    return path


def test_levels_are_measured_on_rows_that_have_one(table: Path) -> None:
    found = evaluate("levels-fast", table, draws=50)
    assert found.rows == 48
    assert found.judged == 40
    assert found.metrics["mean_absolute_error"].n == 40
    assert found.metrics["evidence_auroc"].n == 48
    assert found.metrics["quadratic_weighted_kappa"].value > 0.7
    assert np.array(found.confusion).sum() == 40


def test_every_measure_lies_in_its_interval(table: Path) -> None:
    found = evaluate("levels-fast", table, draws=100)
    for name, figure in found.metrics.items():
        if name != "expected_calibration_error":  # resamples show more error, by chance
            assert figure.low <= figure.value <= figure.high, name


def test_the_majority_stands_beside_the_model(table: Path) -> None:
    found = evaluate("levels-fast", table, draws=20)
    assert found.baselines["majority"]["quadratic_weighted_kappa"].value == 0


def test_clusters_are_drawn_whole(table: Path) -> None:
    one = evaluate("levels-fast", table, draws=50)
    many = evaluate("levels-fast", table, draws=50, clusters=np.arange(48) % 6)
    name = "ranked_probability_score"
    assert one.metrics[name].value == many.metrics[name].value
    assert one.metrics[name] != many.metrics[name]


def test_it_can_be_written_as_json_and_read_by_people(table: Path) -> None:
    found = evaluate("levels-fast", table, draws=20)
    values = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert values["metrics"]["macro_f1"]["value"] == pytest.approx(
        found.metrics["macro_f1"].value, abs=1e-6
    )
    assert "quadratic_weighted_kappa" in found.describe()


def test_an_unknown_level_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text("text,level\nfine,superb\n")
    with pytest.raises(InputDataError, match="row 1"):
        evaluate("levels-fast", tmp_path / "gold.csv")


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.skipif(not _REAL.exists(), reason="../shared/data is not there")
def test_the_shipped_fast_model_holds_its_floor_on_real_feedback() -> None:
    columns = DataSettings(source="source", enriched="enriched")
    found = evaluate("levels-fast", _REAL, columns=columns).metrics
    assert found["quadratic_weighted_kappa"].value >= 0.81
    assert found["macro_f1"].value >= 0.57
    assert found["mean_absolute_error"].value <= 0.47
    assert found["interval_coverage"].value == pytest.approx(0.9, abs=0.03)
    assert found["expected_calibration_error"].value <= 0.05
