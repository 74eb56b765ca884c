"""Pages say where a benchmark was taken on another model than the shipped one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import cxnlp
from benchmarks.result import digests
from pages.digests import BENCHMARKS, note, pages

REPOSITORY: Final = Path(__file__).parents[2]


def test_a_benchmark_of_the_shipped_model_needs_no_note() -> None:
    assert digests(["levels-fast"]) == {"levels-fast": cxnlp.load("levels-fast").digest}
    assert not note(REPOSITORY, {"models": digests(["levels", "levels-fast"])})


def test_a_benchmark_of_another_digest_is_named_with_the_model() -> None:
    models = {**digests(["levels-fast"]), "levels": "sha256:0"}
    words = note(REPOSITORY, {"models": models})
    assert "earlier model" in words
    assert "`levels`" in words
    assert "levels-fast" not in words


def test_a_benchmark_of_before_digests_were_kept_is_no_proof() -> None:
    assert "not written down" in note(REPOSITORY, {"figures": []})


def test_the_note_stands_once_at_the_end_of_the_page_and_goes_when_it_is_no_longer_due(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "docs" / "benchmarks"
    folder.mkdir(parents=True)
    name = BENCHMARKS[0]
    (folder / f"{name}.md").write_text("# Figures\n", encoding="utf-8")
    (folder / f"{name}.json").write_text('{"models": {"levels": "sha256:0"}}', encoding="utf-8")
    page = f"docs/benchmarks/{name}.md"
    (folder / f"{name}.md").write_text(pages(tmp_path)[page], encoding="utf-8")
    assert pages(tmp_path)[page].count("earlier model") == 1
    (folder / f"{name}.json").write_text(json.dumps({"models": {}}), encoding="utf-8")
    assert pages(tmp_path)[page] == "# Figures\n"
