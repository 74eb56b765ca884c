"""`cxnlp evaluate`: figures on stdout, a page where it is asked for, nothing else written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.verbs.conftest import MODEL

from cxnlp.cli import main

if TYPE_CHECKING:
    import pytest


def test_figures_of_all_rows_and_of_each_slice_for_machines(
    gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", MODEL, gold, "--slice", "shop", "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["judged"] == 4
    assert {"shop=north", "shop=south"} <= set(found["slices"])
    assert list(Path(gold).parent.iterdir()) == [Path(gold)]


def test_the_place_of_the_page_is_looked_at_before_the_model_is(
    gold: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "no-such-model", gold, "--html", gold]) == 2
    assert "a file that is read here" in capsys.readouterr().err
    assert main(["evaluate", "no-such-model", gold]) == 5


def test_columns_and_meanings_of_levels_are_the_options_of_all_gold_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rated.csv"
    path.write_text("review,mark\nGood people.,4 stars\nSlow.,awful\n", encoding="utf-8")
    words = ["evaluate", MODEL, str(path), "--text-column", "review", "--level-column", "mark"]
    words += ["--quiet", "--json"]
    assert main([*words, "--stars", "--level-map", "awful=basic"]) == 0
    levels = json.loads(capsys.readouterr().out)["per_level"]
    assert {name for name, one in levels.items() if one["rows"]} == {"basic", "desired"}
