"""The main job: each step once, where it is not done; nothing before all that is asked holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import UsageError
from cxnlp.flows.run import run

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["The tram was late again.", "Kind people at the desk.", "n/a"]
STATIC = {"encoder": "static"}


def test_a_run_without_texts_gets_a_report_and_no_topics(tmp_path: Path) -> None:
    found = run(["Kind staff.", "Late again."], tmp_path / "out", model="levels-fast", text=False)
    assert found.topics is None
    assert found.notices == ("No topics: the texts were left out of the run.",)
    assert found.report.is_file()
    assert not (tmp_path / "out" / "topics").exists()


def test_the_main_job_of_an_hour_without_comments_ends_with_a_report(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("id,comment\n")
    done = run(
        tmp_path / "none.csv",
        tmp_path / "out",
        model="levels-fast",
        allow_empty=True,
        topic_options={"encoder": "static"},
    )
    assert done.report.is_file()
    assert any("No topics" in notice for notice in done.notices)


def test_run_topics_and_report_are_made_once_unless_all_is_begun_anew(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(TEXTS, out, model="levels-fast", topic_options=STATIC)
    assert (first.run, first.topics) == (out / "run", out / "topics")
    assert first.report == out / "report.html"
    assert (first.counts.rows, first.counts.labels, first.counts.rejected) == (3, 2, 1)
    assert first.notices[0].startswith("Only 2 different pieces of text")
    made = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.suffix == ".parquet"}
    assert any("topics" in path.parts for path in made)
    again = run(TEXTS, out, model="levels-fast", topic_options=STATIC)
    assert again == first
    assert {path: path.stat().st_mtime_ns for path in made} == made
    anew = run(TEXTS[:2], out, model="levels-fast", topic_options=STATIC, fresh=True)
    assert anew.counts.rows == 2
    names = {path.name for path in out.iterdir() if path.is_dir()}
    assert names == {"run", "topics", "run.before-1", "topics.before-1"}


def test_the_seed_goes_to_the_topics_and_one_among_their_options_goes_first(
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match="--seed: found -1"):
        run(TEXTS, tmp_path / "out", model="levels-fast", seed=-1)
    with pytest.raises(UsageError, match="--seed: found -2"):
        run(TEXTS, tmp_path / "out", model="levels-fast", seed=1, topic_options={"seed": -2})
    assert not (tmp_path / "out").exists()


def test_a_place_that_is_no_folder_is_refused_before_anything_is_labelled(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a letter", encoding="utf-8")
    with pytest.raises(Exception, match="out") as caught:
        run(TEXTS, tmp_path / "out", model="levels-fast")
    assert getattr(caught.value, "exit_code", 1) in {2, 6}
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a letter"
