"""Shares of a run, corrected by what people judged."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

import cxnlp
from cxnlp.cli import main
from cxnlp.cli.verbs.prevalence import corrected_words
from cxnlp.errors import GateError, InputDataError, ModelError
from cxnlp.flows.prevalence import corrected_shares_of, quantified_shares_of
from cxnlp.flows.sample import sample
from cxnlp.insights.intervals import Estimates
from cxnlp.insights.prevalence import CorrectedShares
from cxnlp.runs import open_finished

if TYPE_CHECKING:
    from collections.abc import Container
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
    cxnlp.label(
        [frames[n % 4].format(n) for n in range(400)], tmp_path / "run", model="levels-fast"
    )
    return tmp_path / "run"


def judge(path: Path, *, leave: Container[int] = (), gone: Container[int] = ()) -> None:
    """Fill the sheet in with what is true; rows may be left empty, or be gone."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        words = row["text"].split()
        frame = next(f for f in TRUTH if f.split()[:2] == words[:2])
        row["corrected_level"] = "" if number in leave else TRUTH[frame]
    rows = [row for number, row in enumerate(rows) if number not in gone]
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
    judge(review, leave=range(10, 40))
    with pytest.raises(InputDataError, match="10 judged comments"):
        corrected_shares_of(run, review)
    cxnlp.label(["Something else entirely."], tmp_path / "other", model="levels-fast")
    with pytest.raises(InputDataError, match="does not have"):
        corrected_shares_of(tmp_path / "other", review)


def test_who_stops_early_has_judged_a_smaller_random_sample(run: Path, tmp_path: Path) -> None:
    """The comments lie in the order of drawing; `rank` keeps it where the sheet is sorted anew."""
    review = tmp_path / "review.csv"
    sample(run, out=review, size=80, random_share=1)
    judge(review, leave=range(50, 80))
    found = corrected_shares_of(run, review)
    assert (found.judged, found.skipped, found.cautions) == (50, 0, ())
    header, *rows = review.read_text(encoding="utf-8").splitlines()
    review.write_text("\n".join([header, *sorted(rows)]), encoding="utf-8")
    assert corrected_shares_of(run, review).shares.value == pytest.approx(found.shares.value)


