"""Shares of a run, corrected by what people judged."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import cxnlp
from cxnlp.errors import InputDataError, ModelError
from cxnlp.flows.audited import corrected_shares_of, quantified_shares_of
from cxnlp.flows.sample import sample

if TYPE_CHECKING:
    from pathlib import Path

TRUTH = {
    "They lied to me about the price on visit {}.": "criminal",
    "It was fine, nothing special, visit {}.": "expected",
    "Lovely people and quick help on visit {}.": "desired",
    "Just what I needed: visit {} took all day.": "basic",
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    frames = list(TRUTH)
    cxnlp.label([frames[n % 4].format(n) for n in range(400)], tmp_path / "run")
    return tmp_path / "run"


def judge(path: Path, *, every: int = 1) -> None:
    """Fill the sheet in with what is true."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        words = row["text"].split()
        frame = next(f for f in TRUTH if f.split()[:2] == words[:2])
        row["corrected_level"] = TRUTH[frame] if number % every == 0 else ""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_judged_random_sample_corrects_the_shares(run: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    sample(run, out=review, size=160, random_share=0.5)
    judge(review)
    found = corrected_shares_of(run, review, confidence=0.9999)
    assert found.judged == 80
    assert found.rows == 400
    for level in (0, 1, 2, 3):
        assert found.shares.low[level] <= 0.25 <= found.shares.high[level]
    assert found.shares.high[5] < 0.25
    truth = [0.25, 0.25, 0.25, 0.25, 0, 0]
    assert abs(found.shares.value - truth).sum() < abs(found.counted - truth).sum()


def test_too_few_judgements_and_other_runs_are_refused(run: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    sample(run, out=review, size=80, random_share=0.5)
    judge(review, every=4)
    with pytest.raises(InputDataError, match="10 judged comments"):
        corrected_shares_of(run, review)
    cxnlp.label(["Something else entirely."], tmp_path / "other")
    with pytest.raises(InputDataError, match="does not have"):
        corrected_shares_of(tmp_path / "other", review)


FRAMES = {
    1: "They lied to me about the {} and kept my money, shameful.",
    2: "The {} was slow and disappointing.",
    3: "The {} was okay, nothing special.",
    4: "Good {} and friendly people, thank you.",
    5: "They went out of their way with the {} and exceeded my expectations.",
    6: "The best {} ever in my whole life, I will never forget it.",
}
THINGS = ("room", "meal", "flight", "repair", "card", "parcel", "visit", "call")


def texts_of(level: int, count: int) -> list[str]:
    return [FRAMES[level].format(THINGS[n % len(THINGS)]) for n in range(count)]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    rows = [f'"{text}",{level}' for level in FRAMES for text in texts_of(level, 16)]
    path.write_text("\n".join(["text,level", *rows]), encoding="utf-8")
    return path


def test_where_only_the_mix_has_changed_shares_need_no_judged_comment(
    gold: Path, tmp_path: Path
) -> None:
    cxnlp.label([*texts_of(1, 80), *texts_of(4, 40), *texts_of(2, 40)], tmp_path / "run")
    said: list[str] = []
    found = quantified_shares_of(tmp_path / "run", gold, say=said.append)
    assert found.shares is not None
    assert found.shares.value[[0, 1, 3]] == pytest.approx([0.5, 0.25, 0.25], abs=0.1)
    assert not said


def test_shares_without_a_judged_comment_need_the_model_that_read_the_run(
    gold: Path, tmp_path: Path
) -> None:
    cxnlp.load("levels-fast").save(tmp_path / "model")
    cxnlp.label(texts_of(4, 40), tmp_path / "run", model=tmp_path / "model")
    (tmp_path / "model").rename(tmp_path / "moved")
    manifest = tmp_path / "run" / "manifest.json"
    digest = cxnlp.load("levels-fast").digest
    assert digest in manifest.read_text(encoding="utf-8")
    assert quantified_shares_of(tmp_path / "run", gold).p_value <= 1
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(digest, "sha256:" + "0" * 64))
    with pytest.raises(ModelError, match="which read"):
        quantified_shares_of(tmp_path / "run", gold)
