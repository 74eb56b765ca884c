"""Shares of a run, corrected by what people judged."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import cxnlp
from cxnlp.errors import InputDataError
from cxnlp.flows.audited import corrected_shares_of
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