def test_a_few_skipped_comments_are_said_and_many_refused(run: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    sample(run, out=review, size=80, random_share=1)
    judge(review, leave={3, 20, 41})
    found = corrected_shares_of(run, review)
    assert (found.judged, found.skipped) == (77, 3)
    assert found.cautions[0].startswith("3 of the first 80 comments drawn were not judged")
    judge(review, leave=range(0, 80, 2))
    with pytest.raises(InputDataError, match="40 of the first 80"):
        corrected_shares_of(run, review)


def test_comments_that_are_gone_from_the_file_are_missed(run: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    sample(run, out=review, size=80, random_share=1)
    judge(review, gone=range(60, 80))
    assert corrected_shares_of(run, review).cautions == ()
    judge(review, gone={5, 6})
    with pytest.raises(InputDataError, match="2 of the comments drawn at random gone"):
        corrected_shares_of(run, review)


def test_without_strata_somebody_must_say_what_is_random(run: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    sample(run, out=review, size=80, random_share=1)
    judge(review)
    with review.open(encoding="utf-8", newline="") as file:
        rows = [
            {name: row[name] for name in ("id", "text", "level", "corrected_level")}
            for row in csv.DictReader(file)
        ]
    with review.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputDataError, match="--all-random"):
        corrected_shares_of(run, review)
    found = corrected_shares_of(run, review, all_random=True)
    assert (found.judged, found.assumed) == (80, True)
    assert "as was said" in found.cautions[0]


def test_the_command_tells_shares_and_what_they_stand_on(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review, labels = tmp_path / "review.csv", tmp_path / "labels.csv"
    sample(run, out=review, size=80, random_share=1)
    judge(review, leave={3})
    assert main(["prevalence", str(run), "--review", str(review)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("WARNING: 1 of the first 80 comments drawn were not judged")
    assert "79 judged of 400 comments" in said
    assert main(["prevalence", str(run), "--review", str(review), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["shares"]["criminal"]["low"] <= 0.25 <= found["shares"]["criminal"]["high"]
    assert found["skipped"] == len(found["warnings"]) == 1
    judge(review, leave=range(0, 80, 2))
    words = ["sample", str(run), "--merge", str(review), "--out", str(labels), "--json"]
    assert main(words) == 0
    taken = json.loads(capsys.readouterr().out)
    assert taken["corrected_shares"] is None
    assert "drawn at random not judged" in taken["why"]
    assert main(["prevalence", str(run), "--review", str(review), "--confidence", "95"]) == 2
    report = tmp_path / "report.md"
    judge(review, leave={3})
    words = ["report", str(run), "--review", str(review), "--format", "markdown"]
    assert main([*words, "--out", str(report)]) == 0
    assert "1 of the first 80 comments drawn were not judged" in report.read_text(encoding="utf-8")


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
    cxnlp.label(
        [*texts_of(1, 80), *texts_of(4, 40), *texts_of(2, 40)],
        tmp_path / "run",
        model="levels-fast",
    )
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


def test_the_command_gives_shares_behind_the_test_or_none_with_8(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cxnlp.label([*texts_of(1, 80), *texts_of(4, 80)], tmp_path / "run", model="levels-fast")
    words = ["prevalence", str(tmp_path / "run"), "--gold", str(gold), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["shares"]["criminal"]["value"] == pytest.approx(0.5, abs=0.1)
    assert found["quantifier"] == "own"
    cxnlp.label([*texts_of(4, 1) * 90, *texts_of(2, 1) * 90], tmp_path / "odd", model="levels-fast")
    words[1] = str(tmp_path / "odd")
    assert main(words) == GateError.exit_code
    said = capsys.readouterr()
    assert json.loads(said.out)["shares"] is None
    assert "Judge a random part instead" in said.err
    assert main([*words, "--quantifier", "EMQ"]) in {GateError.exit_code, 7}


def test_a_review_of_another_run_corrects_no_shares_though_the_ids_are_there(
    run: Path, tmp_path: Path
) -> None:
    """Rows without an id of their own are counted: every run has a first one."""
    frames = list(TRUTH)
    other, review = tmp_path / "other", tmp_path / "review.csv"
    cxnlp.label([frames[n % 4].format(n + 1) for n in range(400)], other, model="levels-fast")
    sample(other, out=review, size=80, random_share=0.5)
    judge(review)
    assert corrected_shares_of(other, review).judged == 40
    with pytest.raises(InputDataError, match="another text") as caught:
        corrected_shares_of(run, review)
    assert "visit" not in str(caught.value)


def test_judged_comments_that_the_model_cannot_read_are_named(tmp_path: Path) -> None:
    """They belong to neither side; before, the file was said to be of another run."""
    told = "Das Personal war sehr freundlich und hat uns an Tag {} schnell geholfen."
    texts = [told.format(n) if n == 3 else f"Lovely people on visit {n}." for n in range(60)]
    cxnlp.label(texts, tmp_path / "run", model="levels-fast")
    ids = open_finished(tmp_path / "run").labels(["id"])["id"].to_pylist()
    review = tmp_path / "review.csv"
    lines = [f"{name},,desired" for name in ids]
    review.write_text("\n".join(["id,level,corrected_level", *lines]), encoding="utf-8")
    with pytest.raises(InputDataError, match="1 comments in languages that the model does not"):
        corrected_shares_of(tmp_path / "run", review, all_random=True)


def test_shares_that_do_not_add_up_are_said_to_be_told_each_by_itself() -> None:
    """Found by use: six shares of 92 % in all, and no word why."""
    shares = np.array([0.2, 0.3, 0.2, 0.2, 0.02, 0.0])

    def told(value: np.ndarray) -> str:
        each = Estimates(value, value, value, np.full(6, 9))
        return corrected_words(CorrectedShares(each, value, value, judged=40, rows=500))

    assert "each share is told by itself: together they make 92 %" in told(shares)
    assert "together" not in told(shares / shares.sum())
