"""`cxnlp run`: its options are those of labelling and of topics; it says where all lies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cxnlp.cli import main
from cxnlp.cli.parser import build_parser
from cxnlp.cli.verbs.topics import topic_arguments

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_run_topics_and_report_are_told_and_without_texts_there_are_no_topics(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "feedback.csv", tmp_path / "out"
    source.write_text("comment\nKind staff.\nLate again.\n", encoding="utf-8")
    words = ["run", str(source), "--out", str(out), "--no-text", "--model", "levels-fast"]
    assert main([*words, "--quiet", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["run"], found["topics"]) == (str(out / "run"), None)
    assert (found["report"], found["counts"]["rows"]) == (str(out / "report.html"), 2)
    assert found["notices"] == ["No topics: the texts were left out of the run."]
    assert main([*words, "--quiet"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [*found["notices"], f"The report: {out / 'report.html'}"]


def test_options_of_topics_that_are_not_given_are_left_to_the_flow() -> None:
    words = ["run", "feedback.csv", "--out", "out"]
    assert topic_arguments(build_parser().parse_args(words)) == {"seed": 0}
    words += ["--seed", "3", "--granularity", "2", "--encoder", "static", "--registry", "old"]
    words += ["--unassigned", "0", "--cache", "kept"]
    assert topic_arguments(build_parser().parse_args(words)) == {
        "seed": 3,
        "granularity": 2.0,
        "encoder": "static",
        "registry": "old",
        "unassigned": 0.0,
        "cache": "kept",
    }
