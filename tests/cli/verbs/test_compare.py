"""`cxnlp compare`: the verdicts are told, the decision written, then the gate is held to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.verbs.conftest import MODEL

from cxnlp.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_gate_nothing_is_decided(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", MODEL, MODEL, gold, "--quiet", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["data"]["judged"] == 4
    assert (found["gate"], found["promoted"]) == ([], None)


def test_a_gate_that_is_not_met_is_exit_code_8_after_all_is_told_and_written(
    gold: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate, out, page = (tmp_path / name for name in ("gate.toml", "decided.json", "page.html"))
    gate.write_text("draws = 200\n", encoding="utf-8")
    words = ["compare", MODEL, MODEL, gold, "--gate", str(gate), "--slice", "shop"]
    assert main([*words, "--out", str(out), "--html", str(page), "--json"]) == 8
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert json.loads(out.read_text(encoding="utf-8"))["gate"] == told["gate"]
    assert not told["gate"][0]["met"]
    assert told["promoted"] is False
    assert "shop=north" in told["slices"]
    assert page.is_file()
    assert said.err.splitlines()[-1].startswith("cxnlp compare: ")


@pytest.mark.parametrize("read", ["gold", "gate"])
def test_a_page_takes_the_place_of_nothing_that_is_read(
    gold: str, tmp_path: Path, read: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.toml"
    gate.write_text("draws = 200\n", encoding="utf-8")
    page = gold if read == "gold" else str(gate)
    words = ["compare", "no-such-model", MODEL, gold, "--gate", str(gate), "--html", page]
    assert main(words) == 2
    assert "a file that is read here" in capsys.readouterr().err
