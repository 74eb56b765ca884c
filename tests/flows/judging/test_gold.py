"""A gold table's own columns say where rows come from and which of them were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError
from cxnlp.flows.judging.gold import judged_rows, judged_slices, read_gold
from cxnlp.training.config import DataSettings

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


def test_a_mapping_is_told_of_the_values_that_the_table_has(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    grades = {f"grade {number}": 1 + number % 6 for number in range(30)}
    lines = [f"Kind staff.,{grade}" for grade in [*grades, "4", "desired"]]
    path.write_text("\n".join(["text,level", *lines, ",unread"]))
    found = read_gold(path, DataSettings(levels={**grades, "other": 5, "unread": 6}))
    assert dict(found.meaning) == grades
    assert found.mapping.startswith("grade 0 = criminal, grade 12 = criminal, ")
    assert found.mapping.endswith(" and 10 more")
    path.write_text("text,level\nKind staff.,4\n")
    assert read_gold(path, DataSettings(levels=grades)).mapping == ""


def test_the_names_of_slices_stand_on_one_line_and_obey_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(
        'text,level,team\nKind staff.,4,"north\nwest"\nRude.,2,"north  west "\n'
        'Fine.,3,\x1b[31mred\nSlow.,2," "\n',
        encoding="utf-8",
    )
    found = read_gold(path, slices=["team"])
    assert found.slices["team"].tolist() == ["north west", "north west", "[31mred", ""]


def test_slices_beyond_the_fiftieth_are_said_to_be_left_out(tmp_path: Path) -> None:
    """Found by trying: a column of ids was cut to fifty of them, and nothing said so."""
    path = tmp_path / "gold.csv"
    lines = [f"Kind staff.,4,{number},{number % 50}" for number in range(60)]
    path.write_text("\n".join(["text,level,shop,team", *lines]), encoding="utf-8")
    table, said = read_gold(path, slices=["shop", "team"]), list[str]()
    cut = judged_slices(table, judged_rows(table.labelled), said.append)
    assert said == ["Of the 60 slices by shop only the 50 largest are looked at"]
    assert sum(name.startswith("shop=") for name in cut) == 50
