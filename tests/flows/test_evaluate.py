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


def test_every_cell_bin_and_evidence_figure_has_its_interval(table: Path) -> None:
    """In the object and in JSON: what no text has is null, and nothing is without ends."""
    found = evaluate("levels-fast", table, draws=50)
    counts = np.array(found.confusion)
    for row, shares in zip(counts, found.confusion_shares, strict=True):
        for count, one in zip(row, shares, strict=True):
            if not row.sum():
                assert one is None
                continue
            assert one is not None
            assert one.n == row.sum()
            assert one.value == pytest.approx(count / row.sum())
            assert 0 <= one.low <= one.value <= one.high <= 1
            assert one.low < one.high
    curve = found.evidence_reliability
    assert curve is not None
    assert curve.rows.sum() == 48
    error = found.metrics["evidence_calibration_error"]
    assert error.value == pytest.approx(curve.error)
    assert (error.n, error.low < error.high) == (48, True)
    for each in (curve, found.reliability):
        assert each.accuracy_low is not None
        assert each.accuracy_high is not None
        assert (each.accuracy_low < each.accuracy_high).all()
    values = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert values["confusion_shares"][5] == [None] * 6
    assert set(values["confusion_shares"][0][0]) == {"value", "low", "high", "n", "coverage"}
    assert len(values["reliability"]["accuracy_low"]) == len(values["reliability"]["rows"])
    told = found.describe()
    assert "by true level: its answers, as shares with intervals" in told
    assert any("evidence calibration error" in row for one in found.tables() for row in one.rows)
    assert any("by its probability" in one.caption for one in found.tables())


def test_the_error_by_chance_is_a_range_and_no_point(table: Path) -> None:
    """Found by a reviewer: it was printed with both ends on the figure."""
    found = evaluate("levels-fast", table, draws=20).metrics
    for name in ("calibration_error_by_chance", "evidence_calibration_error_by_chance"):
        assert found[name].low < found[name].value < found[name].high


def test_cells_and_bins_draw_clusters_whole(table: Path) -> None:
    alone = evaluate("levels-fast", table, draws=50, baselines=())
    few = evaluate("levels-fast", table, draws=50, baselines=(), clusters=np.arange(48) // 12)
    (one, other) = (found.confusion_shares[0][0] for found in (alone, few))
    assert one is not None
    assert other is not None
    assert one.value == other.value
    assert other.high - other.low > one.high - one.low


def test_a_share_of_none_or_all_has_an_end_beyond_it(tmp_path: Path) -> None:
    """No gross error in forty texts does not mean that there never is one."""
    path = tmp_path / "gold.csv"
    path.write_text("text,level\n" + "Good and friendly people.,4\n" * 40, encoding="utf-8")
    found = evaluate("levels-fast", path, draws=30)
    far, held = (found.metrics[name] for name in ("off_by_two_rate", "interval_coverage"))
    assert (far.value, far.low, round(far.high, 3)) == (0, 0, 0.088)
    assert (held.value, round(held.low, 3), held.high) == (1, 0.912, 1)
    assert found.per_level["desired"]["interval_coverage_low"] == held.low
    assert found.baselines["majority"]["off_by_two_rate"].high == far.high
