"""A review file that an earlier version wrote, and a person has filled, is still read and merged.

`reviews/1.csv` and `reviews/1.json` were written once by `cxnlp sample` on the golden run, filled
by hand, the latter as Label Studio exports it; they are never made again.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cxnlp.cli import main
from cxnlp.reviewing import read_review, read_tasks

if TYPE_CHECKING:
    from cxnlp.reviewing.returned import Returned

HOME: Final = Path(__file__).parent
RUN: Final = HOME / "1" / "run"


def told(returned: Returned) -> dict[str, tuple[int | None, int, str, str]]:
    return {
        one.id: (one.before, one.after, one.reviewer, one.stratum) for one in returned.corrections
    }


def test_a_sheet_gives_the_judgements_that_were_written_into_it() -> None:
    found = read_review(HOME / "reviews" / "1.csv")
    assert told(found) == {
        "G5": (None, 5, "ada", "random"),
        "G9": (None, 2, "ada", "random"),
        "G13": (None, 0, "bo", "random"),
        "G11": (None, 1, "bo", "random"),
        "G12": (None, 4, "ada", "chosen"),
    }
    assert found.left == 3


def test_tasks_give_the_judgements_that_were_made_in_label_studio() -> None:
    found = read_tasks(HOME / "reviews" / "1.json")
    assert told(found) == {
        "G15": (None, 4, "ada@example.org", "random"),
        "G12": (None, 0, "ada@example.org", "random"),
    }
    assert found.left == 2


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_is_written_today_has_all_that_was_written_then(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"review.{ending}"
    words = ["--size", "8", "--random", "0.5", "--quiet"]
    assert main(["sample", str(RUN), "--out", str(out), *words]) == 0
    assert _columns(HOME / "reviews" / f"1.{ending}") <= _columns(out)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_kept_review_is_merged_into_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    out, review = tmp_path / "labels.csv", HOME / "reviews" / f"1.{ending}"
    words = ["--merge", str(review), "--out", str(out), "--quiet", "--json"]
    code = main(["sample", str(RUN), *words])
    assert code == 0, capsys.readouterr().err
    with out.open(encoding="utf-8-sig", newline="") as file:
        merged = {row["id"]: row["level"] for row in csv.DictReader(file)}
    judged = {"csv": {"G5", "G9", "G13", "G11", "G12"}, "json": {"G15", "G12"}}[ending]
    assert judged <= set(merged)


def _columns(path: Path) -> set[str]:
    if path.suffix == ".json":
        return set(json.loads(path.read_text(encoding="utf-8"))[0]["data"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        return set(next(csv.reader(file)))
