"""What to label next, and the labels back."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import cxnlp
from cxnlp.errors import InputDataError, RunFolderError, UsageError
from cxnlp.flows.sample import sample, take_labels
from cxnlp.training import read_labelled
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = (
    "They lied to me about the price",
    "It was fine, nothing special",
    "Lovely people and quick help",
    "Good food but the waiter was rude and we waited long",
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    texts = [f"{VERDICTS[n % 4]} on visit {n}." for n in range(80)]
    cxnlp.label(texts, tmp_path / "run", model="levels-fast")
    return tmp_path / "run"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(path: Path, levels: dict[int, str]) -> None:
    rows = table(path)
    for number, level in levels.items():
        rows[number]["corrected_level"] = level
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_random_part_comes_first_with_its_chance(run: Path, tmp_path: Path) -> None:
    found = sample(run, out=tmp_path / "review.csv", size=20, random_share=0.4)
    rows = table(tmp_path / "review.csv")
    assert [row["stratum"] for row in rows] == ["random"] * 8 + ["chosen"] * 12
    assert {row["chance"] for row in rows[:8]} == {"0.1"}
    assert found.eligible == 80
    assert len({row["id"] for row in rows}) == 20
    assert all(row["corrected_level"] == row["level"] == "" for row in rows)


def test_the_same_seed_gives_the_same_sample(run: Path, tmp_path: Path) -> None:
    first, again, other = (
        sample(run, out=tmp_path / f"{name}.csv", size=20, seed=seed)
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first.items == again.items
    assert first.items != other.items


def test_every_comment_is_as_likely_to_be_in_the_random_part(run: Path, tmp_path: Path) -> None:
    drawn = [
        item.id
        for seed in range(60)
        for item in sample(
            run, out=tmp_path / f"{seed}.csv", size=20, random_share=1, seed=seed
        ).items
    ]
    counts = [drawn.count(name) for name in set(drawn)]
    assert len(counts) == 80
    assert max(counts) < 32  # 15 expected; a count of 32 has a probability below 1e-5


def test_a_sample_larger_than_the_run_is_the_run(run: Path, tmp_path: Path) -> None:
    assert len(sample(run, out=tmp_path / "review.csv", size=500).items) == 80


def test_labels_become_a_table_to_train_on(run: Path, tmp_path: Path) -> None:
    review, labels = tmp_path / "review.csv", tmp_path / "labels.csv"
    sample(run, out=review, size=20)
    fill(review, {0: "basic", 19: "0"})
    taken = take_labels(run, review, labels)
    assert (taken.rows, taken.random, taken.left) == (2, 1, 18)
    found = read_labelled(labels, DataSettings(enriched="enriched"))
    assert found.levels.tolist() == [2, 0]
    assert found.enriched.tolist() == [False, True]


def test_ids_of_another_run_are_refused(run: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    sample(run, out=review, size=20)
    fill(review, {0: "basic"})
    cxnlp.label(["Something else entirely."], tmp_path / "other", model="levels-fast")
    with pytest.raises(InputDataError, match="does not have"):
        take_labels(tmp_path / "other", review, tmp_path / "labels.csv")


def test_a_run_without_texts_is_refused(tmp_path: Path) -> None:
    cxnlp.label(["Kind staff."], tmp_path / "run", text=False, model="levels-fast")
    with pytest.raises(RunFolderError, match="without --no-text"):
        sample(tmp_path / "run", out=tmp_path / "review.csv")


def test_a_review_file_is_not_written_over(run: Path, tmp_path: Path) -> None:
    sample(run, out=tmp_path / "review.csv", size=5)
    with pytest.raises(UsageError):
        sample(run, out=tmp_path / "review.csv", size=5)


@pytest.mark.parametrize(("size", "share"), [(0, 0.5), (-1, 0.5), (20, 3.0), (20, -0.1)])
def test_a_size_or_share_that_means_nothing_is_refused(
    run: Path, tmp_path: Path, size: int, share: float
) -> None:
    with pytest.raises(UsageError, match="a part between 0 and 1"):
        sample(run, out=tmp_path / "review.csv", size=size, random_share=share)
    assert not (tmp_path / "review.csv").exists()


def test_a_run_of_which_the_model_reads_nothing_has_nothing_to_label(tmp_path: Path) -> None:
    german = "Das Personal war sehr unfreundlich und niemand hat uns geholfen."
    cxnlp.label([german] * 3, tmp_path / "run", model="levels-fast")
    with pytest.raises(RunFolderError, match="no comment that the model reads"):
        sample(tmp_path / "run", out=tmp_path / "review.csv")
    assert not (tmp_path / "review.csv").exists()


def test_a_review_that_judges_nothing_gives_no_table(run: Path, tmp_path: Path) -> None:
    sample(run, out=tmp_path / "review.csv", size=5)
    with pytest.raises(InputDataError, match="corrected_level filled in"):
        take_labels(run, tmp_path / "review.csv", tmp_path / "labels.csv")
    assert not (tmp_path / "labels.csv").exists()


def test_a_review_of_another_run_is_refused_though_the_ids_are_there(
    run: Path, tmp_path: Path
) -> None:
    """Rows without an id of their own are counted: every run has a first one."""
    other, review = tmp_path / "other", tmp_path / "review.csv"
    cxnlp.label([f"Quite another comment, number {n}." for n in range(80)], other)
    sample(other, out=review, size=10)
    fill(review, {0: "desired"})
    with pytest.raises(InputDataError, match="another text") as caught:
        take_labels(run, review, tmp_path / "labels.csv")
    assert "Quite" not in str(caught.value)
    sample(run, out=review, size=10, fresh=True)
    fill(review, {0: "desired"})
    rows = review.read_text(encoding="utf-8").splitlines(keepends=True)
    review.write_text("".join([*rows, "11,zz9,Mine,,,,,,chosen,,,,,\n"]), encoding="utf-8")
    with pytest.raises(InputDataError, match=r"1 ids that the run .* does not have, such as 'zz9'"):
        take_labels(run, review, tmp_path / "labels.csv")
    assert not (tmp_path / "labels.csv").exists()
