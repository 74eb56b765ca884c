"""What an audit finds, writes and takes back."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import InputDataError, UsageError
from cxnlp.flows.audit import audit, merge_review
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.training import TrainingSettings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PRAISE = {
    1: "They lied about the fee, kept my money and shouted at me",
    2: "A slow and disappointing wait, I will not come here again",
    3: "It was okay, an average visit with nothing special about it",
    4: "Good and friendly service, I was pleased with the result",
    5: "They went out of their way and exceeded what I hoped for",
    6: "The best service ever in my life, I will never forget it",
    0: "How do I change the address of my account in the app",
}
PLACES = ("shop", "branch", "counter", "office", "depot", "kiosk", "desk", "yard")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Texts whose level is plain to see, eight of each; the third row says the contrary."""
    path = tmp_path / "gold.csv"
    rows = [
        (f"c{level}{place}", f"{text} at the {word} {place}.", level)
        for level, text in PRAISE.items()
        for place, word in enumerate(PLACES)
    ]
    rows[2] = (rows[2][0], rows[2][1], 6)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text", "level"), *rows])
    return path


SETTINGS = TrainingSettings(features=FeatureSettings(buckets=2**12))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_wrong_label_comes_first(gold: Path) -> None:
    found = audit(gold, SETTINGS)
    assert found.items[0].id == "c12"
    assert found.items[0].level == 6
    assert found.items[0].suggested == 1


def test_the_review_file_comes_back_into_the_table_with_its_provenance(
    gold: Path, tmp_path: Path
) -> None:
    review, corrected = tmp_path / "review.csv", tmp_path / "corrected.csv"
    audit(gold, SETTINGS, out=review)
    rows = table(review)
    rows[0] |= {"corrected_level": "criminal", "reviewer": "Ada", "reviewed_at": "2026-03-01"}
    rows[1] |= {"corrected_level": rows[1]["level"]}
    with review.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    merged = merge_review(gold, review, corrected)
    assert (merged.changed, merged.confirmed) == (1, 1)
    assert merged.left == len(rows) - 2
    before, after = table(gold), table(corrected)
    assert [row["text"] for row in after] == [row["text"] for row in before]
    row = next(row for row in after if row["id"] == "c12")
    assert (row["level"], row["level_before"], row["reviewer"]) == ("1", "unbelievable", "Ada")
    assert row["review"].startswith("review.csv ")
    assert sum(bool(row["review"]) for row in after) == 2


def test_label_studio_takes_tasks_and_gives_judgements(gold: Path, tmp_path: Path) -> None:
    tasks, corrected = tmp_path / "tasks.json", tmp_path / "corrected.csv"
    audit(gold, SETTINGS, out=tasks)
    assert '<Choice value="criminal" hotkey="1"/>' in (tmp_path / "tasks.config.xml").read_text()
    exported = json.loads(tasks.read_text(encoding="utf-8"))
    result = [{"type": "choices", "value": {"choices": ["none"]}}]
    exported[0]["annotations"] = [
        {"was_cancelled": False, "completed_by": 7, "updated_at": "2026-03-01", "result": result}
    ]
    for task in exported[1:]:
        task["annotations"] = []
    tasks.write_text(json.dumps(exported), encoding="utf-8")
    merged = merge_review(gold, tasks, corrected)
    assert (merged.changed, merged.left) == (1, len(exported) - 1)
    assert next(row for row in table(corrected) if row["id"] == "c12")["level"] == "0"


def test_near_duplicates_with_different_labels_are_named_together(gold: Path) -> None:
    with gold.open("a", encoding="utf-8") as file:
        file.write(
            'x1,"Good and friendly service, I was PLEASED with the result at the shop 0!",2\n'
        )
    found = audit(gold, SETTINGS, share=0.0)
    assert found.conflicts.disagreeing == 1
    assert "x1" in {item.id for item in found.items}
    assert all("near-duplicate" in item.reason for item in found.items)


def test_texts_of_the_test_table_are_named(gold: Path, tmp_path: Path) -> None:
    test = tmp_path / "test.csv"
    test.write_text(
        "text,level\nHow do I change the address of my account in the app at the desk 6?,0\n"
    )
    found = audit(gold, SETTINGS, test=test, share=0.0)
    tested = {item.id: item.reason for item in found.items}
    assert tested["c06"].endswith("stands in the test table too")
    assert not any(name.startswith(("c1", "c4")) for name in tested)


def test_a_review_file_is_not_written_over(gold: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    review.write_text("somebody's work", encoding="utf-8")
    with pytest.raises(UsageError, match="--fresh"):
        audit(gold, SETTINGS, out=review)
    audit(gold, SETTINGS, out=review, fresh=True)
    assert len(table(review)) > 1


def test_a_level_with_fewer_texts_than_folds_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("text,level\nGood.,4\nBad.,2\n", encoding="utf-8")
    with pytest.raises(InputDataError, match="level criminal"):
        audit(path, SETTINGS)


def test_probabilities_of_another_model_need_a_row_for_each_text(gold: Path) -> None:
    with pytest.raises(UsageError, match="one for each row"):
        audit(gold, SETTINGS, probabilities=np.full((3, 7), 1 / 7))


def planted(levels: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Five in a hundred labels moved by two levels or more, and which ones."""
    random = np.random.default_rng(seed)
    wrong = random.choice(np.flatnonzero(levels > 0), round(0.05 * len(levels)), replace=False)
    moved = levels.copy()
    for row in wrong:
        moved[row] = random.choice([k for k in range(1, 7) if abs(k - levels[row]) >= 2])
    return moved, np.isin(np.arange(len(levels)), wrong)


@pytest.mark.slow
@pytest.mark.real
def test_planted_errors_fill_more_than_half_of_the_first_twentieth(
    real_data: Path, repository: Path, tmp_path: Path
) -> None:
    """Precision in the first 5 % reviewed is at least 0.55 with the linear model."""
    rows = table(real_data / "levels" / "train.csv")
    levels, wrong = planted(np.array([int(row["level"]) for row in rows]), seed=5)
    path = tmp_path / "planted.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "source", "text", "level", "enriched"])
        for row, level in zip(rows, levels, strict=True):
            writer.writerow([row["id"], row["source"], row["text"], level, row["enriched"]])
    found = audit(path, repository / "configs" / "levels-fast.toml")
    first = [item.id for item in found.items[: round(0.05 * len(rows))]]
    guilty = {row["id"] for row, bad in zip(rows, wrong, strict=True) if bad}
    precision = np.mean([name in guilty for name in first])
    print(f"precision in the first 5 %: {precision:.3f}")  # noqa: T201 - the figure, under -s
    assert precision >= 0.55
