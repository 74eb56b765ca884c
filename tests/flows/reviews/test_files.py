"""A review file is a table, or tasks for Label Studio, by its extension; both come back alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import UsageError
from cxnlp.flows.audit import audit, merge_review
from cxnlp.flows.reviews.files import (
    prepare_review,
    prepare_table,
    read_returned,
    write_review,
)
from cxnlp.flows.sample import sample, take_labels
from cxnlp.reviewing import LABELLING_CONFIG, ReviewItem

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = (
    ReviewItem("a7", "Late again.", 4, 2, 0.9, "the model expects another level"),
    ReviewItem("b2", "It was fine.", 3, 3, 0.1, "the model is unsure of it"),
)


@pytest.mark.parametrize("name", ["review.csv", "review.jsonl", "review.parquet", "REVIEW.CSV"])
def test_a_table_comes_back_with_nothing_judged_yet(tmp_path: Path, name: str) -> None:
    write_review(ITEMS, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    found = read_returned(tmp_path / name)
    assert [one.id for one in found.unjudged] == ["a7", "b2"]
    assert found.corrections == ()


@pytest.mark.parametrize("name", ["review.json", "Review.JSON"])
def test_tasks_come_with_the_interface_to_judge_them_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_review(ITEMS, path)
    config = path.with_suffix(".config.xml")
    assert config.read_text(encoding="utf-8") == LABELLING_CONFIG
    tasks = json.loads(path.read_text(encoding="utf-8"))
    judged = [{"type": "choices", "value": {"choices": ["basic"]}}]
    tasks[0]["annotations"] = [{"result": judged}]
    tasks[1]["annotations"] = []
    path.write_text(json.dumps(tasks), encoding="utf-8")
    found = read_returned(str(path))
    assert [(one.id, one.before, one.after) for one in found.corrections] == [("a7", 4, 2)]
    assert [one.id for one in found.unjudged] == ["b2"]


@pytest.mark.parametrize("name", ["review.csv", "review.json"])
def test_a_file_that_stands_is_written_over_only_where_that_is_said(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text("somebody's work", encoding="utf-8")
    with pytest.raises(UsageError, match="a file that is there already"):
        write_review(ITEMS, path)
    assert path.read_text(encoding="utf-8") == "somebody's work"
    assert not path.with_suffix(".config.xml").exists()
    write_review(ITEMS, path, fresh=True)
    assert "a7" in path.read_text(encoding="utf-8")


def test_an_unknown_extension_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"review\.docx"):
        write_review(ITEMS, tmp_path / "review.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_will_not_do_is_refused_before_the_work(tmp_path: Path) -> None:
    """Found by trying: after hours of an audit it ended in an unknown extension or a traceback."""
    gold, review = tmp_path / "gold.csv", tmp_path / "review.csv"
    gold.write_text("id,text,level\na7,Late again.,4\n", encoding="utf-8")
    write_review(ITEMS[:1], review)
    said: list[str] = []
    for out, found in (
        (tmp_path / "out.txt", r"the extension '\.txt'"),
        (gold / "out.csv", r"a folder that cannot be made"),
    ):
        with pytest.raises(UsageError, match=found):
            audit(gold, out=out, say=said.append)
        with pytest.raises(UsageError, match=found):
            sample(tmp_path / "no run", out=out)
        with pytest.raises(UsageError, match=found):
            merge_review(gold, review, out)
        with pytest.raises(UsageError, match=found):
            take_labels(tmp_path / "no run", review, out)
    assert said == []


def test_tasks_are_no_table_to_merge_into(tmp_path: Path) -> None:
    prepare_review(tmp_path / "new" / "review.json", fresh=False)
    assert (tmp_path / "new").is_dir()
    with pytest.raises(UsageError, match=r"expected \.csv or \.jsonl or \.parquet\. Name"):
        prepare_table(tmp_path / "out.json", (), fresh=False, why="")


def test_what_the_system_refuses_while_a_review_is_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "review.csv").mkdir()
    with pytest.raises(UsageError, match="a place that cannot be written to"):
        write_review(ITEMS, tmp_path / "review.csv", fresh=True)
