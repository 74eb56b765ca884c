"""Every kind of model is read by the scorer of its own, behind its normaliser where it has one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cxnlp.models.cascade import CascadeScorer
from cxnlp.models.folder import read_folder
from cxnlp.models.kinds import KINDS, read_scorer
from cxnlp.models.linear import LinearScorer
from cxnlp.models.normalisation import NormalisedScorer
from cxnlp.models.static import StaticScorer
from cxnlp.models.transformer import TransformerScorer

GOLDEN: Final = Path(__file__).parents[1] / "golden"


def test_a_model_is_of_one_of_four_kinds() -> None:
    assert list(KINDS) == ["linear", "static", "transformer", "cascade"]


@pytest.mark.parametrize(
    ("kind", "scorer"),
    [
        ("linear", LinearScorer),
        ("static", StaticScorer),
        ("transformer", TransformerScorer),
        ("cascade", CascadeScorer),
    ],
)
def test_a_folder_is_read_by_the_scorer_of_its_kind(kind: str, scorer: type) -> None:
    folder = read_folder(GOLDEN / "1" / f"golden-{kind}", kinds=KINDS)
    assert type(read_scorer(folder)) is scorer


def test_a_folder_with_a_vocabulary_is_read_through_its_normaliser() -> None:
    folder = read_folder(GOLDEN / "2" / "golden-linear", kinds=KINDS)
    found = read_scorer(folder)
    assert isinstance(found, NormalisedScorer)
    assert type(found.scorer) is LinearScorer
