"""A gold table's own columns say where rows come from and which of them were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError
from cxnlp.flows.judging.gold import read_gold

if TYPE_CHECKING:
    from pathlib import Path


def test_columns_named_source_and_enriched_are_taken_without_being_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(
        "id,source,text,level,enriched\n"
        "a,shop,Kind staff.,4,false\nb,app,It crashed.,2,true\nc,app,,3,false\n"
    )
    found = read_gold(path)
    assert found.slices["source"].tolist() == ["shop", "app"], "a row without a text is left out"
    assert found.labelled.sources.tolist() == ["shop", "app"]
    assert found.labelled.enriched.tolist() == [False, True]
    assert found.ids.tolist() == ["a", "b"]


def test_a_column_that_is_not_there_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("text,level,region\nKind staff.,4,north\n")
    with pytest.raises(InputDataError, match=r"Did you mean region\? Name it with --cluster"):
        read_gold(path, clusters="regoin")
    with pytest.raises(InputDataError, match=r"hint|Name it with --slice"):
        read_gold(path, slices=["zzz"])
