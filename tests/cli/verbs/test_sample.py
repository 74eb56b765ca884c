"""`cxnlp sample`: comments to label next, and what their labels tell of the run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cxnlp.cli import main

RUN = str(Path(__file__).parents[2] / "golden" / "1" / "run")


@pytest.fixture
def review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "review.csv"
    words = ["sample", RUN, "--out", str(path), "--size", "8", "--random", "0.5", "--seed", "3"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {"review": str(path), "items": 8, "random": 4}
    assert main(words) == 2, "a file that stands is not written over ..."
    assert main([*words, "--fresh"]) == 0, "... unless that is said"
    capsys.readouterr()
    return path


def judge(review: Path, levels: dict[int, str]) -> None:
    with review.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, level in levels.items():
        rows[place]["corrected_level"] = level
    with review.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_two_hundred_comments_of_which_a_quarter_is_random_are_usual(tmp_path: Path) -> None:
    out = tmp_path / "usual.csv"
    assert main(["sample", RUN, "--out", str(out), "--quiet"]) == 0
    assert out.is_file()


def test_labels_are_taken_and_too_few_of_them_tell_no_shares(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(review, {0: "basic", 1: "none", 6: "desired"})
    words = ["sample", RUN, "--merge", str(review), "--out", str(tmp_path / "gold.csv")]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["random"], found["left"]) == (3, 2, 5)
    assert found["corrected_shares"] is None
    assert found["why"].startswith("found ")
    assert main([*words, "--fresh"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 labels, 2 of them of the random part; 5 not judged: ")
    assert f"\nno shares of the run: {found['why']}\n" in said
