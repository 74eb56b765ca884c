"""Aspects are read from the codebook's letters, and thresholds chosen for kappa."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.metrics.kappa import cohens_kappa
from cxnlp.training.network.aspects import fit_aspect_rule, read_aspects
from cxnlp.training.network.recipe import AspectSettings

if TYPE_CHECKING:
    from pathlib import Path


def _table(folder: Path, dimensions: str, touchpoints: str, stages: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(
        f'text,dimensions,touchpoints,stages\nkind staff,"{dimensions}",{touchpoints},{stages}\n'
    )
    return path


def test_letters_become_codes_and_flags(tmp_path: Path) -> None:
    gold = read_aspects(_table(tmp_path, "T-,E+", "PI", "A"), "text", AspectSettings())
    codes, flags = gold.of(("kind staff",))
    assert codes.tolist() == [[1, 2, 0, 0, 0]]
    assert flags.tolist() == [[1, 1, 0, 0, 0, 0, 1]]


def test_an_empty_cell_or_a_point_means_none(tmp_path: Path) -> None:
    gold = read_aspects(_table(tmp_path, "", ".", ""), "text", AspectSettings())
    codes, flags = gold.of(("kind staff",))
    assert not codes.any()
    assert not flags.any()


@pytest.mark.parametrize(
    "cells", [("X+", "", ""), ("E?", "", ""), ("E+", "Z", ""), ("E+", "I", "Q")]
)
def test_other_letters_are_refused_by_row_and_column(
    tmp_path: Path, cells: tuple[str, str, str]
) -> None:
    with pytest.raises(InputDataError, match=r"row 1, column (dimensions|touchpoints|stages)"):
        read_aspects(_table(tmp_path, *cells), "text", AspectSettings())


def test_a_threshold_goes_where_kappa_is_best() -> None:
    random = np.random.default_rng(0)
    codes = np.zeros((400, 5), np.int64)
    flags = np.zeros((400, 7), np.float32)
    flags[:60, 1] = 1
    outputs = random.normal(0, 0.3, (400, 22))
    outputs[:, 16] = -4 + 2 * flags[:, 1] + random.normal(0, 0.2, 400)
    rule = fit_aspect_rule(outputs, codes, flags)
    told = rule.apply(outputs)["touch_phone"]
    assert -4 < rule.thresholds[6] < -2
    assert cohens_kappa(flags[:, 1] > 0, told) > 0.95
