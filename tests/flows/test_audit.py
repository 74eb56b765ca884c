"""What an audit finds, writes and takes back."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.cli import main
from cxnlp.errors import InputDataError, UsageError
from cxnlp.flows.audit import audit, merge_review
from cxnlp.flows.judging.gold import read_gold
from cxnlp.flows.judging.overlap import learned_from
from cxnlp.flows.reviews.suspects import labels_by_models
from cxnlp.models import LevelModel, ModelCalibration, load, shipped_models
from cxnlp.models.folder import seal
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.models.seen import SeenTexts
from cxnlp.reviewing import read_tasks
from cxnlp.training import TrainingSettings
from cxnlp.training.config import DataSettings
from label_audit import over_plantings, planted

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize(
    ("who", "told"), [(7, "7"), ({"id": 7, "email": "ada@example.org"}, "ada@example.org")]
)
def test_a_person_in_label_studio_is_a_number_or_all_that_is_known_of_them(
    who: object, told: str, tmp_path: Path
) -> None:
    """And of several judgements of a task the last that was not cancelled counts."""
    answers = [
        {"was_cancelled": gone, "completed_by": who, "updated_at": "", "result": result}
        for gone, result in (
            (False, [{"type": "choices", "value": {"choices": ["basic"]}}]),
            (False, [{"type": "choices", "value": {"choices": ["desired"]}}]),
            (True, []),
        )
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{"id": 1, "data": {"id": "c1"}, "annotations": answers}]))
    (found,) = read_tasks(path).corrections
    assert (found.after, found.reviewer) == (4, told)


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


def test_a_model_that_stands_can_judge_in_place_of_the_folds(gold: Path, tmp_path: Path) -> None:
    found = audit(gold, models=["levels-fast"])
    assert (found.items[0].id, found.items[0].level) == ("c12", 6)
    assert found.items[0].suggested <= 2
    assert found.warnings == ()
    small = tmp_path / "small.csv"
    small.write_text("text,level\nGood and friendly people.,4\nThey lied to me.,6\n")
    assert audit(small, models=["levels-fast"]).items[0].id == "2"


def test_of_several_models_the_mean_counts(gold: Path) -> None:
    data = read_gold(gold).labelled
    model = load("levels-fast")
    other = LevelModel(model.contents, model.scorer, ModelCalibration())
    both = labels_by_models([model, other], data)
    each = [labels_by_models([one], data) for one in (model, other)]
    assert both == pytest.approx(np.mean(each, axis=0))
    assert both.sum(axis=1) == pytest.approx(np.ones(len(data)))
    assert not np.allclose(each[0], each[1])


def test_a_model_that_has_learned_from_the_table_is_said_loudly(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = load("levels-fast")
    seen = SeenTexts.of(read_gold(gold).labelled.texts[:9])
    files = {**model.contents.files, **seen.files()}
    LevelModel(seal(model.manifest, files), model.scorer, model.calibration).save(tmp_path / "m")
    out = tmp_path / "review.csv"
    words = ["audit", str(gold), "--model", str(tmp_path / "m"), "--out", str(out), "--json"]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "levels-fast has LEARNED FROM 9 of the 56 texts of gold.csv" in said.err
    assert "vouches for" in json.loads(said.out)["warnings"][0]


def test_columns_named_beside_a_configuration_go_first(gold: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(gold.read_text().replace("id,text,level", "id,comment,mark"))
    config = tmp_path / "config.toml"
    config.write_text('[data]\ntext = "body"\nlevel = "mark"\n[features]\nbuckets = 4096\n')
    found = audit(other, config, columns=DataSettings(text="comment"))
    assert found.items[0].id == "c12"


@pytest.mark.slow
@pytest.mark.real
def test_planted_errors_fill_more_than_half_of_the_first_twentieth(
    real_data: Path, repository: Path, tmp_path: Path
) -> None:
    """Precision in the first 5 % reviewed is at least 0.55 with the linear model."""
    rows = table(real_data / "levels" / "train.csv")
    true = np.array([int(row["level"]) for row in rows])
    levels, wrong = planted(true, np.random.default_rng(5))
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
    # What is asked for can be missed: an order that knows nothing finds one in twenty.
    assert np.mean([row["id"] in guilty for row in rows[: len(first)]]) < 0.15


BARS = {"levels-fast": 0.7, "levels-accurate": 0.75}


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.parametrize("name", [name for name in BARS if name in shipped_models()])
def test_a_shipped_model_finds_planted_errors_in_rows_that_it_has_not_seen(
    name: str, real_data: Path
) -> None:
    """At least 0.75 in the first 5 % with the accurate model; mean of 100 plantings in dev.csv."""
    data = read_gold(real_data / "levels" / "dev.csv").labelled
    model = load(name)
    assert learned_from(model, data) == 0
    told = labels_by_models([model], data)
    found = over_plantings(data.levels, told, 100)
    print(f"precision in the first 5 %: {found.mean():.3f}")  # noqa: T201 - the figure, under -s
    assert found.mean() >= BARS[name]


def test_a_share_that_is_none_is_refused(gold: Path) -> None:
    with pytest.raises(UsageError, match="a part between 0 and 1"):
        audit(gold, SETTINGS, share=5)


def test_where_every_text_tells_of_service_none_is_suggested_to_tell_nothing(
    gold: Path,
) -> None:
    lines = gold.read_text(encoding="utf-8").splitlines(keepends=True)
    gold.write_text("".join(line for line in lines if not line.strip().endswith(",0")))
    found = audit(gold, SETTINGS, share=1.0)
    assert found.items[0].id == "c12"
    assert all(item.suggested > 0 for item in found.items)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's own
def test_a_backbone_is_told_from_the_folder_of_the_configuration(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the working directory, as when a model is trained."""
    from tests.training.network.conftest import write_backbone

    write_backbone(tmp_path / "backbone")
    config, out = tmp_path / "config.toml", tmp_path / "review.csv"
    config.write_text(
        'kind = "transformer"\n[calibration]\nfolds = 2\n[transformer]\nbackbone = "backbone"\n'
        "length = 16\nthreads = 1\n[[transformer.rounds]]\n[[transformer.rounds.recipes]]\n"
        "epochs = 1\nrows = 16\nmoving_average = 0\n"
    )
    words = ["audit", str(gold), "--config", str(config), "--out", str(out)]
    assert main([*words, "--quiet"]) == 0, capsys.readouterr().err
    assert len(table(out)) >= 5


def test_a_table_without_a_level_is_judged_by_a_model_that_stands_and_the_refusal_says_so(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by trying: no number of stars means the sixth level, so no such table was audited."""
    lines = gold.read_text(encoding="utf-8").splitlines()
    starred = tmp_path / "starred.csv"
    starred.write_text("\n".join(line for line in lines if line[-1] not in "06"), encoding="utf-8")
    words = ["audit", str(starred), "--stars", "--quiet", "--out", str(tmp_path / "review.csv")]
    assert main(words) == InputDataError.exit_code
    assert "or let a model judge that stands" in capsys.readouterr().err
    assert main([*words, "--model", "levels-fast"]) == 0
    assert len(table(tmp_path / "review.csv")) >= 4
